import { resizeWeights } from './weights.ts';

/** The twin of `resampleWindow`. */
export function resampleWindow(
  crops: readonly Uint8Array[],
  timesUs: Float64Array,
  fromUs: number,
  toUs: number,
  frames: number,
  sizeIn: number,
  sizeOut: number,
  out: Float32Array,
): void {
  for (let l = 0; l < frames; l++) {
    const timeUs = frames === 1 ? fromUs : fromUs + ((toUs - fromUs) * l) / (frames - 1);
    const [before, after, share] = bracket(timesUs.subarray(0, crops.length), timeUs);
    const value = (channel: number, x: number, y: number): number => {
      const clamp = (v: number): number => Math.min(Math.max(v, 0), sizeIn - 1);
      const at = (channel * sizeIn + clamp(y)) * sizeIn + clamp(x);
      return (1 - share) * crops[before]![at]! + share * crops[after]![at]!;
    };
    for (let i = 0; i < 3 * sizeOut * sizeOut; i++) {
      const [channel, y, x] = [Math.floor(i / sizeOut ** 2), Math.floor(i / sizeOut) % sizeOut, i % sizeOut];
      let sum = 0;
      for (const row of resizeWeights(0, sizeIn / sizeOut, y)) {
        for (const column of resizeWeights(0, sizeIn / sizeOut, x)) {
          sum += row.weight * column.weight * value(channel, column.index, row.index);
        }
      }
      out[((channel * frames + l) * sizeOut + y) * sizeOut + x] = sum / 255;
    }
  }
}

/** The crops round an instant and how far it lies from the first to the second. */
function bracket(timesUs: Float64Array, timeUs: number): [before: number, after: number, share: number] {
  const after = timesUs.findIndex((time) => time > timeUs);
  if (after === 0) return [0, 0, 0];
  if (after < 0) return [timesUs.length - 1, timesUs.length - 1, 0];
  const [t0, t1] = [timesUs[after - 1]!, timesUs[after]!];
  return [after - 1, after, (timeUs - t0) / (t1 - t0)];
}
