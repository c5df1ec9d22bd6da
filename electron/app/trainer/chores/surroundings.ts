import type { EvaluationEvent } from '../../../trainer/evaluation/index.ts';
import type { StartProcess } from '../../../trainer/hosted-process.ts';

/** What a chore is handed besides what it takes. */
export interface ChoreSurroundings {
  readonly signal: AbortSignal;
  readonly onProgress: (done01: number) => void;
  readonly tell: (event: EvaluationEvent) => void;
  /** Processes beside it, which the engine starts. */
  readonly startProcess: StartProcess;
}
