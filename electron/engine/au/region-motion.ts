import type { Mesh } from '../../../contract/landmarks.ts';
import type { CropRecipe } from '../../../contract/recipe.ts';
import type { Similarity } from '../../../contract/align.ts';
import { REGIONS } from '../../../contract/signals.ts';
import { PatchMotion, PATCH_FIELDS } from '../../../native/index.ts';
import { REGION_POINTS } from './regions.ts';

/**
 * How far each region of the face has moved since the track began.
 *
 * Patches round the region's mesh points are registered against a neutral crop. The neutral is renewed every
 * half second, so that it always looks like the present face; what lies between two neutrals is measured
 * once and added, so that the motion is one continuous course and a long smile does not become the zero.
 *
 * Registration is fine and quick but adds up its errors from neutral to neutral, and loses a mouth that opens;
 * landmarks are coarse and late but always there. So the sum is drawn towards them over seconds (a complementary
 * filter): quick movements come from registration, the long run from landmarks.
 */
export class RegionMotion implements Disposable {
  readonly #recipe: CropRecipe;
  readonly #count = REGIONS.length;
  /** Motion of the present neutral against the first one. */
  readonly #offset = new Float32Array(2 * REGIONS.length);
  readonly #fresh = new Float32Array(2 * REGIONS.length);
  #patches: PatchMotion | null = null;
  #moved = new Float32Array(0);
  /** Of each patch, in grey levels. */
  #residuals = new Float32Array(0);
  /** First patch of each region, and the number of patches at the end. */
  #first: number[] = [];
  /** Of the latest measurement: each region's uncertainty in IOD, and the median residual in grey levels. */
  readonly uncertainty = new Float32Array(REGIONS.length);
  residual = 0;
  readonly #mesh = new Float32Array(2 * REGIONS.length);
  #meshZero: Float32Array | null = null;
  #neutrals = 0;
  #lastUs: number | null = null;

  constructor(recipe: CropRecipe) {
    this.#recipe = recipe;
  }

  /**
   * Takes a new neutral: its luma plane, and where the mesh lies in it.
   * `mesh` in frame pixels, `frameToCrop` as the neutral's own crops were cut; `isSettled`: see `NeutralFace`.
   */
  setNeutral(luma: Uint8Array, mesh: Mesh, frameToCrop: Similarity, isSettled = false): void {
    if (this.#patches) {
      this.#measureFresh(luma);
      this.#fresh.forEach((value, i) => (this.#offset[i]! += value));
      this.#patches[Symbol.dispose]();
    }
    this.#place(luma, mesh, frameToCrop);
    // The first landmarks of a track are the worst. At the second neutral they have settled, and are made to agree with
    // what registration says by then; from there on they speak for themselves. A neutral that a person chose was
    // looked at for longer, and may differ from the track's first frame by more than registration can follow.
    if (this.#neutrals < 2) {
      this.#placeMesh(mesh, frameToCrop);
      this.#meshZero = this.#mesh.map((place, i) => place - this.#offset[i]!);
    }
    this.#neutrals += isSettled ? 2 : 1;
  }

  /**
   * Writes `u, v` of every region, in IOD, to `out`, and the same from landmarks to `meshOut` (2 × REGIONS.length
   * each). Times rise. Needs a neutral. Until landmarks have settled they pull at nothing, and `meshOut` is `out`.
   */
  measure(
    timeUs: number,
    luma: Uint8Array,
    mesh: Mesh,
    frameToCrop: Similarity,
    out: Float32Array,
    meshOut: Float32Array,
  ): void {
    this.#measureFresh(luma);
    this.#placeMesh(mesh, frameToCrop);
    const haveSettled = this.#neutrals >= 2;
    const leak = haveSettled && this.#lastUs !== null ? 1 - Math.exp(-(timeUs - this.#lastUs) / LEAK_US) : 0;
    this.#lastUs = timeUs;
    for (let i = 0; i < out.length; i++) {
      meshOut[i] = this.#mesh[i]! - this.#meshZero![i]!;
      this.#offset[i]! += leak * (meshOut[i]! - this.#offset[i]! - this.#fresh[i]!);
      out[i] = this.#offset[i]! + this.#fresh[i]!;
      const beyond = Math.abs(out[i]! - meshOut[i]!) - LANDMARKS_ERR_IOD;
      if (beyond > 0) this.uncertainty[i >> 1]! += beyond;
      if (!haveSettled) meshOut[i] = out[i]!;
    }
  }

