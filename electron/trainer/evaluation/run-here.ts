/** Folds on this machine, in as many processes as wanted. */
import type { EvaluatedFold } from '../../../contract/evaluation.ts';
import type { StartProcess } from '../hosted-process.ts';
import { FoldProcess } from './fold-process.ts';
import type { EvaluationPlan, PlannedFold } from './plan.ts';

export interface FoldsRun {
  readonly jobs: number;
  /** Forked unless told. */
  readonly startProcess?: StartProcess;
  readonly signal: AbortSignal;
  readonly onStep: (fold: PlannedFold, step: number, steps: number) => void;
  readonly onFold: (fold: EvaluatedFold) => void;
}

/** Every fold once. Where one fails, those that run are saved before its error is thrown. */
export async function runHere(
  { call }: EvaluationPlan,
  folds: readonly PlannedFold[],
  { jobs, startProcess, signal, onStep, onFold }: FoldsRun,
): Promise<void> {
  const left = [...folds];
  const processes: FoldProcess[] = [];
  const stopAll = (): void => processes.forEach((process) => process.stop());
  signal.addEventListener('abort', stopAll);
  const work = async (): Promise<void> => {
    const process = new FoldProcess(call, startProcess);
    processes.push(process);
    for (let fold = left.shift(); fold !== undefined && !signal.aborted; fold = left.shift()) {
      const own = fold;
      const { id, split } = own;
      const done = await process.run({ id, held: split.held }, (step, steps) => onStep(own, step, steps));
      if (done === null) return;
      onFold(done);
    }
    process.stop();
  };
  const all = Array.from({ length: Math.min(jobs, folds.length) }, async () => {
    try {
      await work();
    } catch (error) {
      left.length = 0;
      stopAll();
      throw error;
    }
  });
  const ends = await Promise.allSettled(all);
  signal.removeEventListener('abort', stopAll);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
