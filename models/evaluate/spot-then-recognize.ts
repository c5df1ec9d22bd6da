/**
 * Spotted first, then recognized (MEGC 2022 to 2025): F1 of spotting times F1 of recognition, the latter over what was
 * spotted rightly and of mean precision and mean recall over its classes.
 */

/** Of one expression that was spotted rightly. */
export interface SpottedEmotion {
  readonly known: string;
  /** Null where no class was said: a miss of the known one. */
  readonly said: string | null;
}

export interface RecognizedSpotted {
  readonly samples: number;
  readonly precision: number;
  readonly recall: number;
  /** 2·P·R / (P + R) of the two means; 0 where both are 0. */
  readonly f1: number;
}

/** Over the classes that are known or said among the samples; null where there is no sample. */
export function recognizeSpotted(samples: readonly SpottedEmotion[]): RecognizedSpotted | null {
  if (samples.length === 0) return null;
  const classes = new Set(samples.flatMap(({ known, said }) => (said === null ? [known] : [known, said])));
  const mean = (of: (name: string) => number): number =>
    [...classes].reduce((sum, name) => sum + of(name), 0) / classes.size;
  const right = (name: string): number =>
    samples.filter(({ known, said }) => known === name && said === name).length;
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  const precision = mean((name) => share(right(name), samples.filter(({ said }) => said === name).length));
  const recall = mean((name) => share(right(name), samples.filter(({ known }) => known === name).length));
  return {
    samples: samples.length,
    precision,
    recall,
    f1: share(2 * precision * recall, precision + recall),
  };
}
