import { addon, type PatchesHandle } from './addon.ts';
import { complaint, expectBytes, expectFloats, expectInteger, expectNumber } from './expect.ts';

/** Numbers per patch that `measure` writes: dx, dy, residual, texture. */
export const PATCH_FIELDS = 4;

export interface PatchMotionOptions {
  /** Standard deviation of the pictures' noise in grey levels, 0.1 to 64. Good webcams in room light have 1 to 4. */
  readonly noiseLevels?: number;
}

/**
 * Patches of a neutral picture, found again in every later one to a few hundredths of a pixel.
 *
 *     using patches = new PatchMotion(neutral, 256, Float32Array.of(80, 96, 176, 96), Float32Array.of(10, 10));
 *     const moved = new Float32Array(2 * PATCH_FIELDS);
 *     patches.measure(luma, moved);          // dx0, dy0, residual0, texture0, dx1, …
 *
 * - `dx`, `dy`: where the patch's content has gone, in pixels right and down; looked for within 16 px.
 * - `residual`: root mean square difference in grey levels that displacement, gain and bias leave
 *   unexplained, both pictures smoothed by σ = 1 px (which leaves 0.27 of white noise).
 * - `texture`: smallest eigenvalue of the neutral patch's structure tensor (mean squared gradient, in
 *   (levels/px)²) after what gain and bias could imitate is taken out. Noise of σ levels moves a patch by
 *   about σ / √(4π (halfWidth/2)² · texture) px.
 *
 * Method: inverse-compositional Lucas–Kanade (Baker and Matthews 2004) for translation with a Gaussian
 * window (σ = half the half width) on a pyramid of three levels; changes of gain and bias move nothing.
 * Flat patches are drawn towards zero by a normal prior of 1 px against `noiseLevels` (default 2):
 * λ = noiseLevels² · Σw² / (1 px)² is added to the structure tensor. Centres are rounded to whole pixels.
 *
 * Holds about 16 bytes per pixel of all patches and 15 per pixel of the picture outside the JavaScript
 * heap; freed by `dispose` (or `using`), else by the garbage collector.
 */
export class PatchMotion implements Disposable {
  readonly count: number;
  readonly #pixels: number;
  #handle: PatchesHandle | null;

  /**
   * Throws `TypeError`/`RangeError` for sizes outside 16–4096, centres outside the picture, half widths outside 2–64,
   * or more than 10000 patches.
   */
  constructor(
    neutral: Uint8Array,
    sizePx: number,
    centres: Float32Array,
    halfWidthsPx: Float32Array,
    options: PatchMotionOptions = {},
  ) {
    const { noiseLevels = 2 } = options;
    expectInteger('sizePx', sizePx, 16, 4096);
    expectBytes('neutral', neutral, sizePx * sizePx);
    expectFloats('centres', centres, 0);
    if (centres.length % 2 !== 0 || centres.length > 20000) {
      throw complaint(true, 'at most 10000 pairs x, y', 'centres', centres);
    }
    this.count = centres.length / 2;
    expectFloats('halfWidthsPx', halfWidthsPx, this.count);
    for (let i = 0; i < centres.length; i++) expectNumber(`centres[${i}]`, centres[i]!, 0, sizePx - 1);
    for (let i = 0; i < this.count; i++) expectNumber(`halfWidthsPx[${i}]`, halfWidthsPx[i]!, 2, 64);
    expectNumber('noiseLevels', noiseLevels, 0.1, 64);
    this.#pixels = sizePx * sizePx;
    this.#handle = addon().preparePatches(neutral, sizePx, centres, halfWidthsPx, noiseLevels);
  }

  /** Registers every patch in `luma` (sizePx² levels) and writes `PATCH_FIELDS` numbers for each into `out`. */
  measure(luma: Uint8Array, out: Float32Array): void {
    if (this.#handle === null) throw new Error('internal: patches were measured after they were disposed');
    expectBytes('luma', luma, this.#pixels);
    expectFloats('out', out, this.count * PATCH_FIELDS);
    addon().measurePatches(this.#handle, luma, out);
  }

  dispose(): void {
    if (this.#handle === null) return;
    addon().disposePatches(this.#handle);
    this.#handle = null;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}
