/**
 * What papers printed, by task. Floors are computed from the tasks' class sizes, never stored.
 *
 *     const task = publishedTask({ protocol: 'cde', scheme: 'three', classes: 3, tested, learnt: [] });
 */
import { majorityFloor, type TableScores } from '../scores.ts';
import { CROSS_SET } from './cross-set.ts';
import { MEGC_2018 } from './megc-2018.ts';
import { MEGC_2019 } from './megc-2019.ts';
import type { RecognitionTask } from './published.ts';
import { SINGLE_SETS } from './single-sets.ts';

export {
  CONFIDENCE_MEANS,
  CONFIDENCE_WORDS,
  type PublishedRecognition,
  type PublishedSpotting,
  type RecognitionScores,
  type RecognitionTask,
} from './published.ts';
export { SPOT_THEN_RECOGNIZE } from './spot-then-recognize.ts';
export { SPOTTING } from './spotting.ts';

export const RECOGNITION_TASKS: readonly RecognitionTask[] = [
  MEGC_2019,
  MEGC_2018,
  ...SINGLE_SETS,
  ...CROSS_SET,
];

/** The task of the same protocol, classes and sets; null where nothing was printed for it. */
export function publishedTask(
  asked: Pick<RecognitionTask, 'protocol' | 'scheme' | 'classes' | 'tested' | 'learnt'>,
): RecognitionTask | null {
  const isSame = (task: RecognitionTask): boolean =>
    task.protocol === asked.protocol &&
    task.scheme === asked.scheme &&
    task.classes === asked.classes &&
    areSame(task.tested, asked.tested) &&
    areSame(task.learnt, asked.learnt);
  return RECOGNITION_TASKS.find(isSame) ?? null;
}

/** What naming the most frequent class always would get, where there are so many samples of each class. */
export function floorOfSizes(sizes: readonly number[]): TableScores {
  return majorityFloor({
    classes: sizes.map((_, at) => String(at + 1)),
    counts: sizes.map((size) => sizes.map((_, column) => (column === 0 ? size : 0))),
  });
}

const areSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.toSorted().join() === others.toSorted().join();
