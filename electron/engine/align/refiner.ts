import type { Similarity } from '../../../contract/align.ts';
import type { CropRecipe } from '../../../contract/recipe.ts';
import { PatchMotion, PATCH_FIELDS } from '../../../native/index.ts';
import { compose, fitSimilarity, IDENTITY } from './similarity.ts';

/**
 * Takes out of the crop what landmarks leave in: they jitter by some hundredths of the eye distance and lag
 * behind a moving head, while micro-expressions are a hundredth high.
 *
 * Small patches around anchor points are registered against a neutral crop of the same face; the rigid
 * part of their motion (a similarity, fitted robustly) corrects the transform. The correction follows the
 * picture at once, and leaks back to the landmarks over seconds, so that it cannot drift away.
 */
export class Refiner {
  readonly #recipe: CropRecipe;
  #patches: PatchMotion | null = null;
  #centres = new Float32Array(0);
  #moved = new Float32Array(0);
  #correction: Similarity = IDENTITY;
  #lastUs: number | null = null;

  constructor(recipe: CropRecipe) {
    this.#recipe = recipe;
  }

  /** Sets the crop to register against: its luma plane, and the anchor points in it (x0, y0, …). */
  setNeutral(luma: Uint8Array, points: ArrayLike<number>): void {
    const { sizePx } = this.#recipe;
    const halfWidth = PATCH_HALF_IOD * this.#recipe.iodPx;
    const inside: number[] = [];
    for (let i = 0; i < points.length; i += 2) {
      const [x, y] = [points[i]!, points[i + 1]!];
      if (Math.min(x, y) > halfWidth && Math.max(x, y) < sizePx - 1 - halfWidth) inside.push(x, y);
    }
    this.#patches?.[Symbol.dispose]();
    this.#centres = Float32Array.from(inside);
    this.#moved = new Float32Array((inside.length / 2) * PATCH_FIELDS);
    this.#patches = new PatchMotion(
      luma,
      sizePx,
      this.#centres,
      new Float32Array(inside.length / 2).fill(halfWidth),
    );
  }

  /** The correction to expect at `timeUs`, in crop pixels: the last one, leaked toward none. */
  expected(timeUs: number): Similarity {
    if (this.#lastUs !== null) {
      const left = Math.exp(-Math.max(0, timeUs - this.#lastUs) / LEAK_US);
      this.#correction = scaled(this.#correction, left, this.#recipe);
    }
    this.#lastUs = timeUs;
    return this.#correction;
  }

  /**
   * Registers a crop made with the expected correction, and returns the better correction; null where
   * there is nothing to correct (less than `TOLERANCE_PX` anywhere) or nothing to trust.
   */
  correct(luma: Uint8Array): Similarity | null {
    if (!this.#patches) return null;
    this.#patches.measure(luma, this.#moved);
    const count = this.#centres.length / 2;
    const to = new Float32Array(this.#centres);
    const trust = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const at = PATCH_FIELDS * i;
      to[2 * i]! += this.#moved[at]!;
      to[2 * i + 1]! += this.#moved[at + 1]!;
      const [residual, texture] = [this.#moved[at + 2]!, this.#moved[at + 3]!];
      // A patch's displacement is uncertain by about residual / √texture.
      trust[i] = texture / (RESIDUAL_FLOOR + residual) ** 2;
    }
    const fit = fitSimilarity(this.#centres, to, trust);
    if (!fit || fit.residualPx > UNTRUSTED_PX) return null;
    const farthest = Math.max(...corners(this.#recipe.sizePx).map((corner) => shift(fit.transform, corner)));
    if (farthest < TOLERANCE_PX || farthest > LARGEST_PX) return null;
    this.#correction = compose(this.#correction, fit.transform);
    return this.#correction;
  }

  [Symbol.dispose](): void {
    this.#patches?.[Symbol.dispose]();
    this.#patches = null;
  }
}

/**
 * Half-width of a patch in IOD. The study's 0.11 leaves 1.7 times the noise that 0.2 does (0.110 against 0.063 px on a
 * small face in noise of 5 levels, 0.167 against 0.116 through H.264) and takes as little of an expression for head
 * motion: 4 % at the most. Blinks, gaze and speech move neither (docs/alignment.md).
 */
const PATCH_HALF_IOD = 0.2;

/** A correction dies away within some seconds: far slower than an expression, faster than landmarks drift apart. */
const LEAK_US = 4_000_000;

/** Corrections below this are noise; above the larger one the registration has lost its place. */
const TOLERANCE_PX = 0.03;
const LARGEST_PX = 16;

/** Anchors that disagree by more than this (RMS, after discarding the worst) do not tell of a rigid motion. */
const UNTRUSTED_PX = 1.5;

/** Grey levels of residual that compression alone leaves. */
const RESIDUAL_FLOOR = 0.5;

const corners = (size: number): readonly (readonly [number, number])[] => [
  [0, 0],
  [size, 0],
  [0, size],
  [size, size],
];

const shift = ({ a, b, tx, ty }: Similarity, [x, y]: readonly [number, number]): number =>
  Math.hypot(a * x - b * y + tx - x, b * x + a * y + ty - y);

/** The same correction made smaller: scale and angle about the eyes, and the shift of the eyes, times `factor`. */
function scaled(correction: Similarity, factor: number, recipe: CropRecipe): Similarity {
  const [px, py] = [recipe.eyesXPx, recipe.eyesYPx];
  const scale = Math.exp(Math.log(Math.hypot(correction.a, correction.b)) * factor);
  const angle = Math.atan2(correction.b, correction.a) * factor;
  const shiftX = (correction.a * px - correction.b * py + correction.tx - px) * factor;
  const shiftY = (correction.b * px + correction.a * py + correction.ty - py) * factor;
  const a = scale * Math.cos(angle);
  const b = scale * Math.sin(angle);
  return { a, b, tx: px + shiftX - (a * px - b * py), ty: py + shiftY - (b * px + a * py) };
}
