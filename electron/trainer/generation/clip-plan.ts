/** Which clips are made: every person shows every class, as often as the others do. */
import type { ClipEntry, ClipStore } from '../../../models/data/clips/index.ts';
import { createRandom } from '../../../models/data/synth/random.ts';

export interface PlannedClip {
  readonly subject: string;
  /** Clip of the store whose first frame is the face. */
  readonly face: number;
  /** Clip of the store that says what is shown. */
  readonly condition: number;
  readonly seed: number;
}

export interface ClipWish {
  /** Clips of each class. */
  readonly perClass: number;
  readonly seed: number;
  /** Who may be shown, and whose movements may be repeated. */
  readonly isShown: (subject: string) => boolean;
  /** Whether a clip of the store can be repeated. */
  readonly isKnown: (clip: ClipEntry) => boolean;
}

/**
 * `perClass` clips of each class (but of those without a movement), persons in turn. What a class looks like is taken
 * from clips of it, of all persons, one after another in an order drawn from the seed.
 */
export function planClips(
  store: ClipStore,
  { perClass, seed, isShown, isKnown }: ClipWish,
): readonly PlannedClip[] {
  const usable = [...store.clips.keys()].filter((index) => {
    const { aus, subject } = store.clips[index]!;
    return aus !== null && isShown(subject);
  });
  const facesOf = Map.groupBy(usable, (index) => store.clips[index]!.subject);
  const people = [...facesOf.keys()].sort();
  const random = createRandom(seed, STREAM);
  return [...store.emotions.keys()].flatMap((emotion) => {
    const shown = usable.filter((index) => {
      const clip = store.clips[index]!;
      return clip.emotion === emotion && clip.aus!.length > 0 && isKnown(clip);
    });
    if (shown.length === 0) return [];
    const conditions = shuffled(shown, () => random.next());
    return Array.from({ length: perClass }, (_, turn): PlannedClip => {
      const subject = people[turn % people.length]!;
      return {
        subject,
        face: random.pick(facesOf.get(subject)!),
        condition: conditions[turn % conditions.length]!,
        seed: random.below(SEED_RANGE),
      };
    });
  });
}

const STREAM = 53;
const SEED_RANGE = 2 ** 32;

/** Fisher and Yates. */
function shuffled(values: readonly number[], next: () => number): number[] {
  const out = [...values];
  for (let last = out.length - 1; last > 0; last--) {
    const at = Math.floor(next() * (last + 1));
    [out[last], out[at]] = [out[at]!, out[last]!];
  }
  return out;
}
