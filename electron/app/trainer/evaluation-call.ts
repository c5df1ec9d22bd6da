import type { RunOrder } from '../../../contract/channels/trainer-runs.ts';
import type { TrainerData } from '../../../contract/channels/trainer-data.ts';
import type { EvaluationCall, EvaluationData } from '../../trainer/evaluation/index.ts';
import { partsOf } from './clip-parts.ts';

export interface EvaluationPlaces {
  /** Throws `data-unknown`. */
  readonly find: (data: string) => TrainerData;
  /** Throws `data-unknown` and `data-unready`. */
  readonly clipsPathOf: (data: string) => string;
  /** Where sets lie once they are prepared. */
  readonly cache: string;
}

/** Of people that a holdout holds out. */
const HELD_SHARE = 0.2;

/** An order as EvaluationCall has it. Sets are read from where they lie; clips that were drawn come as windows. */
export function evaluationCallOf(
  order: Extract<RunOrder, { readonly kind: 'evaluation' }>,
  folder: string,
  threads: number,
  places: EvaluationPlaces,
): EvaluationCall {
  const { network, preset, changes, protocol, scheme, epochs, batch, learningRate, seed } = order;
  return {
    ...{ network, preset, changes, protocol, scheme, epochs, batch, learningRate, seed, threads, folder },
    data: order.data.map((id) => dataOf(id, order.data.length, places)),
    cache: places.cache,
    tested: [],
    heldShare: HELD_SHARE,
    isBalanced: true,
    innerShare: 0,
    procedure: 'honest',
    from: null,
    macro: null,
  };
}

function dataOf(id: string, count: number, { find, clipsPathOf }: EvaluationPlaces): EvaluationData {
  const { kind, set, path } = find(id);
  const clipsPath = clipsPathOf(id);
  if (kind === 'set' && set !== null) return { name: set, folder: path };
  // Of data in parts the largest: a protocol divides people by itself.
  const [first] = partsOf(clipsPath);
  return { name: count === 1 ? 'windows' : `windows-${id}`, folder: first?.folder ?? clipsPath };
}
