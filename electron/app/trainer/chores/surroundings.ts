import type { EvaluationEvent } from '../../../trainer/evaluation/index.ts';

/** What a chore is handed besides what it takes. */
export interface ChoreSurroundings {
  readonly signal: AbortSignal;
  readonly onProgress: (done01: number) => void;
  readonly tell: (event: EvaluationEvent) => void;
}
