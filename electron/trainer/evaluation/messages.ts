/** What goes between a process that runs folds and whoever started it. */
import type { EvaluatedFold } from '../../../contract/evaluation.ts';
import type { EvaluationCall } from './call.ts';

export type ToFolds =
  | { readonly kind: 'start'; readonly call: EvaluationCall }
  | { readonly kind: 'fold'; readonly id: string }
  /** What runs is saved, and the process ends. */
  | { readonly kind: 'stop' };

export type FromFolds =
  | { readonly kind: 'step'; readonly id: string; readonly step: number; readonly steps: number }
  | { readonly kind: 'done'; readonly fold: EvaluatedFold }
  | { readonly kind: 'stopped' }
  /** The world failed: an error of the catalogue, to be made again from its code and facts. */
  | { readonly kind: 'failed'; readonly code: string; readonly facts: Readonly<Record<string, unknown>> }
  /** We failed. */
  | { readonly kind: 'crashed'; readonly stack: string };
