/**
 * Made windows for training a recognizer: short clips of one face in the pixels a network sees, with the rolling
 * neutral and labels. Drawn from a seed (`drawClip`), kept on disk (`ClipStoreWriter`, `openClipStore`), varied
 * cheaply when they are read (`fillExample`).
 */
import { AU_NUMBERS } from '../../../contract/au.ts';
import { createRandom } from '../synth/random.ts';
import { type ClipEntry, type ClipShape, EMOTION_CLASSES, type EmotionClass } from './clip-format.ts';
import type { ClipBytes } from './clip-store.ts';
import { renderWindow } from './render-window.ts';
import type { WindowFace } from './window-face.ts';
import { drawWindowPlan, MICRO_PEAKS, type UnitShares } from './window-plan.ts';

export type { AlignedPortrait } from './aligned-portrait.ts';
export { drawAugmentation, fillExample } from './augment.ts';
export {
  type ClipEntry,
  type ClipIndex,
  type ClipLabels,
  type ClipShape,
  EMOTION_CLASSES,
  type EmotionClass,
  INDEX_FILE,
  neutralBytes,
  windowBytes,
} from './clip-format.ts';
export { type ClipBytes, ClipStore, openClipStore } from './clip-store.ts';
export { ClipStoreWriter } from './clip-store-writer.ts';
export { divisionOf, type Split, splitOf, SPLITS } from './identity-split.ts';
export type { UnitShares };
export { createWindowFace, type WindowFace } from './window-face.ts';

/** The shipped recognizer's window: half a second in 16 frames of 128 × 128. */
export const WINDOW_SHAPE: ClipShape = { frames: 16, sizePx: 128, windowS: 0.5, planes: 1 };

/** Action units that a micro-expression can hold; a blink (45) is none. */
export const EXPRESSION_AUS: readonly number[] = AU_NUMBERS.filter((au) => au !== 45);

/** How expressions are drawn where it is not as micro-expressions are. */
export interface DrawingOptions {
  /** Action units as emotions have them (default), or about as often as each other. */
  readonly units?: UnitShares;
  /** Least and largest displacement at the apex in % of the distance between the eyes: everyday expressions are larger. */
  readonly peakPctIod?: readonly [least: number, largest: number];
}

/**
 * Draws one window of a face to `out` and says what it shows. The same seed draws the same bytes.
 *
 *     const face = createWindowFace(portrait, shape.sizePx, shape.planes);
 *     const labels = drawClip(face, '000477.jpg', 'surprise', 7, WINDOW_SHAPE, bytes);
 */
export function drawClip(
  face: WindowFace,
  portrait: string,
  emotion: EmotionClass,
  seed: number,
  shape: ClipShape,
  out: ClipBytes,
  { units = 'drawn', peakPctIod = MICRO_PEAKS }: DrawingOptions = {},
): Omit<ClipEntry, 'crc32'> {
  const random = createRandom(seed, CLIP_STREAM);
  const plan = drawWindowPlan(random.fork(1), emotion, shape.windowS, units, peakPctIod);
  renderWindow(face, plan, shape, random.fork(2), out);
  const frameAt = (timeS: number): number => (timeS / shape.windowS) * (shape.frames - 1);
  const course = plan.micro?.course;
  return {
    subject: portrait,
    seed,
    emotion: EMOTION_CLASSES.indexOf(emotion),
    aus: (plan.micro?.expression.actions ?? []).map(({ au }) => au).sort((a, b) => a - b),
    ...(course && {
      course: {
        onset: frameAt(course.onsetS),
        apex: frameAt(course.apexS),
        offset: frameAt(course.offsetS),
      },
    }),
    peakPctIod: plan.micro?.peakPctIod ?? 0,
    moves: plan.moves,
  };
}

const CLIP_STREAM = 31;

/** The class of the n-th clip: `negative` and `none`, which look many ways, three times in ten, the others twice. */
export const classOfTurn = (turn: number): EmotionClass => CLASS_TURNS[turn % CLASS_TURNS.length]!;
const CLASS_TURNS = [
  'negative',
  'none',
  'positive',
  'surprise',
  'negative',
  'none',
  'positive',
  'surprise',
  'none',
  'negative',
] as const satisfies readonly EmotionClass[];
