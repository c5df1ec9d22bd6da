/** What the processes of runs are called with: orders with their ids made into places on this machine. */
import type { Run, RunOrder } from '../../../contract/channels/trainer-runs.ts';
import { OnsetError } from '../../../contract/errors.ts';
import type { TrainingCall } from '../../../contract/training.ts';
import type { EvaluationCall } from '../../trainer/evaluation/index.ts';
import {
  type EvaluatedData,
  evaluatedData,
  evaluationCallOf,
  type EvaluationOrder,
  type EvaluationPlaces,
} from './evaluation-call.ts';
import type { TrainerFolders } from './folders.ts';
import { callOf } from './run-call.ts';
import { newRun } from './run-store.ts';

export interface RunCallsOptions {
  readonly folders: TrainerFolders;
  readonly data: Pick<EvaluationPlaces, 'find' | 'clipsPathOf'>;
  /** Throws `run-unknown`. */
  readonly find: (run: string) => Run;
  /** Of a run that would begin now. */
  readonly threads: () => number;
}

export class RunCalls {
  readonly #options: RunCallsOptions;

  constructor(options: RunCallsOptions) {
    this.#options = options;
  }

  /** Throws `run-busy` for an evaluation, `data-unknown`, `data-unready`, `evaluation-generated`, `run-unknown`. */
  training({ id, name, state, order }: Run): TrainingCall {
    if (order.kind === 'evaluation')
      throw new OnsetError('run-busy', { run: name, state, command: 'be opened as a training' });
    const { data, folders, find, threads } = this.#options;
    this.#refuseGenerated(order.validation);
    return callOf(order, folders.run(id), threads(), {
      clipsPathOf: (one) => data.clipsPathOf(one),
      runFolderOf: (run) => folders.run(find(run).id),
    });
  }

  /** Throws `data-unknown`, `data-unready` and `evaluation-generated`. */
  evaluation(id: string, order: EvaluationOrder): EvaluationCall {
    this.#refuseGenerated(order.data);
    // Folds side by side in place of threads: numbers are the same then, however many processors there are.
    return evaluationCallOf(order, this.#options.folders.run(id), 1, this.#places);
  }

  /** Throws `data-unknown` and `data-unready`. */
  evaluatedData(order: EvaluationOrder): readonly EvaluatedData[] {
    return evaluatedData(order, this.#places);
  }

  /** For an order that is only to be measured; of an evaluation, for a training like those of its folds. */
  trial(order: RunOrder): TrainingCall {
    return this.training(newRun(order.kind === 'training' ? order : trainingLike(order)));
  }

  /** Clips of a generator alone say nothing of how good a network is. */
  #refuseGenerated(ids: readonly string[]): void {
    const data = ids.map((id) => this.#options.data.find(id));
    if (data.length > 0 && data.every(({ content }) => content?.isGenerated === true))
      throw new OnsetError('evaluation-generated', { data: data.map(({ name }) => name).join(', ') });
  }

  get #places(): EvaluationPlaces {
    const { data, folders } = this.#options;
    return { ...data, cache: folders.prepared };
  }
}

/** Folds are trained by the network's usual schedule on all people but some. */
function trainingLike(order: EvaluationOrder): Extract<RunOrder, { readonly kind: 'training' }> {
  const { name, network, preset, data, epochs, batch, learningRate, seed, changes } = order;
  return {
    ...{ kind: 'training', name, network, preset, data, epochs, batch, learningRate, seed, changes },
    ...{ validation: [], from: null, schedule: 'cosine', isBalanced: true, patience: 0 },
  };
}
