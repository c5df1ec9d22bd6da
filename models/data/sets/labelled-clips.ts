/** Rows of a label file and folders of pictures brought together: what CASME II, SAMM and SMIC have in common. */
import { join } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import { clipPictures } from './clip-pictures.ts';
import { type CodedFrames, cutClip, framesIn } from './cut-clip.ts';
import { isVideo, type Listing, stem } from './folder-listing.ts';
import type { CodedAu, Discrepancy, PictureFiles, SetName, SetSample, VideoFile } from './sample.ts';
import { SET_TITLES } from './titles.ts';

/** One row, read. */
export interface LabelledClip {
  readonly subject: number;
  readonly name: string;
  readonly frames: CodedFrames;
  readonly aus: readonly CodedAu[] | null;
  readonly emotion: string;
  readonly objective: number | null;
}

/** Where a clip's pictures lie: a folder of them, or a video. */
export interface ClipPlace {
  readonly name: string;
  readonly path: string;
  readonly kind: 'pictures' | 'video';
}

/** By subject, then by the clip's name in lower case. */
export type ClipPlaces = ReadonlyMap<number, ReadonlyMap<string, ClipPlace>>;

export interface Gathering {
  readonly set: SetName;
  readonly folder: string;
  readonly labels: string;
  readonly fps: number;
  readonly clips: readonly LabelledClip[];
  readonly places: ClipPlaces;
  /** Set's name in a subject's key: SMIC's cameras saw the same people. */
  readonly people: string;
  /** Where a clip is looked for, as it is told to people. */
  readonly expected: (clip: LabelledClip) => string;
}

export interface Gathered {
  readonly samples: SetSample[];
  readonly discrepancies: Discrepancy[];
}

/** A sample for each row whose pictures are there; everything else is a discrepancy. Refuses where no row has any. */
export function gatherClips(gathering: Gathering): Gathered {
  const { set, folder, labels, fps, places, people, expected } = gathering;
  const discrepancies: Discrepancy[] = [];
  const samples: SetSample[] = [];
  const labelled = new Set<string>();
  let refused = '';
  for (const clip of namedApart(gathering, discrepancies)) {
    const { subject, name, aus, emotion, objective, frames } = clip;
    const about = `${people}/${subject} ${name}`;
    const place = places.get(subject)?.get(clip.fileName.toLowerCase());
    if (!place) {
      discrepancies.push({ kind: 'missing', about, what: `no pictures at ${expected(clip)}` });
      continue;
    }
    labelled.add(place.path);
    const pictures = picturesAt(place, about, discrepancies);
    const cut = cutClip(about, framesIn(pictures, frames), pictures);
    if ('refusal' in cut) {
      discrepancies.push(cut.refusal);
      refused ||= `${expected(clip)}, but ${cut.refusal.what}`;
      continue;
    }
    discrepancies.push(...cut.discrepancies);
    const { onset, apex, offset } = cut;
    samples.push({
      set,
      subject: `${people}/${subject}`,
      name,
      fps,
      pictures,
      onset,
      apex,
      offset,
      aus,
      emotion,
      objective,
    });
  }
  if (gathering.clips.length === 0)
    throw new OnsetError('set-labels-unreadable', {
      path: labels,
      set: SET_TITLES[set],
      reason: 'no row below its titles names a clip',
    });
  if (samples.length === 0)
    throw new OnsetError('set-empty', {
      path: labels,
      clips: gathering.clips.length,
      set: SET_TITLES[set],
      folder,
      first: refused || expected(gathering.clips[0]!),
    });
  return { samples, discrepancies: [...discrepancies, ...unlabelled(places, labelled, people)] };
}

/** The clips in a subject's folder: folders, and videos, which lie in it as files. */
export function clipsIn({ folder, folders, files }: Listing): ClipPlace[] {
  return [
    ...folders.map((name): ClipPlace => ({ name, path: join(folder, name), kind: 'pictures' })),
    ...files
      .filter(isVideo)
      .map((file): ClipPlace => ({ name: stem(file), path: join(folder, file), kind: 'video' })),
  ];
}

export function picturesAt(
  place: ClipPlace,
  about: string,
  discrepancies: Discrepancy[],
): PictureFiles | VideoFile {
  if (place.kind === 'video') return { kind: 'video', path: place.path };
  return clipPictures(place.path, about, discrepancies);
}

/** Names unique within a subject: a row that stands twice is left out, one with other frames gets its onset as well. */
function* namedApart(
  { clips, people }: Gathering,
  discrepancies: Discrepancy[],
): Generator<LabelledClip & { readonly fileName: string }> {
  const seen = new Map<string, LabelledClip[]>();
  for (const clip of clips) {
    const key = `${clip.subject}/${clip.name.toLowerCase()}`;
    const earlier = seen.get(key) ?? [];
    seen.set(key, [...earlier, clip]);
    const about = `${people}/${clip.subject} ${clip.name}`;
    if (earlier.length === 0) yield { ...clip, fileName: clip.name };
    else if (earlier.some(({ frames }) => String(frames.onset) === String(clip.frames.onset)))
      discrepancies.push({ kind: 'left-out', about, what: 'its row stands twice: the first is read' });
    else {
      const name = `${clip.name} from ${String(clip.frames.onset)}`;
      discrepancies.push({ kind: 'repaired', about, what: `has a second row, read as "${name}"` });
      yield { ...clip, name, fileName: clip.name };
    }
  }
}

function unlabelled(places: ClipPlaces, labelled: ReadonlySet<string>, people: string): Discrepancy[] {
  return [...places].flatMap(([subject, clips]) => {
    const without = [...clips.values()].filter(({ path }) => !labelled.has(path));
    if (without.length === 0) return [];
    if (without.length === clips.size)
      return [
        {
          kind: 'unlabelled' as const,
          about: `${people}/${subject}`,
          what: `a subject without a label for any of its clips (${clips.size}): not read`,
        },
      ];
    return without.map(({ name, path }) => ({
      kind: 'unlabelled' as const,
      about: `${people}/${subject} ${name}`,
      what: `${path} has no row in the labels: not read`,
    }));
  });
}
