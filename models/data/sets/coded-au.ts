/** What the dialects of AU strings have in common: each has a file of its own. */
import type { CodedAu } from './sample.ts';

/** What a cell of action units says. */
export interface ReadAus {
  /** Null where nobody knows them. */
  readonly aus: readonly CodedAu[] | null;
  /** Parts that are no action units, as they are written. */
  readonly unread: readonly string[];
}

export const codedAu = (au: number, more: Partial<Omit<CodedAu, 'au'>> = {}): CodedAu => ({
  au,
  side: 'both',
  intensity: null,
  isReference: false,
  isAmbiguous: false,
  ...more,
});

/** L and R before a number; both sides where nothing is said. */
export const sideOf = (letter: string | undefined): CodedAu['side'] =>
  (({ L: 'left', R: 'right', A: 'asymmetric', 'A/L': 'asymmetric', T: 'top', B: 'bottom' }) as const)[
    (letter ?? '').toUpperCase()
  ] ?? 'both';

/** Numbers without sides, ascending, each once: for counting and for training. */
export const auNumbers = (aus: readonly CodedAu[]): number[] =>
  [...new Set(aus.map(({ au }) => au))].sort((x, y) => x - y);
