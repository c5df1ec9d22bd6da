/** A recognizer to be trained on made windows: stores checked against each other, people kept apart, programs built. */
import { OnsetError } from '../../../contract/errors.ts';
import type { ClipStore } from '../../data/clips/index.ts';
import { auAdjacency, exportRecognizer, type Network, type RecognizerOptions } from '../../nets/index.ts';
import { encodeModel } from '../../onnx/index.ts';
import { mixDatasets } from '../dataset.ts';
import type { NamedTensors, TrainingJob } from '../job.ts';
import { auRow } from './clip-dataset.ts';
import { type ClipReading, datasetsFor } from './datasets.ts';
import { type ClipsOf, describeParts, macroParts, refuseUnlikeStores, splitPeople } from './parts.ts';
import { recognitionEvaluation, recognitionStep, type TeachingOptions } from './programs.ts';
import { recognitionScorer } from './scorer.ts';

export interface RecognitionRequest extends ClipReading {
  readonly network: Network<RecognizerOptions>;
  readonly preset: string;
  /** The preset, with what is changed in it. Frames, size and labels are the stores'. */
  readonly options: RecognizerOptions;
  /** How many clips earlier runs learnt from, whose labels and graph `options` hold; null: these are the stores'. */
  readonly learntBefore: number | null;
  readonly teaching: TeachingOptions;
  readonly stores: readonly ClipStore[];
  /** Stores that are only scored; none: the stores' own held-out people are. */
  readonly validationStores: readonly ClipStore[];
  /** Expressions of everyday size whose difference from micro-expressions is to be unlearnt; absent: nothing is. */
  readonly macroStores?: readonly ClipStore[];
  readonly batch: number;
  readonly seed: number;
}

/** Throws `clips-unlike`, `clips-unfit`, `clips-labelled-otherwise` and `clips-too-few`. */
export function recognitionJob(request: RecognitionRequest): TrainingJob {
  const { network, preset, teaching, stores, macroStores = [], batch, seed, learntBefore } = request;
  const [first] = stores;
  if (first === undefined) throw new Error('internal: a recognizer without clips');
  refuseUnlikeStores([...stores, ...request.validationStores]);
  // Their labels may be others: a class counts where it has the same name.
  refuseUnlikeStores([first, ...macroStores], ['frames', 'sizePx', 'recipe']);
  if (network.takesAnySize !== true) refuseUnfitClips(first, request.options);
  const { training, validation } = splitPeople(stores, request.validationStores);
  if (learntBefore !== null) refuseOtherLabels(first, request.options);
  const sized = network.takesAnySize === true ? withSizes(request.options, first) : request.options;
  const options = learntBefore === null ? withLabels(sized, first, training) : sized;
  const datasetOf = datasetsFor(network, options, request);
  const macro = macroParts(macroStores, validation, options.emotions);
  const hasDomains = macro.length > 0;
  const stepAt = (size: number): TrainingJob['step'] =>
    recognitionStep(network, options, teaching, size, seed, hasDomains);
  return {
    network: { name: network.name, preset, options: { ...options, ...teaching } },
    step: stepAt(batch),
    batch,
    dataset: hasDomains ? mixDatasets([datasetOf(training), datasetOf(macro)]) : datasetOf(training),
    evaluation: {
      program: recognitionEvaluation(network, options, batch),
      dataset: datasetOf(validation),
      createScorer: () => recognitionScorer(options.aus, options.emotions),
      watched: 'uf1',
      better: 'higher',
    },
    stepAt,
    exportModel: (tensors, metrics) =>
      encodeModel(
        exportRecognizer(network, options, valuesOf(tensors), {
          windowS: first.windowS,
          recipe: first.index.recipe,
          trainedOn: describeParts(training, learntBefore),
          metrics: metrics ?? {},
        }),
      ),
  };
}

const valuesOf = (tensors: NamedTensors): ReadonlyMap<string, Float32Array> =>
  new Map(
    [...tensors].flatMap(([name, { values }]) => (values instanceof Float32Array ? [[name, values]] : [])),
  );

export function refuseUnfitClips({ folder, frames, sizePx }: ClipStore, options: RecognizerOptions): void {
  const [clips, wanted] = [
    { frames, sizePx },
    { frames: options.frames, sizePx: options.sizePx },
  ].map((shape) => `${shape.frames} frames of ${shape.sizePx} px`);
  if (clips !== wanted) throw new OnsetError('clips-unfit', { folder, clips: clips!, wanted: wanted! });
}

/** What was learnt is learnt for these labels in this order. */
export function refuseOtherLabels({ folder, aus, emotions }: ClipStore, options: RecognizerOptions): void {
  for (const [what, clips, wanted] of [
    ['action units', options.aus.length === 0 ? [] : aus, options.aus],
    ['classes', emotions, options.emotions],
  ] as const)
    if (clips.join() !== wanted.join())
      throw new OnsetError('clips-labelled-otherwise', {
        folder,
        what,
        clips: clips.join(', '),
        wanted: wanted.join(', '),
      });
}

/** Pictures are resampled in the graph from whatever size the clips have. */
export const withSizes = (options: RecognizerOptions, { frames, sizePx }: ClipStore): RecognizerOptions => ({
  ...options,
  frames,
  sizePx,
});

/** The network's labels are the clips'; its graph of action units is that of the clips it learns from. */
function withLabels(
  options: RecognizerOptions,
  { aus, emotions }: ClipStore,
  training: readonly ClipsOf[],
): RecognizerOptions {
  // A network that names no action units goes on naming none.
  const labelled = { ...options, aus: options.aus.length === 0 ? [] : aus, emotions };
  if (!('adjacency' in labelled)) return labelled;
  const rows = training.flatMap(({ store, indices }) =>
    indices.map((index) => auRow(store.clips[index]!, aus)),
  );
  return { ...labelled, adjacency: auAdjacency(aus, rows) } as RecognizerOptions;
}
