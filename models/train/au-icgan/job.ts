/** AU-ICGAN on stores of clips as a job for `train`, and its generator as a file. */
import { OnsetError } from '../../../contract/errors.ts';
import { SYNTHETIC_MARK } from '../../../contract/synthetic.ts';
import { EMOTION_CLASSES, EXPRESSION_AUS } from '../../data/clips/index.ts';
import { BATCH, emitModel, input, Reshape, Scope, type Tensor } from '../../graph/index.ts';
import { AU_ICGAN, type AuIcganOptions, countAuIcgan, generate, PARTS, TOLD } from '../../nets/au-icgan.ts';
import { encodeModel, setMetadata } from '../../onnx/index.ts';
import type { Evaluation, NamedTensors, TrainingJob } from '../job.ts';
import type { StepProgram } from '../program.ts';
import type { ClipsOf } from '../recognition/index.ts';
import type { SynthesisRequest, Synthesizer } from '../synthesis/index.ts';
import { auIcganDataset } from './dataset.ts';
import { auIcganEvaluation, type AuIcganSetUp, BATCH_NAMES, criticsStep, generatorStep } from './programs.ts';
import { auIcganScorer } from './scorer.ts';
import { AU_ICGAN_TEACHING, type AuIcganTeaching } from './teaching.ts';

export const AU_ICGAN_TRAINING: Synthesizer<AuIcganOptions, AuIcganTeaching> = {
  ...AU_ICGAN,
  teaching: AU_ICGAN_TEACHING,
  // Windows and single pictures, of any size and with any labels: faces must only be cut out alike.
  likeness: ['recipe'],
  // GANimation's rate, which falls over the last third; a clip is already as many pictures as it has frames.
  defaults: { epochs: 30, batch: 2, learningRate: 1e-4, warmUp: 0, patience: null },
  // Presets name no units and classes, which are the clips'; counted are those with as many as made clips have.
  countParameters: (options) =>
    Object.values(
      countAuIcgan({
        ...options,
        aus: options.aus.length > 0 ? options.aus : EXPRESSION_AUS,
        emotions: options.emotions.length > 0 ? options.emotions : EMOTION_CLASSES,
      }),
    ).reduce((sum, count) => sum + count, 0),
  job: auIcganJob,
  exportGenerator,
};

/** Clips that are scored after an epoch: more cost minutes and say no more. */
const SCORED = 64;

/** Throws `clips-too-few` where no clip's action units are known. */
function auIcganJob({
  preset,
  options: asked,
  teaching,
  training,
  validation,
  batch,
  seed,
}: SynthesisRequest<AuIcganOptions, AuIcganTeaching>): TrainingJob {
  const [seen, scored] = [withUnits(training), evenly(withUnits(validation), SCORED)];
  if (countOf(seen) === 0)
    throw new OnsetError('clips-too-few', {
      use: 'training (with action units)',
      folders: training.map(({ store }) => store.folder).join(', '),
    });
  const options = withLabels(asked, training);
  const setUp = (size: number): AuIcganSetUp => ({ options, teaching, batch: size, seed });
  const generator = generatorStep(setUp(batch));
  const critics = criticsStep(setUp(batch));
  const turns: readonly StepProgram[] =
    critics === null
      ? [generator]
      : [...new Array<StepProgram>(teaching.criticSteps).fill(critics), generator];
  const [step, ...then] = turns;
  const evaluation: Evaluation | null =
    countOf(scored) === 0
      ? null
      : {
          program: auIcganEvaluation(setUp(1)),
          dataset: auIcganDataset(scored, options, teaching),
          createScorer: auIcganScorer,
          watched: 'gain',
          better: 'higher',
        };
  return {
    network: { name: AU_ICGAN.name, preset, options: { ...options, ...teaching } },
    step: step!,
    then,
    batch,
    dataset: auIcganDataset(seen, options, teaching),
    evaluation,
    stepAt: (smaller) => generatorStep(setUp(smaller)),
    exportModel: null,
    // Critics are there where a loss asks them; conditioned norms do nothing at first.
    mayBeginAnew: (name) =>
      [PARTS.image, PARTS.video].some((part) => name.startsWith(`${part}.`)) || name.includes(`.${TOLD}.`),
  };
}

/** Nothing can be asked of clips whose action units nobody coded. */
const withUnits = (parts: readonly ClipsOf[]): ClipsOf[] =>
  parts.map((part) => ({
    ...part,
    indices: part.indices.filter((index) => part.store.clips[index]!.aus !== null),
  }));

const countOf = (parts: readonly ClipsOf[]): number =>
  parts.reduce((sum, { indices }) => sum + indices.length, 0);

/** So many of them, spread over all. */
function evenly(parts: readonly ClipsOf[], most: number): ClipsOf[] {
  const step = Math.max(1, countOf(parts) / most);
  let next = 0;
  let place = 0;
  return parts.map((part) => ({
    ...part,
    indices: part.indices.filter(() => {
      const isTaken = place++ >= next;
      if (isTaken) next += step;
      return isTaken;
    }),
  }));
}

/**
 * Labels of a run that is gone on with stay; else all units that clips speak of, and the classes of the first that
 * move.
 */
function withLabels(options: AuIcganOptions, parts: readonly ClipsOf[]): AuIcganOptions {
  if (options.aus.length > 0) return options;
  const stores = parts.map(({ store }) => store);
  const aus = [...new Set(stores.flatMap((store) => store.aus))].sort((a, b) => a - b);
  const moving = stores.find(({ frames }) => frames > 1) ?? stores[0]!;
  return { ...options, aus, emotions: moving.emotions };
}

/**
 * `start` [N, C, S, S] in [−1, 1] and `units` [N, A] in; `image` [N, C, S, S], `attention` [N, 1, S, S] and `colour`
 * out, and `motion` [N, 2, S, S] and `added` where a picture is moved: one frame at a time, as all frames of a clip are
 * made alike.
 */
function exportGenerator(options: AuIcganOptions, tensors: NamedTensors): Uint8Array {
  const { planes, sizePx, aus } = options;
  const scope = new Scope('inference');
  const start = input(BATCH_NAMES.start, [BATCH, planes, sizePx, sizePx]);
  const painted = generate(
    scope.within(PARTS.generator),
    Reshape(start, [BATCH, 1, planes, sizePx, sizePx]),
    Reshape(input('units', [BATCH, aus.length]), [BATCH, 1, aus.length]),
    options,
  );
  const picture = (x: Tensor): Tensor => Reshape(x, [BATCH, x.shape[2]!, sizePx, sizePx]);
  const values = new Map(
    [...tensors].flatMap(([name, { values: all }]) =>
      all instanceof Float32Array ? [[name, all] as const] : [],
    ),
  );
  const model = emitModel({
    name: AU_ICGAN.name,
    outputs: {
      image: picture(painted.images),
      attention: picture(painted.attention),
      colour: picture(painted.colour),
      ...(painted.change && { motion: picture(painted.change.motion), added: picture(painted.change.added) }),
    },
    values,
  });
  setMetadata(model, {
    'onset.network': AU_ICGAN.name,
    'onset.kind': 'generator',
    'onset.generator': AU_ICGAN.name,
    'onset.synthetic': SYNTHETIC_MARK,
    'onset.aus': JSON.stringify(options.aus),
    'onset.emotions': JSON.stringify(options.emotions),
    'onset.frames': String(options.frames),
    'onset.size': String(sizePx),
    'onset.planes': String(planes),
  });
  return encodeModel(model);
}
