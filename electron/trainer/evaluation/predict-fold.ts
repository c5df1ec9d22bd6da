/** What a fold's network says of the tested clips, and of pictures generated of them where a procedure counts those. */
import type { EvaluatedSample } from '../../../contract/evaluation.ts';
import { sampleId } from '../../../models/evaluate/protocols/index.ts';
import { type Evaluation, Evaluator, type NamedTensors } from '../../../models/train/index.ts';
import {
  type ClipsOf,
  type FoldJob,
  PredictionScorer,
  type TestWithGenerated,
} from '../../../models/train/recognition/index.ts';
import { GENERATED_IN_TEST } from './call.ts';
import type { LabelledClip } from './labelled-clips.ts';
import { placesInStores } from './places-in-stores.ts';
import type { EvaluationPlan } from './plan.ts';

/** Of every tested clip once, in their order; after them, by the procedure that counts those, of a picture of each. */
export async function predictionsOf(
  built: FoldJob,
  tensors: NamedTensors,
  tested: readonly LabelledClip[],
  plan: EvaluationPlan,
): Promise<readonly EvaluatedSample[]> {
  const places = placesInStores(tested);
  const said = await predict(built, tensors, places, plan);
  const real = tested.map((clip, at): EvaluatedSample => {
    const { known, ...rest } = said[at]!;
    if (known !== clip.label) throw new Error('internal: clips and predictions are not in the same order');
    return { sample: sampleId(clip), subject: clip.subject, known, ...rest };
  });
  if (plan.call.procedure !== GENERATED_IN_TEST) return real;
  const generated = await predictGenerated(built, tensors, places, plan);
  return [
    ...real,
    ...tested.map((clip, at) => ({
      sample: `${sampleId(clip)}, generated`,
      subject: clip.subject,
      ...generated[at]!,
    })),
  ];
}

/** Throws where the network generates nothing: calls that ask for it are refused before. */
export function withGenerated({ testWithGenerated }: FoldJob, tested: readonly ClipsOf[]): TestWithGenerated {
  if (testWithGenerated === undefined) throw new Error('internal: a network without generated pictures');
  return testWithGenerated(tested);
}

export const unitsOf = ({ network }: FoldJob['job']): readonly number[] =>
  network.options['aus'] as readonly number[];

async function predict(
  { job, testOn }: FoldJob,
  tensors: NamedTensors,
  tested: readonly ClipsOf[],
  { call, classes }: EvaluationPlan,
): Promise<PredictionScorer['clips']> {
  const scorer = new PredictionScorer(unitsOf(job).length, classes.length);
  const evaluation = testOn(tested, () => scorer);
  return await keep(scorer, evaluation, tensors, call.threads);
}

async function predictGenerated(
  built: FoldJob,
  tensors: NamedTensors,
  tested: readonly ClipsOf[],
  { call, classes }: EvaluationPlan,
): Promise<PredictionScorer['clips']> {
  const { evaluation, generated } = withGenerated(built, tested);
  const scorer = new PredictionScorer(0, classes.length, generated);
  return await keep(scorer, evaluation, tensors, call.threads);
}

async function keep(
  scorer: PredictionScorer,
  evaluation: Evaluation,
  tensors: NamedTensors,
  threads: number,
): Promise<PredictionScorer['clips']> {
  await using evaluator = await Evaluator.open({ ...evaluation, createScorer: () => scorer }, threads);
  await evaluator.score(tensors);
  return scorer.clips;
}
