/**
 * SMIC: `SMIC_all_raw/HS/s<k>/micro/{negative,positive,surprise}/s<k>_ne_01/image085893.bmp` (VIS, NIR and the cropped
 * copy likewise). Folders are the labels: three emotions, neither action units nor apex. A clip spans onset to offset.
 */
import { basename, dirname, join, resolve, sep } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import { clipPictures } from './clip-pictures.ts';
import { cutClip } from './cut-clip.ts';
import { below, listFolder, type Listing, surveyFolder } from './folder-listing.ts';
import { subjectNumber } from './label-words.ts';
import { compareCounts, publishedFor } from './published-counts.ts';
import type { ReadOptions } from './read-options.ts';
import type { Discrepancy, SetIndex, SetSample } from './sample.ts';
import { readSmicLong, type SmicLong } from './smic-long.ts';
import { parseSmicName, type SmicCamera, smicKey, smicSubject } from './smic-names.ts';
import { SET_TITLES } from './titles.ts';
import { VARIANT_DEPTH } from './variants.ts';

const FPS: Readonly<Record<SmicCamera, number>> = { hs: 100, vis: 25, nir: 25 };

export async function readSmic(
  camera: SmicCamera,
  folder: string,
  options: ReadOptions = {},
): Promise<SetIndex> {
  const set = `smic-${camera}` as const;
  const listings = surveyFolder(folder, VARIANT_DEPTH, ({ folders }) => folders.some(isOfficial));
  const cameras = listings.filter(
    (listing) => listing.folders.some(isSubject) && [camera, null].includes(cameraOf(listing.folder)),
  );
  const clips = chooseClips(folder, cameras, options.pictures);
  const discrepancies: Discrepancy[] = [...clips.discrepancies];
  const samples = clips.listing ? readClips(camera, clips.listing, discrepancies) : [];
  const long = await readSmicLong({ camera, folder, listings, cameras, fps: FPS[camera] });
  if (samples.length === 0 && long.longVideos.length === 0)
    throw foreign(set, folder, camera, listings, long);
  return {
    set,
    folder,
    coding: [
      ...(clips.listing ? [`folders of ${below(folder, clips.listing.folder)}`] : []),
      ...long.files,
    ].join(', '),
    samples,
    longVideos: long.longVideos,
    pictures: [],
    discrepancies: [
      ...discrepancies,
      ...(samples.length > 0 ? counts(set, samples) : []),
      ...long.discrepancies,
    ],
  };
}

const isOfficial = (name: string): boolean => /^s\d{1,2}$/i.test(name);
const isSubject = (name: string): boolean => smicSubject(name) !== null;

/** The camera of a folder: the innermost part of its path that names one. Null where none does. */
function cameraOf(folder: string): SmicCamera | null {
  const named = resolve(folder)
    .split(sep)
    .map((part) => /(?:^|[^a-z])(hs|vis|nir)(?:[^a-z]|$)/i.exec(part)?.[1]?.toLowerCase());
  return (named.findLast((name) => name !== undefined) as SmicCamera | undefined) ?? null;
}

/** Clips lie below `micro`; SMIC-E's long ones do not. Uncropped before cropped. */
function chooseClips(
  folder: string,
  cameras: readonly Listing[],
  chosen: string | undefined,
): { listing: Listing | null; discrepancies: Discrepancy[] } {
  const [listing, ...others] = cameras
    .filter((each) => microFolders(each).length > 0)
    .filter((each) => chosen === undefined || below(folder, each.folder).includes(chosen))
    .map((each) => ({ each, rank: /crop/i.test(below(folder, each.folder)) ? 1 : 0 }))
    .sort((x, y) => x.rank - y.rank)
    .map(({ each }) => each);
  if (!listing) return { listing: null, discrepancies: [] };
  return {
    listing,
    discrepancies: others.map((other) => ({
      kind: 'left-out',
      about: below(folder, other.folder),
      what: `another copy of the clips: ${below(folder, listing.folder)} is read`,
    })),
  };
}

/** `s1/micro` of each subject. */
function microFolders({ folder, folders }: Listing): { subject: number; path: string }[] {
  return folders.flatMap((name) => {
    const subject = smicSubject(name);
    if (subject === null) return [];
    const micro = listFolder(join(folder, name)).folders.find((each) => each.toLowerCase() === 'micro');
    return micro === undefined ? [] : [{ subject, path: join(folder, name, micro) }];
  });
}