  /** The regions' places in the crop by landmarks, in IOD along `u, v`. */
  #placeMesh(mesh: Mesh, { a, b, tx, ty }: Similarity): void {
    REGION_POINTS.forEach(({ points, outward }, region) => {
      let x = 0;
      let y = 0;
      for (const point of points) {
        const [px, py] = [mesh[3 * point]!, mesh[3 * point + 1]!];
        x += a * px - b * py + tx;
        y += b * px + a * py + ty;
      }
      this.#mesh[2 * region] = (outward * x) / points.length / this.#recipe.iodPx;
      this.#mesh[2 * region + 1] = -y / points.length / this.#recipe.iodPx;
    });
  }

  [Symbol.dispose](): void {
    this.#patches?.[Symbol.dispose]();
    this.#patches = null;
  }

  #place(luma: Uint8Array, mesh: Mesh, { a, b, tx, ty }: Similarity): void {
    const { sizePx, iodPx } = this.#recipe;
    const half = HALF_WIDTH_IOD * iodPx;
    const margin = half + 2;
    const clamp = (value: number) => Math.min(Math.max(value, margin), sizePx - 1 - margin);
    const centres: number[] = [];
    this.#first = [];
    for (const { points } of REGION_POINTS) {
      this.#first.push(centres.length / 2);
      for (const point of points) {
        const [x, y] = [mesh[3 * point]!, mesh[3 * point + 1]!];
        centres.push(clamp(a * x - b * y + tx), clamp(b * x + a * y + ty));
      }
    }
    this.#first.push(centres.length / 2);
    const patches = centres.length / 2;
    this.#moved = new Float32Array(patches * PATCH_FIELDS);
    this.#residuals = new Float32Array(patches);
    this.#patches = new PatchMotion(
      luma,
      sizePx,
      Float32Array.from(centres),
      new Float32Array(patches).fill(half),
    );
  }

  #measureFresh(luma: Uint8Array): void {
    if (!this.#patches) throw new Error('internal: region motion measured before a neutral was set');
    this.#patches.measure(luma, this.#moved);
    const { iodPx } = this.#recipe;
    const moved = this.#moved;
    for (let region = 0; region < this.#count; region++) {
      // Patches are independent opinions, each with the weight of 1 over the variance of one of its pixels' opinion.
      let [sumX, sumY, weight] = [0, 0, 0];
      for (let patch = this.#first[region]!; patch < this.#first[region + 1]!; patch++) {
        const at = PATCH_FIELDS * patch;
        const [residual, texture] = [moved[at + 2]!, moved[at + 3]!];
        const own = texture / (residual + RESIDUAL_FLOOR) ** 2;
        sumX += own * moved[at]!;
        sumY += own * moved[at + 1]!;
        weight += own;
        this.#residuals[patch] = residual;
      }
      const total = weight > 0 ? weight : 1;
      this.#fresh[2 * region] = (REGION_POINTS[region]!.outward * (sumX / total)) / iodPx;
      this.#fresh[2 * region + 1] = -(sumY / total) / iodPx;
      this.uncertainty[region] = 1 / Math.sqrt(Math.max(weight, 1e-9) * INDEPENDENT_PX) / iodPx;
    }
    this.#residuals.sort();
    this.residual = this.#residuals[this.#residuals.length >> 1]!;
  }
}

/** Grey levels: what compression alone changes in a patch that does not move. */
const RESIDUAL_FLOOR = 0.5;

/**
 * A pixel whose grey is off by r levels shifts a patch by r / √texture pixels; n independent ones by √n less. What is
 * left after registration is not noise but shading and compression, the same over whole blocks: a window of 21 × 21
 * pixels holds about seven blocks of 8 × 8.
 */
const INDEPENDENT_PX = 7;

/**
 * Landmarks err by 1 % of IOD and lag behind a quick movement of 4 % by most of it; beyond that registration is lost.
 */
const LANDMARKS_ERR_IOD = 0.03;

/** Slow against a micro-expression (a tenth of it leaks in 0.2 s), quick against the drift of a sum. */
const LEAK_US = 2_000_000;

/** Half-width of a patch: the spotting study's window round a region, 0.11 IOD. */
const HALF_WIDTH_IOD = 0.11;
