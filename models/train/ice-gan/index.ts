/**
 * Training ICE-GAN (../../nets/ice-gan.ts), and the frozen features that its perceptual loss compares.
 *
 *     const job = ICE_GAN_TRAINING.job({ preset: 'small', options, teaching, training, validation, learntBefore: null,
 *       batch: 16, seed: 1 });
 */
import { constant, product, Scope } from '../../graph/index.ts';
import {
  DISCRIMINATOR,
  generate,
  GENERATOR,
  ICE_GAN,
  type IceGanOptions,
  judge,
  redraw,
} from '../../nets/ice-gan.ts';
import type { Synthesizer } from '../synthesis/index.ts';
import { exportIceGanGenerator } from './export-generator.ts';
import { iceGanJob } from './job.ts';
import { ICE_GAN_TEACHING, type IceGanTeaching } from './teaching.ts';

export { APEX, apexDataset, REST } from './apex-dataset.ts';
export { FACE_FEATURES_TRAINING } from './face-features.ts';
export { iceGanFold } from './job.ts';
export { iceGanStep } from './programs.ts';
export { ICE_GAN_TEACHING, type IceGanTeaching } from './teaching.ts';

/** The paper: 100 epochs at 10⁻³, falling along a cosine, 16 pictures a step. */
export const ICE_GAN_TRAINING: Synthesizer<IceGanOptions, IceGanTeaching> = {
  ...ICE_GAN,
  teaching: ICE_GAN_TEACHING,
  defaults: { epochs: 100, batch: 16, learningRate: 1e-3, warmUp: 0, patience: null },
  countParameters,
  job: iceGanJob,
  makesPictures: ({ generator }) => generator !== 'A',
  exportGenerator: exportIceGanGenerator,
};

/** Of both networks. */
function countParameters(options: IceGanOptions): number {
  const scope = new Scope('inference');
  const { seenPx, noise, emotions } = options;
  const blank = (...shape: number[]) => constant(new Float32Array(product(shape)), shape);
  const picture = blank(1, 1, seenPx, seenPx);
  if (options.generator !== 'A')
    generate(scope.within(GENERATOR), picture, blank(1, noise), blank(1, emotions.length), options);
  const own = scope.within(DISCRIMINATOR);
  const judgement = judge(own, picture, options);
  if (judgement.kind === 'capsule' && options.decoderWidths.length > 0)
    redraw(own.within('decoder'), judgement, blank(1, emotions.length), options);
  return scope.trained.reduce((sum, { shape }) => sum + product(shape as readonly number[]), 0);
}
