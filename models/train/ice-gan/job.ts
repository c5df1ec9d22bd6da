/** ICE-GAN to be trained: data, programs, and how it is scored on people that it has not seen. */
import { exportRecognizer } from '../../nets/index.ts';
import { DISCRIMINATOR, ICE_GAN, type IceGanOptions } from '../../nets/ice-gan.ts';
import { encodeModel } from '../../onnx/index.ts';
import type { Dataset } from '../dataset.ts';
import type { Evaluation, NamedTensors, TrainingJob } from '../job.ts';
import { type ClipsOf, describeParts, type FoldJob, refuseUnlikeStores } from '../recognition/index.ts';
import { refuseOtherLabels } from '../recognition/job.ts';
import type { SynthesisRequest } from '../synthesis/index.ts';
import { apexDataset, ASKED, GENERATED_LOGITS } from './apex-dataset.ts';
import { perceiveBy } from './perceive.ts';
import { iceGanEvaluation, iceGanStep } from './programs.ts';
import { iceGanScorer } from './scorer.ts';
import type { IceGanTeaching } from './teaching.ts';

/** Throws `clips-unlike`, `clips-labelled-otherwise`, and what reading the network that perceives throws. */
export function iceGanJob(request: SynthesisRequest<IceGanOptions, IceGanTeaching>): TrainingJob {
  const { training, validation, learntBefore } = request;
  const [first] = training.map(({ store }) => store);
  if (first === undefined) throw new Error('internal: ICE-GAN without clips');
  if (learntBefore !== null) refuseOtherLabels(first, request.options);
  const emotions = learntBefore === null ? first.emotions : request.options.emotions;
  const { job, testOn } = iceGanFold({ ...request, classes: emotions });
  const options = job.network.options as unknown as IceGanOptions;
  return {
    ...job,
    evaluation: validation.length === 0 ? null : testOn(validation, () => iceGanScorer(options.emotions)),
    exportModel: (tensors, metrics) =>
      encodeModel(
        exportRecognizer(ICE_GAN, options, recognizerValues(tensors), {
          windowS: first.windowS,
          recipe: first.index.recipe,
          trainedOn: describeParts(training, learntBefore),
          metrics: metrics ?? {},
        }),
      ),
  };
}

export interface IceGanFold extends Omit<SynthesisRequest<IceGanOptions, IceGanTeaching>, 'learntBefore'> {
  /** What the labels of `training` and `validation` are of. */
  readonly classes: readonly string[];
}

/**
 * The same on one fold of a protocol, where sets that have other labels each may be mixed. Its evaluation sees apexes
 * as they were filmed, and no generated picture unless `scoresGenerated` asks for them. Throws `clips-unlike`.
 */
export function iceGanFold(request: IceGanFold): FoldJob {
  const { preset, teaching, training, validation, classes, batch, seed } = request;
  const stores = [...training, ...validation].map(({ store }) => store);
  refuseUnlikeStores(stores, ['frames', 'sizePx', 'recipe']);
  const { frames, sizePx } = stores[0]!;
  const options: IceGanOptions = { ...request.options, emotions: classes, frames, sizePx };
  const perceive = perceiveBy(teaching.perceptualFrom);
  const stepAt = (size: number): TrainingJob['step'] => iceGanStep(options, teaching, size, seed, perceive);
  const evaluationOf = (
    clips: readonly ClipsOf[],
    createScorer: Evaluation['createScorer'],
    scoresGenerated: boolean,
  ): Evaluation => ({
    program: iceGanEvaluation(options, batch, scoresGenerated),
    dataset: datasetOf(clips, options, { ...teaching, apexFrames: 1, augments: false }),
    createScorer,
    watched: 'uf1',
    better: 'higher',
  });
  const testOn: FoldJob['testOn'] = (clips, createScorer) =>
    evaluationOf(clips, createScorer, teaching.scoresGenerated);
  const testWithGenerated: FoldJob['testWithGenerated'] = (clips) => ({
    evaluation: {
      ...evaluationOf(clips, () => iceGanScorer(classes), true),
      watched: 'generated-in-test.uf1',
    },
    generated: { known: ASKED, said: GENERATED_LOGITS },
  });
  return {
    job: {
      network: { name: ICE_GAN.name, preset, options: { ...options, ...teaching } },
      step: stepAt(batch),
      batch,
      dataset: datasetOf(training, options, teaching),
      evaluation: validation.length === 0 ? null : testOn(validation, () => iceGanScorer(classes)),
      stepAt,
      exportModel: null,
    },
    testOn,
    ...(options.generator === 'A' ? {} : { testWithGenerated }),
  };
}

const datasetOf = (parts: readonly ClipsOf[], options: IceGanOptions, teaching: IceGanTeaching): Dataset =>
  apexDataset(parts, { ...teaching, classes: options.emotions.length, noise: options.noise });

/** What the recognizer is made of; the generator, the decoder and authenticity are no part of it. */
const recognizerValues = (tensors: NamedTensors): ReadonlyMap<string, Float32Array> =>
  new Map(
    [...tensors].flatMap(([name, { values }]) =>
      name.startsWith(`${DISCRIMINATOR}.`) && values instanceof Float32Array ? [[name, values]] : [],
    ),
  );
