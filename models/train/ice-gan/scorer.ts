/** How expressions of held-out people are named: real pictures only, and apart from that, with generated ones. */
import type { Scorer } from '../job.ts';
import { argmaxRows, countConfusion, scoreConfusion } from '../metrics.ts';
import { recognitionScorer } from '../recognition/index.ts';
import { ASKED, GENERATED_LOGITS } from './apex-dataset.ts';

/**
 * The scores are those of recognizers, over real pictures. `generated-in-test.*` are over as many generated pictures as
 * real ones, known as what they were asked to show: what the authors' training log holds, and no measure of
 * recognition.
 */
export function iceGanScorer(emotions: readonly string[]): Scorer {
  const real = recognitionScorer([], emotions);
  const [known, said]: [number[], number[]] = [[], []];
  const count = emotions.length;
  return {
    add(outputs, batch, rows) {
      real.add(outputs, batch, rows);
      const [logits, asked] = [outputs[GENERATED_LOGITS], batch[ASKED]];
      if (!(logits instanceof Float32Array) || !(asked instanceof Float32Array)) return;
      known.push(...argmaxRows(asked, count).subarray(0, rows));
      said.push(...argmaxRows(logits, count).subarray(0, rows));
    },
    result() {
      const scores = real.result();
      if (known.length === 0 || scores.confusion === null) return scores;
      const generated = countConfusion(known, said, emotions);
      const counts = scores.confusion.counts.map((row, at) =>
        row.map((value, column) => value + generated.counts[at]![column]!),
      );
      const both = scoreConfusion({ classes: emotions, counts });
      const named = Object.entries(both).map(
        ([name, value]) => [`generated-in-test.${name}`, value] as const,
      );
      return { ...scores, metrics: { ...scores.metrics, ...Object.fromEntries(named) } };
    },
  };
}
