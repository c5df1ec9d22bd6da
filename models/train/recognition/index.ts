/**
 * Training a recognizer (../../nets) on made windows (../../data/clips).
 *
 *     const job = recognitionJob({ network: NETWORKS['au-gacn'], preset: 'light', options, teaching: TEACHING,
 *       learntBefore: null, stores: [store], validationStores: [], batch: 8, seed: 1, readElsewhere: null,
 *       flowKernel: null });
 */
export { type ClipPart, clipsOf, EMOTION_LABELS, type Labelling } from './clip-dataset.ts';
export type { ReadBatch } from './datasets.ts';
export { fillFlowCache } from './flow-cache.ts';
export { foldJob, type FoldJob, type FoldJobRequest, type TestWithGenerated } from './fold-job.ts';
export type { FlowKernel } from './flow-input.ts';
export { type ClipsOf, describeParts, refuseUnlikeStores, splitPeople } from './parts.ts';
export { recognitionJob } from './job.ts';
export { TEACHING, type TeachingOptions } from './programs.ts';
export { PredictionScorer } from './prediction-scorer.ts';
export { recognitionScorer } from './scorer.ts';
export { SMALL_SETS } from './small-sets.ts';
export { DOMAIN_COEFFICIENT } from './programs.ts';
export { CLASSIC_DESCRIPTOR, describeClips, type DescribedClips } from './descriptors.ts';
