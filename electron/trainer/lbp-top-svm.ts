/**
 * LBP-TOP with a linear support vector machine: the field's oldest baseline. Nothing is learnt but one plane for each
 * class, so there is no run to follow or to resume.
 */
import type { ClipStore } from '../../models/data/clips/index.ts';
import type { Prediction } from '../../models/evaluate/index.ts';
import {
  argmaxRows,
  decideLinearSvm,
  type LinearSvmOptions,
  trainLinearSvm,
} from '../../models/train/index.ts';
import { type DescribedClips, describeClips } from '../../models/train/recognition/index.ts';
import { lbpTop } from '../../native/index.ts';

/** Some clips of a store. */
export interface ClipsOfStore {
  readonly store: ClipStore;
  readonly indices: readonly number[];
}

/** LBP-TOP of clips, which does not depend on what they are used for: compute it once for all folds. */
export const lbpTopOf = ({ store, indices }: ClipsOfStore): DescribedClips =>
  describeClips(store, indices, lbpTop);

/** What a machine that learnt from one set says of another. The people of the two must not be the same. */
export function predictByLbpTop(
  training: DescribedClips,
  held: DescribedClips,
  classes: number,
  options: LinearSvmOptions = {},
): readonly Prediction[] {
  const svm = trainLinearSvm(training.x, training.labels, classes, options);
  const said = argmaxRows(decideLinearSvm(svm, held.x), classes);
  return held.subjects.map((subject, at) => ({ subject, known: held.labels[at]!, said: said[at]! }));
}
