/**
 * Training a recognizer (../../nets) on made windows (../../data/clips).
 *
 *     const job = recognitionJob({ network: NETWORKS['au-gacn'], preset: 'light', options, teaching: TEACHING,
 *       learntBefore: null, stores: [store], validationStores: [], batch: 8, seed: 1, readElsewhere: null });
 */
export { clipDataset, clipsOf, type ClipPart, type ClipSetOptions } from './clip-dataset.ts';
export { recognitionJob, type ReadBatch, type RecognitionRequest } from './job.ts';
export { recognitionEvaluation, recognitionStep, TEACHING, type TeachingOptions } from './programs.ts';
export { recognitionScorer } from './scorer.ts';
