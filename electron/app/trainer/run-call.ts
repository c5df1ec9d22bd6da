import type { RunOrder } from '../../../contract/channels/trainer-runs.ts';
import type { TrainingCall } from '../../../contract/training.ts';

/** Where an order's ids lie on this machine. */
export interface Places {
  /** Throws `data-unknown` and `data-unready`. */
  readonly clipsPathOf: (data: string) => string;
  /** Throws `run-unknown`. */
  readonly runFolderOf: (run: string) => string;
}

/** An order as the trainer process takes it. */
export function callOf(
  order: Extract<RunOrder, { readonly kind: 'training' }>,
  folder: string,
  threads: number,
  places: Places,
): TrainingCall {
  const { network, preset, changes, epochs, batch, learningRate, schedule, seed, isBalanced, patience } =
    order;
  return {
    ...{ network, preset, changes, epochs, batch, learningRate, schedule, seed, isBalanced, patience },
    data: order.data.map(places.clipsPathOf),
    validation: order.validation.map(places.clipsPathOf),
    folder,
    isResumed: false,
    from: order.from === null ? null : places.runFolderOf(order.from),
    threads,
  };
}
