/**
 * align/: cuts one face out of a frame so that only expressions move in it.
 *
 * In: meshes at the landmarks' own rate, and frames. Out: aligned crops (contract/recipe.ts).
 * Knows nothing of how landmarks were found or of what the crops are used for.
 */
import type { Alignment, Similarity } from '../../../contract/align.ts';
import type { YuvImage } from '../../../contract/frame.ts';
import type { Mesh } from '../../../contract/landmarks.ts';
import { ANCHOR_POINTS } from '../../../contract/mesh-points.ts';
import type { CropRecipe } from '../../../contract/recipe.ts';
import { warpFace } from '../../../native/index.ts';
import { FacePath } from './face-path.ts';
import { Refiner } from './refiner.ts';
import { RigidShape } from './rigid-shape.ts';
import { compose, scaleOf } from './similarity.ts';

/**
 * Aligns one face of a source.
 *
 *     const aligner = new Aligner(trackId, RECIPE);
 *     aligner.observe(timeUs, mesh);                    // as landmarks come, in order
 *     const alignment = aligner.align(image, timeUs, crop);   // for every frame, in order
 *     aligner.setNeutral(luma, mesh, frameToCrop);      // now and then
 */
export class Aligner implements Disposable {
  readonly trackId: number;
  readonly #recipe: CropRecipe;
  readonly #shape: RigidShape;
  readonly #path: FacePath;
  readonly #refiner: Refiner;
  #residualPx = 0;

  constructor(trackId: number, recipe: CropRecipe) {
    this.trackId = trackId;
    this.#recipe = recipe;
    this.#shape = new RigidShape(recipe);
    this.#path = new FacePath([recipe.eyesXPx, recipe.eyesYPx]);
    this.#refiner = new Refiner(recipe);
  }

  /** Takes note of where the face is at `timeUs` (rising). `mesh` in frame pixels. */
  observe(timeUs: number, mesh: Mesh): void {
    const fit = this.#shape.fit(mesh);
    if (!fit) return;
    this.#path.add(timeUs, fit.transform);
    this.#residualPx = fit.residualPx / scaleOf(fit.transform);
  }

  /** Time of the newest observation; frames up to it can be aligned without looking ahead. */
  get newestUs(): number | null {
    return this.#path.newestUs;
  }

  /**
   * Writes the aligned crop of the frame at `timeUs` to `out` (`cropBytes(recipe)` bytes, planes R, G, B, luma; with
   * 'luma' the others are left as they were, in less than half the time). Null, with `out` untouched, where the face was
   * not seen within 0.2 s.
   */
  align(image: YuvImage, timeUs: number, out: Uint8Array, planes: 'all' | 'luma' = 'all'): Alignment | null {
    const placed = this.#path.at(timeUs);
    if (!placed) return null;
    const { sizePx } = this.#recipe;
    let cropToFrame = compose(placed, this.#refiner.expected(timeUs));
    // The first look is only for the registration, which reads luma.
    warpFace(image, cropToFrame, sizePx, out, 'luma');
    const correction = this.#refiner.correct(lumaOf(out, sizePx));
    if (correction) cropToFrame = compose(placed, correction);
    if (correction || planes === 'all') warpFace(image, cropToFrame, sizePx, out, planes);
    return this.#alignment(cropToFrame);
  }

  /** Sets the neutral crop that later frames are registered against: its luma, and where the mesh lies in it. */
  setNeutral(luma: Uint8Array, mesh: Mesh, { a, b, tx, ty }: Similarity): void {
    const anchors = ANCHOR_POINTS.flatMap((point) => {
      const [x, y] = [mesh[3 * point]!, mesh[3 * point + 1]!];
      return [a * x - b * y + tx, b * x + a * y + ty];
    });
    this.#refiner.setNeutral(luma, anchors);
  }

  [Symbol.dispose](): void {
    this.#refiner[Symbol.dispose]();
  }

  #alignment(cropToFrame: Similarity): Alignment {
    return {
      trackId: this.trackId,
      cropToFrame,
      iodFramePx: this.#recipe.iodPx * scaleOf(cropToFrame),
      residualPx: this.#residualPx,
    };
  }
}

/** The luma plane of a crop: the last of its four. */
const lumaOf = (crop: Uint8Array, sizePx: number): Uint8Array =>
  crop.subarray(3 * sizePx * sizePx, 4 * sizePx * sizePx);
