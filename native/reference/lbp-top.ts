import type { LbpTopOptions } from '../lbp-top.ts';

/** The twin of `lbpTop`, voxel by voxel from the definition, in double precision. */
export function lbpTop(
  clip: Uint8Array,
  frames: number,
  height: number,
  width: number,
  { radii, neighbours, blocks }: LbpTopOptions,
): Float32Array {
  const bins = neighbours * (neighbours - 1) + 3;
  const binOf = uniformBins(neighbours);
  const counts = new Float64Array(blocks[0] * blocks[1] * blocks[2] * 3 * bins);
  const size = [width, height, frames];
  const inner = size.map((length, axis) => length - 2 * radii[axis]!);
  const at = (x: number, y: number, t: number): number => clip[(t * height + y) * width + x]!;
  const blockOf = (position: number, axis: number): number =>
    Math.floor(((position - radii[axis]!) * blocks[axis]!) / inner[axis]!);
  for (let t = radii[2]; t < frames - radii[2]; t++) {
    for (let y = radii[1]; y < height - radii[1]; y++) {
      for (let x = radii[0]; x < width - radii[0]; x++) {
        const block = (blockOf(t, 2) * blocks[1] + blockOf(y, 1)) * blocks[0] + blockOf(x, 0);
        const centre = at(x, y, t);
        const planes = [
          circle(radii[0], radii[1], neighbours, (a, b) => at(x + a, y + b, t)),
          circle(radii[0], radii[2], neighbours, (a, b) => at(x + a, y, t + b)),
          circle(radii[1], radii[2], neighbours, (a, b) => at(x, y + a, t + b)),
        ];
        planes.forEach((values, plane) => {
          // A hair of tolerance: fractions of flat grey may sum to a little less than it.
          const pattern = values.reduce((sum, value, k) => sum + (value >= centre - 1e-9 ? 2 ** k : 0), 0);
          counts[(block * 3 + plane) * bins + binOf[pattern]!]! += 1;
        });
      }
    }
  }
  return normalised(counts, bins);
}

/** The neighbours' levels, bilinear between voxels; voxels of no weight are not read. */
function circle(r1: number, r2: number, count: number, read: (a: number, b: number) => number): number[] {
  return Array.from({ length: count }, (_, k) => {
    const angle = (2 * Math.PI * k) / count;
    const [a, b] = [tidy(r1 * Math.cos(angle)), tidy(-r2 * Math.sin(angle))];
    let sum = 0;
    for (const [i, wa] of linear(a)) for (const [j, wb] of linear(b)) sum += wa * wb * read(i, j);
    return sum;
  });
}

/** Positions that should be whole numbers are, whatever the cosine's last bit. */
function tidy(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

function linear(position: number): [index: number, weight: number][] {
  const low = Math.floor(position);
  const fraction = position - low;
  return fraction === 0
    ? [[low, 1]]
    : [
        [low, 1 - fraction],
        [low + 1, fraction],
      ];
}

function uniformBins(neighbours: number): number[] {
  let next = 0;
  return Array.from({ length: 2 ** neighbours }, (_, pattern) => {
    const bits = Array.from({ length: neighbours }, (_, k) => (pattern >> k) & 1);
    const changes = bits.filter((bit, k) => bit !== bits[(k + 1) % neighbours]).length;
    return changes <= 2 ? next++ : neighbours * (neighbours - 1) + 2;
  });
}

function normalised(counts: Float64Array, bins: number): Float32Array {
  const out = new Float32Array(counts.length);
  for (let start = 0; start < counts.length; start += bins) {
    const histogram = counts.subarray(start, start + bins);
    const total = histogram.reduce((sum, count) => sum + count, 0);
    histogram.forEach((count, i) => (out[start + i] = count / total));
  }
  return out;
}
