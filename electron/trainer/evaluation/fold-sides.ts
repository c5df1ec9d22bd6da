/** Which clips of a fold are for what, and that none of them leaks. */
import { OnsetError } from '../../../contract/errors.ts';
import { drawSubjects, findLeaks, personOf } from '../../../models/evaluate/protocols/index.ts';
import { isGenerated, type LabelledClip } from './labelled-clips.ts';
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
  // A generated clip whose movement is a tested person's is as much theirs; so is their everyday expression.
  const isOthers = strangersTo(at(split.test));
  const learnt = split.train.filter((place) => call.protocol === 'lovo' || isOthers(clips[place]!));
  const { kept, drawn } =
    innerShare > 0 ? drawSubjects(clips, learnt, innerShare, seed) : { kept: learnt, drawn: [] };
  const validation = at(drawn).filter((clip) => !isGenerated(clip));
  return {
    training: drawn.length === 0 ? at(kept) : at(kept).filter(strangersTo(validation)),
    validation,
    macro: macro.filter(isOthers),
    tested: at(split.test),
  };
}

/** Whether a clip shows nobody of these, and repeats nobody's movement of these. */
function strangersTo(clips: readonly LabelledClip[]): (clip: LabelledClip) => boolean {
  const people = new Set(clips.map(({ subject }) => personOf(subject)));
  return ({ subject, madeFrom = [] }) =>
    !people.has(personOf(subject)) && !madeFrom.some((source) => people.has(personOf(source)));
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
