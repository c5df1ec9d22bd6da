import { readFileSync } from 'node:fs';
import type { Mesh } from '../../contract/landmarks.ts';

/** MediaPipe's mesh of one public-domain portrait of 384 × 384 pixels, rounded to a tenth of a pixel. */
export const portraitMesh = (): Mesh =>
  Float32Array.from(
    JSON.parse(readFileSync(new URL('portrait-mesh.json', import.meta.url), 'utf8')) as number[],
  );

/**
 * A picture for that mesh: waves of 9 to 23 pixels in directions that share no period, so that motion can be measured
 * anywhere. `paint` changes single pixels.
 */
export function madePortrait(paint?: (x: number, y: number) => readonly [number, number, number] | null): {
  pixels: Uint8Array;
  widthPx: number;
  heightPx: number;
  channels: 3;
  mesh: Mesh;
} {
  const sizePx = 384;
  const pixels = new Uint8Array(sizePx * sizePx * 3);
  for (let y = 0; y < sizePx; y++) {
    for (let x = 0; x < sizePx; x++) {
      const waves =
        Math.sin(0.61 * x + 0.23 * y) +
        Math.sin(-0.31 * x + 0.53 * y + 1) +
        Math.sin(0.17 * x + 0.21 * y + 2);
      const grey = 128 + 30 * waves;
      pixels.set(paint?.(x, y) ?? [grey, grey * 0.9, grey * 0.8], (y * sizePx + x) * 3);
    }
  }
  return { pixels, widthPx: sizePx, heightPx: sizePx, channels: 3, mesh: portraitMesh() };
}
