/** The twin of `medianOfPlanes`: sorts each pixel's values. */
export function medianOfPlanes(planes: readonly Uint8Array[], out: Uint8Array): void {
  const values = new Uint8Array(planes.length);
  const [low, high] = [(planes.length - 1) >> 1, planes.length >> 1];
  for (let i = 0; i < out.length; i++) {
    for (let k = 0; k < planes.length; k++) values[k] = planes[k]![i]!;
    values.sort();
    out[i] = (values[low]! + values[high]! + 1) >> 1;
  }
}
