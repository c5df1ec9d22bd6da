/** What the folds of an evaluation said of single clips, and where those can be looked at. */
import { openClipStore } from '../../../models/data/clips/index.ts';
import { sampleId } from '../../../models/evaluate/protocols/index.ts';
import type { Log } from '../problem.ts';
import type { EvaluatedData } from './evaluation-call.ts';
import { readEvaluation } from './evaluation-folds.ts';
import type { ScoredClips } from './scores.ts';

/** Null before the first fold is done. A clip that lies nowhere any more has its name for a folder. */
export function evaluatedClips(folder: string, data: readonly EvaluatedData[], log: Log): ScoredClips | null {
  const evaluation = readEvaluation(folder, log);
  if (evaluation === null) return null;
  const places = placesOf(data);
  return {
    classes: evaluation.classes,
    clips: evaluation.folds.flatMap(({ predictions }) =>
      predictions.map(({ sample, ...said }) => ({
        ...(places.get(sample) ?? { folder: sample, index: 0 }),
        ...said,
      })),
    ),
  };
}

/** By the names that folds have for clips. */
function placesOf(
  data: readonly EvaluatedData[],
): ReadonlyMap<string, { readonly folder: string; readonly index: number }> {
  const places = new Map<string, { readonly folder: string; readonly index: number }>();
  for (const { name: set, clips } of data)
    for (const folder of clips) {
      using store = openClipStore(folder);
      for (const [index, { subject, name = String(index) }] of store.clips.entries())
        places.set(sampleId({ set, subject, name }), { folder, index });
    }
  return places;
}
