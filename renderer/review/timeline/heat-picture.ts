/** A tile of curves as a picture: one column a bin, two rows a unit (the person's left above the right). */
import { AU_NUMBERS } from '../../../contract/au.ts';
import type { Curves } from '../../../contract/channels/review.ts';

export const HEAT_ROWS = 2 * AU_NUMBERS.length;

/** Micro-expressions seldom reach more than 3 of 5; the root lifts what is faint. */
const FULL = 4;
/** Below this a unit is at rest, whatever its noise. */
const REST = 0.12;

export function heatPicture(curves: Curves, ramp: Uint8Array): OffscreenCanvas {
  const { bins } = curves;
  const canvas = new OffscreenCanvas(bins, HEAT_ROWS);
  const surface = canvas.getContext('2d')!;
  const image = surface.createImageData(bins, HEAT_ROWS);
  for (let unit = 0; unit < AU_NUMBERS.length; unit++) {
    paintRow(image, 2 * unit, curves.left, unit * bins, ramp);
    paintRow(image, 2 * unit + 1, curves.right, unit * bins, ramp);
  }
  surface.putImageData(image, 0, 0);
  return canvas;
}

function paintRow(image: ImageData, row: number, values: Float32Array, from: number, ramp: Uint8Array): void {
  for (let bin = 0; bin < image.width; bin++) {
    const value = values[from + bin]!;
    if (Number.isNaN(value)) continue;
    const colour = 3 * rampIndex(value);
    const at = 4 * (row * image.width + bin);
    image.data[at] = ramp[colour]!;
    image.data[at + 1] = ramp[colour + 1]!;
    image.data[at + 2] = ramp[colour + 2]!;
    image.data[at + 3] = 255;
  }
}

function rampIndex(intensity: number): number {
  if (intensity <= REST) return 0;
  return Math.min(255, Math.round(255 * Math.sqrt(Math.min(intensity, FULL) / FULL)));
}
