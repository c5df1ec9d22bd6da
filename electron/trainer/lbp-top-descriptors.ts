/**
 * What LBP-TOP sees in clips, the field's oldest baseline. Nothing is learnt of it but one plane for each class
 * (evaluation/lbp-top-fold.ts), so there is no run to follow or to resume.
 */
import type { ClipStore } from '../../models/data/clips/index.ts';
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
