import { invert, type Similarity } from '../../contract/align.ts';
import { RECIPE } from '../../contract/recipe.ts';

/** How much the content of an aligned crop still moves, as root mean squares of its displacement in crop pixels. */
export interface ResidualMotion {
  /** About each point's mean place over the clip. */
  readonly rmsPx: number;
  /** Of that, what is quicker than 1 Hz: slow creeping resembles no expression. */
  readonly quickRmsPx: number;
  /** The longest displacement of any point at any time, all speeds. */
  readonly worstPx: number;
  /** Of the midpoint between the eyes alone. */
  readonly middleRmsPx: number;
}

/**
 * Compares alignments with what is known; no pixel is looked at. With T(t) from the photograph to the frame (known) and
 * C(t) from the crop to the frame (the aligner's), T⁻¹∘C says which point of the photograph a crop pixel shows. On a
 * face that moves only rigidly it should not change; how far it does, brought to crop pixels, is residual motion.
 */
export function residualMotion(
  timesUs: readonly number[],
  pictureToFrame: readonly Similarity[],
  cropToFrame: readonly Similarity[],
): ResidualMotion {
  const shown = cropToFrame.map((crop, i) => after(invert(pictureToFrame[i]!), crop));
  const reference = invert(shown[shown.length >> 1]!);
  const tracks = FACE_POINTS.map(([x, y]) => {
    const places = shown.map((similarity) => place(reference, ...place(similarity, x, y)));
    return { x: centred(places.map((p) => p[0])), y: centred(places.map((p) => p[1])) };
  });
  const square = (of: typeof tracks): number =>
    mean(of.map(({ x, y }) => mean(x.map((value, i) => value ** 2 + y[i]! ** 2))));
  const quick = tracks.map(({ x, y }) => ({ x: quickPart(timesUs, x), y: quickPart(timesUs, y) }));
  return {
    rmsPx: Math.sqrt(square(tracks)),
    quickRmsPx: Math.sqrt(square(quick)),
    worstPx: Math.max(...tracks.flatMap(({ x, y }) => x.map((value, i) => Math.hypot(value, y[i]!)))),
    middleRmsPx: Math.sqrt(square(tracks.slice(0, 1))),
  };
}

/** Points of the face in the crop: first the middle between the eyes, then a grid from brows to chin, ear to ear. */
export const FACE_POINTS: readonly (readonly [x: number, y: number])[] = [
  [RECIPE.eyesXPx, RECIPE.eyesYPx],
  ...[-0.8, -0.4, 0, 0.4, 0.8].flatMap((x) =>
    [-0.5, -0.1, 0.3, 0.7, 1.1, 1.5].map(
      (y) => [RECIPE.eyesXPx + x * RECIPE.iodPx, RECIPE.eyesYPx + y * RECIPE.iodPx] as const,
    ),
  ),
];

/**
 * What is left after a Gaussian in time is taken out whose gain falls to √½ at 1 Hz: σ = √(ln 2) / 2π s. Its weights
 * are renewed at the ends.
 */
export function quickPart(timesUs: readonly number[], values: readonly number[]): number[] {
  const sigma = (1e6 * Math.sqrt(Math.LN2)) / (2 * Math.PI);
  return values.map((value, i) => {
    let [sum, total] = [0, 0];
    for (let j = 0; j < values.length; j++) {
      const weight = Math.exp(-0.5 * ((timesUs[j]! - timesUs[i]!) / sigma) ** 2);
      sum += weight * values[j]!;
      total += weight;
    }
    return value - sum / total;
  });
}

/** `outer ∘ inner`, written out here so that the measure shares no code with what it measures. */
function after(outer: Similarity, inner: Similarity): Similarity {
  const [tx, ty] = place(outer, inner.tx, inner.ty);
  return {
    a: outer.a * inner.a - outer.b * inner.b,
    b: outer.a * inner.b + outer.b * inner.a,
    tx,
    ty,
  };
}

const place = ({ a, b, tx, ty }: Similarity, x: number, y: number): [number, number] => [
  a * x - b * y + tx,
  b * x + a * y + ty,
];

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function centred(values: readonly number[]): number[] {
  const middle = mean(values);
  return values.map((value) => value - middle);
}
