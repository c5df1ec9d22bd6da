/**
 * Training a recognizer (../../nets) on made windows (../../data/clips).
 *
 *     const job = recognitionJob({ network: NETWORKS['au-gacn'], preset: 'light', options, teaching: TEACHING,
 *       learntBefore: null, stores: [store], validationStores: [], batch: 8, seed: 1, readElsewhere: null,
 *       flowKernel: null });
 */
export {
  AU_LABELS,
  auRow,
  type ClipChoice,
  clipDataset,
  type ClipPart,
  type ClipSetOptions,
  clipsOf,
  EMOTION_LABELS,
  type Labelling,
  UNKNOWN_AU,
} from './clip-dataset.ts';
export type { ClipReading, ReadBatch, ReadElsewhere } from './datasets.ts';
export { fillFlowCache, flowCachePath } from './flow-cache.ts';
export { foldJob, type FoldJob, type FoldJobRequest, type TestWithGenerated } from './fold-job.ts';
export type { FlowKernel, FlowMaking } from './flow-input.ts';
export { type ClipsOf, describeParts, refuseUnlikeStores, splitPeople } from './parts.ts';
export { recognitionJob, type RecognitionRequest } from './job.ts';
export { recognitionEvaluation, recognitionStep, TEACHING, type TeachingOptions } from './programs.ts';
export { type PredictedClip, PredictionScorer, type PredictionTensors } from './prediction-scorer.ts';
export { recognitionScorer } from './scorer.ts';
export { SMALL_SETS, type SmallSetTeaching } from './small-sets.ts';
export { DOMAIN_COEFFICIENT } from './programs.ts';
export {
  CLASSIC_DESCRIPTOR,
  type DescribeVolume,
  type DescriptorOptions,
  describeClips,
  type DescribedClips,
} from './descriptors.ts';
