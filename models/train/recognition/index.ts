/**
 * Training a recognizer (../../nets) on made windows (../../data/clips).
 *
 *     const job = recognitionJob({ network: NETWORKS['au-gacn'], preset: 'light', options, teaching: TEACHING,
 *       learntBefore: null, stores: [store], validationStores: [], batch: 8, seed: 1, readElsewhere: null,
 *       flowKernel: null });
 */
export { clipDataset, clipsOf, type ClipPart, type ClipSetOptions } from './clip-dataset.ts';
export type { FlowKernel, FlowMaking } from './flow-input.ts';
export { type ClipsOf, describeParts, refuseUnlikeStores, splitPeople } from './parts.ts';
export { recognitionJob, type ReadBatch, type ReadElsewhere, type RecognitionRequest } from './job.ts';
export { recognitionEvaluation, recognitionStep, TEACHING, type TeachingOptions } from './programs.ts';
export { recognitionScorer } from './scorer.ts';
export {
  CLASSIC_DESCRIPTOR,
  type DescribeVolume,
  type DescriptorOptions,
  describeClips,
  type DescribedClips,
} from './descriptors.ts';
