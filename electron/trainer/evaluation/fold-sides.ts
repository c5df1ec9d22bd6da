/** Which clips of a fold are for what, and that none of them leaks. */
import { OnsetError } from '../../../contract/errors.ts';
import { drawSubjects, findLeaks } from '../../../models/evaluate/protocols/index.ts';
import type { LabelledClip } from './labelled-clips.ts';
import type { EvaluationPlan, PlannedFold, PlannedNetwork } from './plan.ts';

export interface FoldSides {
  readonly training: readonly LabelledClip[];
  /** By whom the epoch is chosen; none: the last epoch counts. */
  readonly validation: readonly LabelledClip[];
  readonly macro: readonly LabelledClip[];
  readonly tested: readonly LabelledClip[];
}

export function sidesOf({ call, clips, macro }: EvaluationPlan, { split }: PlannedFold): FoldSides {
  const { innerShare, seed } = call;
  const at = (places: readonly number[]): LabelledClip[] => places.map((place) => clips[place]!);
  const { kept, drawn } =
    innerShare > 0 ? drawSubjects(clips, split.train, innerShare, seed) : { kept: split.train, drawn: [] };
  const people = new Set(at(split.test).map(({ subject }) => subject));
  return {
    training: at(kept),
    validation: at(drawn),
    // Everyday expressions of the tested person are as much that person as micro-expressions are.
    macro: macro.filter(({ subject }) => !people.has(subject)),
    tested: at(split.test),
  };
}

/** Throws `evaluation-leaks`. `learnt` is null where nothing but parameters is learnt, and nothing begun with. */
export function refuseLeaks(
  { call }: EvaluationPlan,
  { split }: PlannedFold,
  { training, validation, macro, tested }: FoldSides,
  learnt: PlannedNetwork | null,
): void {
  const earlier = learnt?.earlier ?? null;
  const [leak] = findLeaks({
    isSubjectDependent: call.protocol === 'lovo',
    tested,
    learnt: [...training, ...macro],
    fitted: learnt !== null && 'adjacency' in learnt.options ? { 'graph of action units': training } : {},
    chosenBy: validation,
    earlier: earlier === null ? [] : [{ folder: earlier.folder.path, subjects: earlier.record.subjects }],
  });
  if (leak !== undefined) throw new OnsetError('evaluation-leaks', { held: split.held, reason: leak });
}
