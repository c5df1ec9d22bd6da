/** Copies of a set's clips that lie side by side in a folder (raw, selected, cropped): one is read, in all its parts. */
import { basename, join } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import { below, isPicture, listFolder, type Listing } from './folder-listing.ts';
import { type ClipPlace, type ClipPlaces, clipsIn, type LabelledClip } from './labelled-clips.ts';
import { subjectNumber } from './label-words.ts';
import type { Discrepancy, SetName } from './sample.ts';
import { SET_TITLES } from './titles.ts';

export interface Variant {
  /** The folders of subjects that are read: one, or several that share no clip. */
  readonly folders: readonly string[];
  readonly places: ClipPlaces;
  readonly discrepancies: readonly Discrepancy[];
}

export interface VariantChoice {
  readonly set: SetName;
  readonly folder: string;
  /** Whether a name is one of a subject's folder. */
  readonly isSubject: (name: string) => boolean;
  /** How subjects' folders are called, for the error. */
  readonly subjects: string;
  readonly chosen: string | undefined;
  /** What the labels name: folders without any of these clips are no copy. */
  readonly labelled: readonly Pick<LabelledClip, 'subject' | 'name'>[];
}

/** Whole frames before cut ones before cropped ones before videos: alignment wants the whole head. */
export function chooseVariant(listings: readonly Listing[], choice: VariantChoice): Variant {
  const { set, folder, isSubject, subjects, chosen } = choice;
  const all = listings
    .filter(({ folders }) => folders.some(isSubject))
    .filter((listing) => chosen === undefined || below(folder, listing.folder).includes(chosen))
    .map((listing) => openCopy(folder, listing, choice));
  const copies = all.filter(({ found }) => found.size > 0).sort((x, y) => x.rank - y.rank);
  const best = copies[0] ?? all[0];
  if (!best)
    throw new OnsetError('set-foreign', {
      folder,
      set: SET_TITLES[set],
      reason:
        chosen === undefined
          ? `it has labels, but no folder with subjects (${subjects}) up to five levels down`
          : `no folder with "${chosen}" in its path holds subjects (${subjects})`,
    });
  // A release that was unpacked in parts lies in several folders.
  const read = [best];
  for (const copy of copies)
    if (copy.rank === best.rank && read.every((each) => sharesNothing(each, copy))) read.push(copy);
  return {
    folders: read.map(({ listing }) => listing.folder),
    places: mergePlaces(read.map(({ places }) => places)),
    discrepancies: [
      ...read.flatMap(({ doubles }) => doubles),
      ...all.filter((copy) => !read.includes(copy)).map((copy) => leaveOut(folder, copy, best)),
    ],
  };
}

/** From the top folder over the variant's own and its doubles to the subjects: two levels more than releases have. */
export const VARIANT_DEPTH = 5;

/** What a result says it was read from. */
export const describeVariant = ({ folders }: Variant): string =>
  `pictures of ${folders.map((path) => basename(path)).join(' and ')}`;

const sharesNothing = (one: Copy, other: Copy): boolean =>
  [...one.found].every((key) => !other.found.has(key));

/** A folder of subjects, with what of the labels is in it. */
interface Copy {
  readonly listing: Listing;
  readonly places: ClipPlaces;
  /** `subject/clip` of those that the labels name. */
  readonly found: ReadonlySet<string>;
  readonly rank: number;
  readonly doubles: readonly Discrepancy[];
}

function openCopy(folder: string, listing: Listing, { isSubject, labelled }: VariantChoice): Copy {
  const places = new Map<number, Map<string, ClipPlace>>();
  const doubles: Discrepancy[] = [];
  for (const name of listing.folders.filter(isSubject)) {
    const subject = subjectNumber(name)!;
    const clips = places.get(subject) ?? new Map<string, ClipPlace>();
    places.set(subject, clips);
    for (const clip of clipsIn(listFolder(join(listing.folder, name)))) {
      const key = clip.name.toLowerCase();
      const earlier = clips.get(key);
      if (earlier === undefined) clips.set(key, clip);
      else
        doubles.push({
          kind: 'left-out',
          about: below(folder, clip.path),
          what: `another copy of a clip: ${below(folder, earlier.path)} is read`,
        });
    }
  }
  const found = new Map(
    labelled.flatMap(({ subject, name }): [string, ClipPlace][] => {
      const key = name.toLowerCase();
      const place = places.get(subject)?.get(key);
      return place === undefined ? [] : [[`${subject}/${key}`, place]];
    }),
  );
  const [first] = [...found.values(), ...[...places.values()].flatMap((clips) => [...clips.values()])];
  return { listing, places, found: new Set(found.keys()), rank: rankOf(folder, first), doubles };
}

function rankOf(folder: string, clip: ClipPlace | undefined): number {
  if (clip === undefined || clip.kind === 'video') return 3;
  const path = below(folder, clip.path);
  const picture = listFolder(clip.path).files.find(isPicture) ?? '';
  if (/^reg_/i.test(picture) || /crop/i.test(path)) return 2;
  return /select/i.test(path) ? 1 : 0;
}

function mergePlaces(parts: readonly ClipPlaces[]): ClipPlaces {
  const all = new Map<number, ReadonlyMap<string, ClipPlace>>();
  // The first that has a clip counts.
  for (const part of parts.toReversed())
    for (const [subject, clips] of part) all.set(subject, new Map([...(all.get(subject) ?? []), ...clips]));
  return all;
}

function leaveOut(folder: string, { listing, found }: Copy, best: Copy): Discrepancy {
  const read = below(folder, best.listing.folder);
  return {
    kind: 'left-out',
    about: below(folder, listing.folder),
    what:
      found.size === 0
        ? `has folders like subjects, but none of the labelled clips: ${read} is read`
        : `another copy of the clips (${found.size} of those labelled): ${read} (${best.found.size}) is read`,
  };
}
