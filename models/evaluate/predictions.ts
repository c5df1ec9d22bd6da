/** What a network said of samples that it had not learnt from, as counts: of each person, and of all together. */
import type { Confusion } from '../../contract/training.ts';
import { countConfusion } from '../train/metrics.ts';

export interface Prediction {
  /** Unique over all data: with the data set's name in front where there are several. */
  readonly subject: string;
  /** Indices into the list of classes. */
  readonly known: number;
  readonly said: number;
}

/** Each person's counts, in the order in which they first come. */
export function confusionBySubject(
  predictions: readonly Prediction[],
  classes: readonly string[],
): ReadonlyMap<string, Confusion> {
  return new Map(
    [...Map.groupBy(predictions, ({ subject }) => subject)].map(([subject, own]) => [
      subject,
      countConfusion(
        own.map(({ known }) => known),
        own.map(({ said }) => said),
        classes,
      ),
    ]),
  );
}

/** The sum: what tables are scored from, never the mean of scores (MEGC; Forman and Scholz 2010). */
export function pooledConfusion(parts: Iterable<Confusion>, classes: readonly string[]): Confusion {
  const counts = classes.map(() => classes.map(() => 0));
  for (const part of parts)
    for (const [row, values] of part.counts.entries())
      for (const [column, count] of values.entries()) counts[row]![column]! += count;
  return { classes, counts };
}
