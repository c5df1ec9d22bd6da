/** Folds of one evaluation, one after another, in the process that calls. */
import type { EvaluatedFold } from '../../../contract/evaluation.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { TrainingControl } from '../../../models/train/index.ts';
import type { EvaluationCall } from './call.ts';
import { Descriptors, runLbpTopFold } from './lbp-top-fold.ts';
import { type EvaluationPlan, planEvaluation } from './plan.ts';
import { runFold } from './run-fold.ts';

export class FoldRunner implements Disposable {
  readonly #opening = new DisposableStack();
  readonly #control = new TrainingControl();
  readonly #call: EvaluationCall;
  readonly #descriptors = new Descriptors();
  #plan: Promise<EvaluationPlan | null> | null = null;

  constructor(call: EvaluationCall) {
    this.#call = call;
  }

  /** Null where it was told to stop. Throws what planning and training throw. */
  async run(id: string, onStep: (step: number, steps: number) => void): Promise<EvaluatedFold | null> {
    const stopped = AbortSignal.abort();
    this.#plan ??= planEvaluation(this.#call, {
      opening: this.#opening,
      // Whoever hands out folds has prepared everything: what is not there would be prepared by each process anew.
      signal: this.#control.ending === null ? new AbortController().signal : stopped,
      jobs: 1,
      startProcess: null,
      tell: () => undefined,
    });
    const plan = await this.#plan;
    const fold = plan?.folds.find((planned) => planned.id === id);
    if (plan === null || this.#control.ending !== null) return null;
    if (fold === undefined)
      throw new OnsetError('evaluation-unlike', {
        folders: this.#call.data.map(({ folder }) => folder).join(', '),
      });
    if (plan.learnt === null) return runLbpTopFold(plan, fold, this.#descriptors);
    return await runFold(plan, plan.learnt, fold, { control: this.#control, onStep });
  }

  /** The fold that runs is saved and ends. */
  stop(): void {
    this.#control.tell('stop');
  }

  [Symbol.dispose](): void {
    this.#opening.dispose();
  }
}
