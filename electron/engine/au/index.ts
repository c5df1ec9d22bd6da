/**
 * au/: what moves in an aligned face, and which action units that amounts to.
 *
 * In: aligned crops and where the mesh lies in them. Out: signals a frame (`FaceMeter`), and action unit
 * intensities over a stretch of signals (`auIntensities`). Decides nothing about events.
 */
import { invert, type Alignment, type Similarity } from '../../../contract/align.ts';
import type { FaceObservation, HeadPose, Mesh } from '../../../contract/landmarks.ts';
import type { CropRecipe } from '../../../contract/recipe.ts';
import { BLENDSHAPE_AUS, REGIONS, type FaceSignals } from '../../../contract/signals.ts';
import { EyeChange, lidOpening } from './eyes.ts';
import { RegionMotion } from './region-motion.ts';

export { auFrame, auIntensities, restOf, type Baseline, type GivenRest, type Rest } from './intensities.ts';
export { lidOpening } from './eyes.ts';
export { describeMotion } from './describe-motion.ts';

/** A face at rest to measure against: the luma plane of an aligned crop, and where the mesh lies in it. */
export interface NeutralFace {
  readonly luma: Uint8Array;
  readonly mesh: Mesh;
  readonly frameToCrop: Similarity;
  /** Whether the landmarks had time to settle before `mesh` was taken; default false. */
  readonly isSettled?: boolean;
}

/** What landmarks say of the face in the frame being measured. */
export type Seen = Pick<FaceObservation, 'mesh' | 'blendshapes'> & { readonly pose: HeadPose };

/**
 * Measures one face, frame by frame.
 *
 *     const meter = new FaceMeter(RECIPE);
 *     meter.setNeutral(neutral);                       // at least once, then about every half second
 *     const signals = meter.measure(frame, luma, seen, alignment);
 */
export class FaceMeter implements Disposable {
  readonly #recipe: CropRecipe;
  readonly #motion: RegionMotion;
  readonly #eyes: EyeChange;

  constructor(recipe: CropRecipe) {
    this.#recipe = recipe;
    this.#motion = new RegionMotion(recipe);
    this.#eyes = new EyeChange(recipe.sizePx);
  }

  /** The first neutral is the zero of all motion; later ones only keep the comparison fresh. */
  setNeutral({ luma, mesh, frameToCrop, isSettled }: NeutralFace): void {
    this.#motion.setNeutral(luma, mesh, frameToCrop, isSettled);
    this.#eyes.setNeutral(luma, mesh, frameToCrop);
  }

  /** `luma`: the crop's luma plane (size² bytes). Allocates the signals it returns, nothing else of size. */
  measure(
    frame: { readonly frameIndex: number; readonly timeUs: number },
    luma: Uint8Array,
    seen: Seen,
    alignment: Alignment,
  ): FaceSignals {
    const motion = new Float32Array(2 * REGIONS.length);
    const meshMotion = new Float32Array(2 * REGIONS.length);
    const frameToCrop = invert(alignment.cropToFrame);
    this.#motion.measure(frame.timeUs, luma, seen.mesh, frameToCrop, motion, meshMotion);
    const { a, b, tx, ty } = alignment.cropToFrame;
    const [ex, ey] = [this.#recipe.eyesXPx, this.#recipe.eyesYPx];
    const iod = alignment.iodFramePx;
    return {
      frameIndex: frame.frameIndex,
      timeUs: frame.timeUs,
      motion,
      meshMotion,
      uncertainty: this.#motion.uncertainty.slice(),
      eyeChange: this.#eyes.measure(luma),
      lidOpening: lidOpening(seen.mesh),
      head: {
        x: (a * ex - b * ey + tx) / iod,
        y: (b * ex + a * ey + ty) / iod,
        rollRad: Math.atan2(b, a),
        logScale: Math.log(Math.hypot(a, b)),
        yawRad: seen.pose.yawRad,
        pitchRad: seen.pose.pitchRad,
      },
      residual: this.#motion.residual,
      iodPx: iod,
      blendshapes: seen.blendshapes && auScores(seen.blendshapes),
    };
  }

  [Symbol.dispose](): void {
    this.#motion[Symbol.dispose]();
  }
}

/** The scores that stand for AUs: left ones first, then right ones, in the order of `BLENDSHAPE_AUS`. */
function auScores(scores: ReadonlyMap<string, number>): Float32Array {
  return Float32Array.from([
    ...BLENDSHAPE_AUS.map(({ left }) => scores.get(left) ?? 0),
    ...BLENDSHAPE_AUS.map(({ right }) => scores.get(right) ?? 0),
  ]);
}
