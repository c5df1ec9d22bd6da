import type { Discrepancy, SetPicture } from './sample.ts';

/** By number; 8 none, 9 uncertain and 10 no face are no emotions. */
export const AFFECTNET_EMOTIONS = [
  'neutral',
  'happiness',
  'sadness',
  'surprise',
  'fear',
  'disgust',
  'anger',
  'contempt',
] as const;

/** What one release gives. */
export interface AffectnetPictures {
  readonly files: readonly string[];
  readonly pictures: readonly SetPicture[];
  readonly discrepancies: readonly Discrepancy[];
}

/** Counts what is left out by reason: with hundreds of thousands of pictures, one line for each reason. */
export class LeftOut {
  readonly #reasons = new Map<string, { kind: Discrepancy['kind']; count: number; first: string }>();

  add(kind: Discrepancy['kind'], what: string, about: string): void {
    const before = this.#reasons.get(what);
    if (before) before.count++;
    else this.#reasons.set(what, { kind, count: 1, first: about });
  }

  discrepancies(file: string): Discrepancy[] {
    return [...this.#reasons].map(([what, { kind, count, first }]) => ({
      kind,
      about: file,
      what: `${count} ${count === 1 ? 'picture' : 'pictures'}: ${what} (the first is ${first})`,
    }));
  }
}
