/** How a recognizer did on held-out clips: classes as the field's tables count them, action units by F1. */
import type { Scorer } from '../job.ts';
import { argmaxRows, countConfusion, countLabels, f1OfLabel, macroF1, scoreConfusion } from '../metrics.ts';
import { AU_LABELS, EMOTION_LABELS } from './clip-dataset.ts';

/** Outputs of the evaluation program. */
export const AU_LOGITS = 'au_logits';
export const EMOTION_LOGITS = 'emotion_logits';

/** Logit of a probability of one half: above it an action unit is said to move. */
const THRESHOLD = 0;

/** `aus` is empty for a network that names none. */
export function recognitionScorer(aus: readonly number[], emotions: readonly string[]): Scorer {
  const [known, said]: [number[], number[]] = [[], []];
  const [labels, logits]: [number[], number[]] = [[], []];
  return {
    add(outputs, batch, rows) {
      const width = emotions.length;
      known.push(...argmaxRows(numbers(batch[EMOTION_LABELS]), width).subarray(0, rows));
      said.push(...argmaxRows(numbers(outputs[EMOTION_LOGITS]), width).subarray(0, rows));
      if (aus.length === 0) return;
      labels.push(...numbers(batch[AU_LABELS]).subarray(0, rows * aus.length));
      logits.push(...numbers(outputs[AU_LOGITS]).subarray(0, rows * aus.length));
    },
    result() {
      const confusion = countConfusion(known, said, emotions);
      const counts = countLabels(labels, logits, aus.length, THRESHOLD);
      const byUnit = counts.flatMap((count, at) => {
        const f1 = f1OfLabel(count);
        return f1 === null ? [] : [[`f1.au${aus[at]!}`, f1] as const];
      });
      const units = aus.length === 0 ? {} : { auF1: macroF1(counts), ...Object.fromEntries(byUnit) };
      return { metrics: { ...scoreConfusion(confusion), ...units }, confusion };
    },
  };
}

const numbers = (values: unknown): Float32Array => {
  if (!(values instanceof Float32Array))
    throw new Error('internal: a tensor that is to be scored is missing');
  return values;
};