function readClips(camera: SmicCamera, listing: Listing, discrepancies: Discrepancy[]): SetSample[] {
  const subjects = microFolders(listing);
  for (const name of listing.folders.filter(isSubject))
    if (!subjects.some(({ path }) => dirname(path) === join(listing.folder, name)))
      discrepancies.push({
        kind: 'unlabelled',
        about: `smic/${smicSubject(name)}`,
        what: `${join(listing.folder, name)} has no folder "micro": not read`,
      });
  const seen = new Map<string, string>();
  return subjects.flatMap(({ subject, path }) =>
    clipFolders(path).flatMap(({ emotion, path: clip }) => {
      const name = basename(clip);
      const key = `${subject} ${smicKey(name) ?? name.toLowerCase()}`;
      const earlier = seen.get(key);
      seen.set(key, earlier ?? clip);
      if (earlier === undefined) return readClip(camera, subject, emotion, clip, name, discrepancies) ?? [];
      const what = `another copy of a clip: ${earlier} is read`;
      discrepancies.push({ kind: 'left-out', about: clip, what });
      return [];
    }),
  );
}

/** `negative/s1_ne_01` below `micro`; in copies the clips lie there without a folder of their emotion. */
const clipFolders = (micro: string): { emotion: string; path: string }[] =>
  listFolder(micro).folders.flatMap((name) => {
    const inside = listFolder(join(micro, name));
    return parseSmicName(name) !== null
      ? [{ emotion: '', path: inside.folder }]
      : inside.folders.map((clip) => ({ emotion: name, path: join(inside.folder, clip) }));
  });

function readClip(
  camera: SmicCamera,
  subject: number,
  emotionFolder: string,
  path: string,
  name: string,
  discrepancies: Discrepancy[],
): SetSample | null {
  const about = `smic/${subject} ${name}`;
  const pictures = clipPictures(path, about, discrepancies);
  const [first] = pictures.files.map(([number]) => number);
  if (first === undefined || pictures.files.length === 1) {
    const number = first === undefined ? 'no pictures' : 'a single picture';
    discrepancies.push({ kind: 'missing', about, what: `${path} holds ${number}` });
    return null;
  }
  const named = parseSmicName(name);
  const inFolder = emotionFolder.toLowerCase();
  if (!named)
    discrepancies.push({
      kind: 'repaired',
      about,
      what: `its name is none of SMIC's: ${inFolder}, by its folder`,
    });
  else if (inFolder !== '' && named.emotion !== inFolder)
    discrepancies.push({
      kind: 'repaired',
      about,
      what: `lies in "${emotionFolder}": ${named.emotion}, by its name`,
    });
  if (named && named.subject !== subject)
    discrepancies.push({
      kind: 'repaired',
      about,
      what: `its name says subject ${named.subject}: its folder counts`,
    });
  const cut = cutClip(about, { onset: first, offset: pictures.files.at(-1)![0] }, pictures);
  discrepancies.push(...('refusal' in cut ? [cut.refusal] : cut.discrepancies));
  if ('refusal' in cut) return null;
  return {
    set: `smic-${camera}`,
    subject: `smic/${subject}`,
    name,
    fps: FPS[camera],
    pictures,
    onset: cut.onset,
    apex: null,
    offset: cut.offset,
    aus: null,
    emotion: named?.emotion ?? inFolder,
    objective: null,
  };
}

function counts(set: SetSample['set'], samples: readonly SetSample[]): Discrepancy[] {
  const rows = samples.map(({ subject, emotion }) => ({
    subject: subjectNumber(subject)!,
    emotion,
    aus: null,
    objective: null,
  }));
  return compareCounts(SET_TITLES[set], rows, publishedFor(set, rows)!);
}

function foreign(
  set: SetSample['set'],
  folder: string,
  camera: SmicCamera,
  listings: readonly Listing[],
  long: SmicLong,
): OnsetError {
  const others = listings
    .filter(({ folders }) => folders.some(isSubject))
    .map((each) => below(folder, each.folder));
  const reason =
    others.length === 0
      ? `it holds no folder with subjects (s1, s2, …) up to ${VARIANT_DEPTH} levels down`
      : `of ${others.join(', ')} none is ${camera.toUpperCase()} with clips below s1/micro/negative, positive, surprise`;
  const why = [reason, ...long.discrepancies.map(({ about, what }) => `${about}: ${what}`)].join('; ');
  return new OnsetError('set-foreign', { folder, set: SET_TITLES[set], reason: why });
}
