/**
 * Training AU-ICGAN (../../nets/au-icgan.ts): critics and generator take turns, seven losses, clips of stores.
 *
 *     const job = AU_ICGAN_TRAINING.job({ preset: 'small', options, teaching, training, validation: [],
 *       learntBefore: null, batch: 2, seed: 1 });
 */
export { AU_ICGAN_TRAINING } from './job.ts';
export { conditionOf, intensityOf, rampAt } from './conditions.ts';
export { Resampler, Resize } from './resample.ts';
export { AU_ICGAN_TEACHING } from './teaching.ts';
