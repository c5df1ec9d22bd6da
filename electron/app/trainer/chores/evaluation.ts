/** A network under a protocol, fold by fold; each fold has a process of its own again. */
import { evaluate, type EvaluationCall } from '../../../trainer/evaluation/index.ts';
import type { ChoreSurroundings } from './surroundings.ts';

/** Whether the table is made; false where it was told to stop, and folds are still missing. */
export async function evaluation(
  { call, jobs }: { readonly call: EvaluationCall; readonly jobs: number },
  { signal, tell, startProcess }: ChoreSurroundings,
): Promise<boolean> {
  const result = await evaluate(call, { jobs, part: null, signal, tell, startProcess });
  return result !== null;
}
