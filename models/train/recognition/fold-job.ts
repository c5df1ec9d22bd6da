/**
 * A recognizer to be trained and tested on one fold of a protocol: which clips are learnt from and which are scored is
 * given, and so is the class that each is taken for. Nothing of the tested clips goes into the job.
 */
import { auAdjacency, type Network, type RecognizerOptions } from '../../nets/index.ts';
import { mixDatasets } from '../dataset.ts';
import type { Evaluation, TrainingJob } from '../job.ts';
import { auRow } from './clip-dataset.ts';
import { type ClipReading, datasetsFor } from './datasets.ts';
import { refuseUnfitClips, withSizes } from './job.ts';
import { type ClipsOf, refuseUnlikeStores } from './parts.ts';
import type { PredictionTensors } from './prediction-scorer.ts';
import { recognitionEvaluation, recognitionStep, type TeachingOptions } from './programs.ts';
import { recognitionScorer } from './scorer.ts';

export interface FoldJobRequest extends ClipReading {
  readonly network: Network<RecognizerOptions>;
  readonly preset: string;
  /** The preset, with what is changed in it. Frames and size are the stores'. */
  readonly options: RecognizerOptions;
  readonly teaching: TeachingOptions;
  /** Of several data sets, that may have other labels each: `labels` are of `classes`. */
  readonly training: readonly ClipsOf[];
  /** Clips by which the epoch is chosen; none: the last epoch counts. */
  readonly validation: readonly ClipsOf[];
  /** Expressions of everyday size whose difference from micro-expressions is to be unlearnt; none: nothing is. */
  readonly macro: readonly ClipsOf[];
  readonly classes: readonly string[];
  /** Action units to be named, where the network names any; those of the data sets' coding sheets. */
  readonly aus: readonly number[];
  /** How many clips earlier runs learnt from, whose graph `options` hold; null: the graph is the training clips'. */
  readonly learntBefore: number | null;
  readonly batch: number;
  readonly seed: number;
}

export interface FoldJob {
  readonly job: TrainingJob;
  /** Scores clips that `job` knows nothing of. */
  readonly testOn: (clips: readonly ClipsOf[], createScorer: Evaluation['createScorer']) => Evaluation;
  /** The same with generated pictures among the tested ones; absent where the network generates none. */
  readonly testWithGenerated?: (clips: readonly ClipsOf[]) => TestWithGenerated;
}

export interface TestWithGenerated {
  /** By which an epoch can be chosen: it watches real and generated pictures together. */
  readonly evaluation: Evaluation;
  /** Of the scores' generated pictures: what was asked for is what is known. */
  readonly generated: Pick<PredictionTensors, 'known' | 'said'>;
}

/** Throws `clips-unlike` and `clips-unfit`. */
export function foldJob(request: FoldJobRequest): FoldJob {
  const { network, preset, teaching, training, validation, macro, batch, seed } = request;
  const stores = [...training, ...validation, ...macro].map(({ store }) => store);
  const [first] = stores;
  if (first === undefined) throw new Error('internal: a fold without clips to learn from');
  // Labels are given, and a window's length may be another: sets have expressions of other lengths.
  refuseUnlikeStores(stores, ['frames', 'sizePx', 'recipe']);
  if (network.takesAnySize !== true) refuseUnfitClips(first, request.options);
  const options = foldOptions(request, first);
  const datasetOf = datasetsFor(network, options, request);
  const hasDomains = macro.length > 0;
  const stepAt = (size: number): TrainingJob['step'] =>
    recognitionStep(network, options, teaching, size, seed, hasDomains);
  const evaluationOf = (parts: readonly ClipsOf[], createScorer: Evaluation['createScorer']): Evaluation => ({
    program: recognitionEvaluation(network, options, batch),
    dataset: datasetOf(parts),
    createScorer,
    watched: 'uf1',
    better: 'higher',
  });
  return {
    job: {
      network: { name: network.name, preset, options: { ...options, ...teaching } },
      step: stepAt(batch),
      batch,
      dataset: hasDomains ? mixDatasets([datasetOf(training), datasetOf(macro)]) : datasetOf(training),
      evaluation:
        validation.length === 0
          ? null
          : evaluationOf(validation, () => recognitionScorer(options.aus, options.emotions)),
      stepAt,
      exportModel: null,
    },
    testOn: evaluationOf,
  };
}

function foldOptions(
  { network, options, classes, aus, training, learntBefore }: FoldJobRequest,
  first: ClipsOf['store'],
): RecognizerOptions {
  const sized = network.takesAnySize === true ? withSizes(options, first) : options;
  // A network that names no action units goes on naming none; without any coded, it keeps its own, and none is taught.
  const named = sized.aus.length === 0 || aus.length === 0 ? sized.aus : aus;
  const labelled = { ...sized, aus: named, emotions: classes };
  if (!('adjacency' in labelled) || learntBefore !== null) return labelled;
  const rows = training.flatMap(({ store, indices }) =>
    indices.map((index) => auRow(store.clips[index]!, named)),
  );
  return { ...labelled, adjacency: auAdjacency(named, rows) } as RecognizerOptions;
}
