/** All folds together, with what a reader has to know of how they came about. */
import type { EvaluatedFold, EvaluationResult } from '../../../contract/evaluation.ts';
import { departuresOf } from './departures.ts';
import type { EvaluationPlan } from './plan.ts';

export function resultOf(plan: EvaluationPlan, folds: readonly EvaluatedFold[]): EvaluationResult {
  const { call, learnt, classes, sets, settings } = plan;
  return {
    network: call.network,
    preset: learnt?.preset ?? 'classic',
    options: settings,
    protocol: call.protocol,
    scheme: call.scheme,
    classes,
    aus: learnt === null || learnt.options.aus.length === 0 ? [] : namedUnits(plan),
    sets,
    seed: call.seed,
    isSubjectDependent: call.protocol === 'lovo',
    procedure: call.procedure,
    apexes: apexesOf(plan),
    departures: departuresOf(plan),
    folds,
    foldCount: plan.folds.length,
  };
}

/** As `foldJob` settles it: the coding sheets' units, or the network's own where nobody coded any. */
const namedUnits = ({ aus, learnt }: EvaluationPlan): readonly number[] =>
  aus.length === 0 ? learnt!.options.aus : aus;

function apexesOf({ clips }: EvaluationPlan): EvaluationResult['apexes'] {
  const counts = { coded: 0, midpoint: 0, estimated: 0 };
  // Drawn windows are laid round an apex that is known.
  for (const { store, index } of clips) counts[store.clips[index]!.apexSource ?? 'coded']++;
  return counts;
}
