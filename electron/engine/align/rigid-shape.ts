import { invert, type Similarity } from '../../../contract/align.ts';
import type { Mesh } from '../../../contract/landmarks.ts';
import { LEFT, RIGHT, RIGID_POINTS, type SidePoints } from '../../../contract/mesh-points.ts';
import type { CropRecipe } from '../../../contract/recipe.ts';
import { apply, fitSimilarity, type SimilarityFit } from './similarity.ts';

/**
 * One person's own arrangement of the points that expressions hardly move, in crop pixels.
 *
 * Fitting to the person's own arrangement, not to an average face, leaves no residual that changes with
 * which points the robust fit happens to trust. It is learnt from the track: exact at first sight,
 * then a slow mean, so that it settles on the person and follows a slow turn of the head.
 */
export class RigidShape {
  readonly #recipe: CropRecipe;
  #shape: Float64Array | null = null;
  #seen = 0;

  constructor(recipe: CropRecipe) {
    this.#recipe = recipe;
  }

  /** Fits the shape to a mesh (frame pixels): the transform from the crop to the frame. Learns from it. */
  fit(mesh: Mesh): SimilarityFit | null {
    const seen = pick(mesh, RIGID_POINTS);
    this.#shape ??= learnFirst(mesh, seen, this.#recipe);
    if (!this.#shape) return null;
    const fit = fitSimilarity(this.#shape, seen);
    if (fit) this.#learn(seen, fit.transform);
    return fit;
  }

  #learn(seen: Float64Array, cropToFrame: Similarity): void {
    this.#seen++;
    const rate = Math.max(1 / (this.#seen + 1), SLOWEST_RATE);
    const frameToCrop = invert(cropToFrame);
    const shape = this.#shape!;
    for (let i = 0; i < shape.length; i += 2) {
      const [x, y] = apply(frameToCrop, seen[i]!, seen[i + 1]!);
      shape[i]! += rate * (x - shape[i]!);
      shape[i + 1]! += rate * (y - shape[i + 1]!);
    }
  }
}

/** About ten seconds of landmarks at 30 a second: slower than any expression, faster than a change of seat. */
const SLOWEST_RATE = 1 / 300;

/** Eye centre: the middle between an eye's two corners, which neither gaze nor blinks move. */
function eyeCentre(mesh: Mesh, { eyeInner: p, eyeOuter: q }: SidePoints): [number, number] {
  return [(mesh[3 * p]! + mesh[3 * q]!) / 2, (mesh[3 * p + 1]! + mesh[3 * q + 1]!) / 2];
}

/** The first shape: the mesh brought to the recipe's place by its two eye centres alone. */
function learnFirst(mesh: Mesh, seen: Float64Array, recipe: CropRecipe): Float64Array | null {
  const half = recipe.iodPx / 2;
  // The person's right eye is on the picture's left.
  const wanted = [recipe.eyesXPx - half, recipe.eyesYPx, recipe.eyesXPx + half, recipe.eyesYPx];
  const eyes = [...eyeCentre(mesh, RIGHT), ...eyeCentre(mesh, LEFT)];
  const toCrop = fitSimilarity(eyes, wanted);
  if (!toCrop) return null;
  const shape = new Float64Array(seen.length);
  for (let i = 0; i < seen.length; i += 2) {
    shape.set(apply(toCrop.transform, seen[i]!, seen[i + 1]!), i);
  }
  return shape;
}

function pick(mesh: Mesh, points: readonly number[]): Float64Array {
  const picked = new Float64Array(2 * points.length);
  points.forEach((point, i) => {
    picked[2 * i] = mesh[3 * point]!;
    picked[2 * i + 1] = mesh[3 * point + 1]!;
  });
  return picked;
}
