/** What a generator is compared with: doing nothing, and the pictures that it was to learn from. */
import type { Picture } from '../../../models/evaluate/synthesis/index.ts';
import type { Control, FaceMaker } from './face-maker.ts';
import type { HeldPair } from './held-pairs.ts';

/** The face at rest, whatever is asked for. */
export const copying = (controls: readonly Control[]): FaceMaker => ({
  name: 'copy of the rest',
  controls,
  make: (rest) => Promise.resolve(rest),
  [Symbol.asyncDispose]: () => Promise.resolve(),
});

/**
 * Apexes of the same person and class out of the held-out clips: of made clips they are the renderer's, of filmed ones
 * recordings. Where a person has none of a class, the face stays at rest.
 */
export const storedApexes = (
  name: string,
  controls: readonly Control[],
  pairs: readonly HeldPair[],
): FaceMaker => ({
  name,
  controls,
  make(rest, subject, { emotion, aus, intensity }) {
    const own = pairs.filter((pair) => pair.subject === subject && pair.emotion === emotion);
    // Of several the one that shows the most of what is asked for.
    const shown = (pair: HeldPair): number => pair.aus.filter((au) => aus.includes(au)).length;
    const pair = own.toSorted((a, b) => shown(b) - shown(a))[0];
    if (pair === undefined) return Promise.resolve(rest);
    const levels = rest.levels.map(
      (level, at) => level + intensity * (pair.apex.levels[at]! - pair.rest.levels[at]!),
    );
    return Promise.resolve<Picture>({ ...rest, levels });
  },
  [Symbol.asyncDispose]: () => Promise.resolve(),
});
