import { basename, extname } from 'node:path';
import { EMOTION_CLASSES, type EmotionClass, splitOf } from '../../models/data/clips/index.ts';
import {
  createScript,
  FAMILIES,
  type Script,
  STUDY_SCENE,
  threeClassOf,
} from '../../models/data/synth/index.ts';

/** One clip of the benchmark before it is drawn. */
export interface BenchmarkClip {
  /** File name without its ending. */
  readonly name: string;
  readonly subject: string;
  readonly emotion: EmotionClass;
  readonly script: Script;
}

export interface BenchmarkPlan {
  /** Clips of a person, a multiple of the number of classes. */
  readonly clips: number;
  readonly seed: number;
  readonly fps: number;
  readonly sizePx: number;
}

/** Portraits whose people the shipped recognizer has not learnt from first: `test`, then `validation`, then `train`. */
export function unlearntFirst(portraits: readonly string[]): string[] {
  const of = (split: string): string[] => portraits.filter((name) => splitOf(name) === split);
  return [...of('test'), ...of('validation'), ...of('train')];
}

/** The clips of the `place`-th person: the classes in turn, the families of motion alternating. */
export function benchmarkClips(portrait: string, place: number, plan: BenchmarkPlan): BenchmarkClip[] {
  const subject = basename(portrait, extname(portrait));
  let seed = plan.seed + place * SEEDS_A_PERSON;
  return Array.from({ length: plan.clips }, (_, turn) => {
    const emotion = EMOTION_CLASSES[turn % EMOTION_CLASSES.length]!;
    // A round of classes shares a family, so that each class has both.
    const family = FAMILIES[(Math.floor(turn / EMOTION_CLASSES.length) + place) % FAMILIES.length]!;
    let script = scriptOf(seed++, family, plan);
    while (script.shows === null || threeClassOf(script.shows) !== emotion)
      script = scriptOf(seed++, family, plan);
    return { name: `${subject}-${String(turn + 1).padStart(2, '0')}`, subject, emotion, script };
  });
}

/** Room for the seeds that draw another class than the one whose turn it is: four in five clips do. */
const SEEDS_A_PERSON = 100_000;

/**
 * Still time at both ends, the longest micro-expression and where it may lie; a quarter less to draw than two seconds.
 */
const SECONDS = 1.6;

const scriptOf = (seed: number, family: Script['family'], { fps, sizePx }: BenchmarkPlan): Script =>
  createScript({
    preset: 'recognition',
    seed,
    fps,
    seconds: SECONDS,
    family,
    scene: {
      ...STUDY_SCENE,
      widthPx: sizePx,
      heightPx: sizePx,
      iodPx: (STUDY_SCENE.iodPx * sizePx) / STUDY_SCENE.widthPx,
    },
    naming: 'three',
  });
