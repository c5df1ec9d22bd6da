/** What the best parameters of a run say of every clip that the run is scored on. */
import type { TrainingCall } from '../../../../contract/training.ts';
import { Evaluator } from '../../../../models/train/evaluate.ts';
import { RunFolder } from '../../../../models/train/index.ts';
import { splitPeople } from '../../../../models/train/recognition/index.ts';
import { PredictionScorer } from '../../../../models/train/recognition/prediction-scorer.ts';
import { openTraining } from '../../../trainer/run-training.ts';
import type { ScoredClip, Scoring } from '../scores.ts';

/**
 * `call` is that of the run, to be gone on with. Null where the run has no best parameters, or nothing that names
 * classes. Throws what opening a run throws, and `checkpoint-damaged`.
 */
export async function score({ call }: { readonly call: TrainingCall }): Promise<Scoring | null> {
  const { best } = new RunFolder(call.folder).readRecord();
  if (best === null) return null;
  using opening = new DisposableStack();
  const { job, stores, folder } = openTraining({ ...call, isResumed: true }, opening);
  const { emotions: classes } = job.network.options as { readonly emotions?: readonly string[] };
  if (job.evaluation === null || classes === undefined) return null;
  const scorer = new PredictionScorer(0, classes.length);
  await using evaluator = await Evaluator.open(
    { ...job.evaluation, createScorer: () => scorer },
    call.threads,
  );
  await evaluator.score(folder.readTensors(best));
  const learnt = call.data.length;
  const { validation } = splitPeople(stores.slice(0, learnt), stores.slice(learnt));
  const places = validation.flatMap(({ store, indices }) =>
    indices.map((index) => ({ store, index, entry: store.clips[index]! })),
  );
  const clips = places.map(({ store, index, entry }, at): ScoredClip => {
    const { known, said, probabilities } = scorer.clips[at]!;
    return {
      folder: store.folder,
      index,
      subject: entry.subject,
      known,
      said,
      probabilities: [...probabilities],
    };
  });
  return { best: best.file, epoch: best.epoch, classes: [...classes], clips };
}
