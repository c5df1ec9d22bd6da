/** Skin moved in pictures larger than those that a generator sees. */

/**
 * A square plane moved by `right` and `down` (pixels of it, for each): I(p − m(p)), between pixel centres; what would
 * come from beyond the edge is the edge.
 */
export function displace(
  plane: Float32Array,
  right: Float32Array,
  down: Float32Array,
  out: Float32Array,
): void {
  const side = Math.sqrt(plane.length);
  const last = side - 1;
  for (let at = 0; at < plane.length; at++) {
    const x = clamp((at % side) - right[at]!, last);
    const y = clamp(Math.floor(at / side) - down[at]!, last);
    const [left, top] = [Math.min(Math.floor(x), last - 1), Math.min(Math.floor(y), last - 1)];
    const [shareX, shareY] = [x - left, y - top];
    const first = top * side + left;
    const upper = (1 - shareX) * plane[first]! + shareX * plane[first + 1]!;
    const lower = (1 - shareX) * plane[first + side]! + shareX * plane[first + side + 1]!;
    out[at] = (1 - shareY) * upper + shareY * lower;
  }
}

const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));
