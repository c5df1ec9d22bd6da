import type { RunOrder } from '../../../contract/channels/trainer-runs.ts';
import type { TrainerData } from '../../../contract/channels/trainer-data.ts';
import type { EvaluationCall, EvaluationData } from '../../trainer/evaluation/index.ts';
import { partsOf } from './clip-parts.ts';

export type EvaluationOrder = Extract<RunOrder, { readonly kind: 'evaluation' }>;

export interface EvaluationPlaces {
  /** Throws `data-unknown`. */
  readonly find: (data: string) => TrainerData;
  /** Throws `data-unknown` and `data-unready`. */
  readonly clipsPathOf: (data: string) => string;
  /** Where sets lie once they are prepared. */
  readonly cache: string;
}

/** Data of an evaluation, and the stores in which its clips can be looked at. */
export interface EvaluatedData extends EvaluationData {
  readonly clips: readonly string[];
}

/** Of people that a holdout holds out. */
const HELD_SHARE = 0.2;

/** An order as EvaluationCall has it. Sets are read from where they lie; clips that were drawn come as windows. */
export function evaluationCallOf(
  order: EvaluationOrder,
  folder: string,
  threads: number,
  places: EvaluationPlaces,
): EvaluationCall {
  const { network, preset, changes, protocol, scheme, epochs, batch, learningRate, seed } = order;
  return {
    ...{ network, preset, changes, protocol, scheme, epochs, batch, learningRate, seed, threads, folder },
    data: evaluatedData(order, places).map(({ name, folder: path }) => ({ name, folder: path })),
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

export const evaluatedData = (order: EvaluationOrder, places: EvaluationPlaces): readonly EvaluatedData[] =>
  order.data.flatMap((id) => dataOf(id, order, places));

function dataOf(id: string, order: EvaluationOrder, places: EvaluationPlaces): EvaluatedData[] {
  const { kind, set, path } = places.find(id);
  const clipsPath = places.clipsPathOf(id);
  const parts = partsOf(clipsPath);
  if (kind === 'set' && set !== null)
    return [{ name: set, folder: path, clips: parts.map(({ folder }) => folder) }];
  const name = order.data.length === 1 ? 'windows' : `windows-${id}`;
  const used = dividesPeople(order) ? parts : parts.slice(0, 1);
  // Parts are of one set: nobody is in two of them, and what divides people by itself wants one.
  return used.map(({ folder }) => ({ name, folder, clips: [folder] }));
}

/**
 * Whether all parts of data take part: the protocol divides people by itself. Where whole sets are held against each
 * other a part must not pass for a set; then the first, largest one stands for the data.
 */
export const dividesPeople = ({ protocol }: EvaluationOrder): boolean =>
  protocol !== 'cross' && protocol !== 'cde';
