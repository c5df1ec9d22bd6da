/** Which clips are learnt from and which are scored: stores that go together, people kept apart. */
import { OnsetError } from '../../../contract/errors.ts';
import { type ClipEntry, type ClipIndex, type ClipStore, divisionOf } from '../../data/clips/index.ts';
import type { ClipChoice } from './clip-dataset.ts';

/** Some clips of a store. */
export interface ClipsOf extends ClipChoice {
  readonly store: ClipStore;
}

/**
 * A person's clips are all on one side. Where no validation stores are given, a tenth of the people are held out, at
 * the least one of them, and those that tests are made with (`divisionOf`) are seen by neither. A generated clip is as
 * much of the person whose movement it repeats: it is learnt from where both may be, and never scored beside clips that
 * no generator made. Throws `clips-too-few`.
 */
export function splitPeople(
  stores: readonly ClipStore[],
  validationStores: readonly ClipStore[],
): { readonly training: readonly ClipsOf[]; readonly validation: readonly ClipsOf[] } {
  const given = validationStores.length > 0;
  const parts = (from: readonly ClipStore[], isIn: (clip: ClipEntry) => boolean): ClipsOf[] =>
    from.map((store) => ({
      store,
      indices: [...store.clips.keys()].filter((index) => isIn(store.clips[index]!)),
    }));
  const scored = (from: readonly ClipStore[], isIn: (clip: ClipEntry) => boolean): ClipsOf[] => {
    const real = parts(from, (clip) => !isGenerated(clip) && isIn(clip));
    return real.some(({ indices }) => indices.length > 0) ? real : parts(from, isIn);
  };
  const people = new Set(peopleOf(validationStores));
  const division = divisionOf(peopleOf(stores));
  // Who is in no clip of their own here, but only in another's movement, is nobody's to hold out.
  const mayBeLearnt = (subject: string): boolean =>
    given ? !people.has(subject) : (division.get(subject) ?? 'train') === 'train';
  const training = parts(
    stores,
    ({ subject, conditionSubject = subject }) => mayBeLearnt(subject) && mayBeLearnt(conditionSubject),
  );
  const validation = given
    ? scored(validationStores, () => true)
    : scored(stores, ({ subject }) => division.get(subject) === 'validation');
  for (const [use, found] of [
    ['training', training],
    ['validation', validation],
  ] as const)
    if (found.every(({ indices }) => indices.length === 0))
      throw new OnsetError('clips-too-few', { use, folders: foldersOf(stores) });
  return { training, validation };
}

/** Of people who are not scored; a clip's class is that of the same name, or none. */
export function macroParts(
  stores: readonly ClipStore[],
  scored: readonly ClipsOf[],
  classes: readonly string[],
): readonly ClipsOf[] {
  const people = new Set(
    scored.flatMap(({ store, indices }) => indices.map((index) => store.clips[index]!.subject)),
  );
  return stores.map((store) => {
    const indices = [...store.clips.keys()].filter((index) => {
      const { subject, conditionSubject = subject } = store.clips[index]!;
      return !people.has(subject) && !people.has(conditionSubject);
    });
    const labels = indices.map((index) => classes.indexOf(store.emotions[store.clips[index]!.emotion]!));
    return { store, indices, labels, isMacro: true };
  });
}

/** Made by a generator: only of such clips it is told whose movement they repeat. */
const isGenerated = ({ conditionSubject }: ClipEntry): boolean => conditionSubject !== undefined;

const peopleOf = (stores: readonly ClipStore[]): string[] =>
  stores.flatMap(({ clips }) => clips.map(({ subject }) => subject));

const foldersOf = (stores: readonly ClipStore[]): string => stores.map(({ folder }) => folder).join(', ');

/** What must be the same for clips to go into one batch, and for their labels to mean the same. */
export function refuseUnlikeStores(
  stores: readonly ClipStore[],
  keys: readonly (keyof ClipIndex)[] = ['frames', 'sizePx', 'windowS', 'recipe', 'aus', 'emotions'],
): void {
  const [first, ...others] = stores.map(({ folder, index }) => ({ folder, index }));
  if (first === undefined) return;
  for (const { folder, index } of others)
    for (const key of keys) {
      const [one, two] = [first.index, index].map((of) => JSON.stringify(of[key]));
      if (one !== two)
        throw new OnsetError('clips-unlike', {
          one: first.folder,
          two: folder,
          reason: `${key} is ${one!} and ${two!}`,
        });
    }
}

/** For the model's card: how many clips of how many people, and whether they were filmed, drawn or generated. */
export function describeParts(parts: readonly ClipsOf[], learntBefore: number | null): string {
  const clips = parts.flatMap(({ store, indices }) =>
    indices.map((index) => ({ clip: store.clips[index]!, isFilmed: !store.index.synthetic })),
  );
  const kinds = Map.groupBy(clips, ({ clip, isFilmed }) =>
    isGenerated(clip) ? 'generated' : isFilmed ? 'filmed' : 'made',
  );
  const counts = [...kinds].map(([kind, own]) => `${own.length} ${kind}`);
  const people = new Set(clips.map(({ clip }) => clip.subject)).size;
  const before = learntBefore === null ? '' : `, after ${learntBefore} in earlier runs`;
  return `${counts.join(' and ')} clips of ${people} people${before}`;
}
