/**
 * CASME II: `CASME2-RAW/subNN/EPxx_yy/img<N>.jpg` (or the selected, cropped or video variants), beside a coding in Excel.
 * The 2014 coding is read where there are several: MEGC2019's list was made with it.
 */
import { basename, join } from 'node:path';
import { readCasme2Aus } from './aus-casme2.ts';
import { findLabels } from './find-labels.ts';
import { below, type Listing, surveyFolder } from './folder-listing.ts';
import { cellText, isOldExcel, isTable, readSheets } from './label-file.ts';
import { gatherClips, type LabelledClip } from './labelled-clips.ts';
import { emotionOf, objectiveClass, subjectNumber } from './label-words.ts';
import { compareCounts, publishedFor } from './published-counts.ts';
import type { ReadOptions } from './read-options.ts';
import type { Discrepancy, SetIndex } from './sample.ts';
import { required, type TitledRow, titledRows } from './titled-rows.ts';
import { chooseVariant, describeVariant, VARIANT_DEPTH } from './variants.ts';

export async function readCasme2(folder: string, options: ReadOptions = {}): Promise<SetIndex> {
  const listings = surveyFolder(folder, VARIANT_DEPTH, ({ folders }) => folders.some(isOfficial));
  const labels = findLabels(listings, {
    set: 'casme2',
    folder,
    wanted: 'CASME2-coding-20140508.xlsx or another coding with "CASME2" and "coding" or "label" in its name',
    rank: rankLabels,
    chosen: options.labels,
  });
  const { clips, discrepancies } = await readCoding(labels.path);
  const variant = chooseVariant(listings, {
    set: 'casme2',
    folder,
    isSubject,
    subjects: 'sub01, sub02, …',
    chosen: options.pictures,
    labelled: clips,
  });
  const classes = await readObjectiveClasses(listings);
  const coded = clips.map((clip) => ({ ...clip, objective: classes.of(clip) }));
  const published = publishedFor('casme2', coded)!;
  const gathered = gatherClips({
    set: 'casme2',
    folder,
    labels: labels.path,
    fps: 200,
    clips: coded,
    places: variant.places,
    people: 'casme2',
    expected: ({ subject, name }) =>
      `${below(folder, variant.folders[0]!)}/sub${String(subject).padStart(2, '0')}/${name}`,
  });
  return {
    set: 'casme2',
    folder,
    coding: [
      `${basename(labels.path)} (${published.coding})`,
      ...classes.files,
      describeVariant(variant),
    ].join(', '),
    samples: gathered.samples,
    longVideos: [],
    pictures: [],
    discrepancies: [
      ...labels.discrepancies,
      ...variant.discrepancies,
      ...discrepancies,
      ...classes.discrepancies,
      ...compareCounts(basename(labels.path), coded, published),
      ...gathered.discrepancies,
    ],
  };
}

/** `sub01`, and as copies have it: `sub1`, `Subject 01`. */
const isOfficial = (name: string): boolean => /^sub(?:ject)?[ _-]*\d+$/i.test(name);
/** Also `s01`, `01` and `1`: what is below such a folder is looked at, since parts of releases are numbered as well. */
const isSubject = (name: string): boolean => /^(?:s(?:ub(?:ject)?)?)?[ _-]*\d{1,2}$/i.test(name);

function rankLabels(name: string): number | null {
  if (!/casme.?(2|ii)(?!\d)/i.test(name) || !/coding|label/i.test(name) || /objective/i.test(name))
    return null;
  return /20140508/.test(name) ? 0 : /2019/.test(name) ? 1 : /updated/i.test(name) ? 2 : 3;
}

const CODING = {
  subject: required('Subject'),
  clip: required('Filename', 'File name'),
  onset: required('OnsetFrame', 'Onset'),
  apex: required('ApexFrame', 'Apex', 'ApexFrame1'),
  offset: required('OffsetFrame', 'Offset'),
  aus: required('Action Units', 'Action Unit', 'AU', 'AUs'),
  emotion: required('Estimated Emotion', 'Emotion'),
};

async function readCoding(path: string): Promise<{ clips: LabelledClip[]; discrepancies: Discrepancy[] }> {
  const discrepancies: Discrepancy[] = [];
  const rows = titledRows(await readSheets(path, 'CASME II'), CODING, ['subject', 'clip']);
  const clips = rows.flatMap((row) => readRow(row, basename(path), discrepancies) ?? []);
  return { clips, discrepancies };
}

function readRow(
  { row, cells }: TitledRow<keyof typeof CODING>,
  file: string,
  discrepancies: Discrepancy[],
): LabelledClip | null {
  const subject = subjectNumber(cells.subject);
  const name = cellText(cells.clip);
  if (subject === null || name === '') {
    const what = `names no clip (subject "${cellText(cells.subject)}", file "${name}"): not read`;
    discrepancies.push({ kind: 'left-out', about: `${file} row ${row}`, what });
    return null;
  }
  const about = `casme2/${subject} ${name}`;
  const { aus, unread } = readCasme2Aus(cells.aus);
  for (const part of unread)
    discrepancies.push({
      kind: 'repaired',
      about,
      what: `"${part}" in its action units "${cellText(cells.aus)}" is none: they are taken as not known`,
    });
  const { onset, apex, offset } = cells;
  return {
    subject,
    name,
    frames: { onset, apex, offset },
    aus,
    emotion: emotionOf(cells.emotion, 'casme2', about, discrepancies),
    objective: null,
  };
}

const OBJECTIVE = {
  subject: required('Subject'),
  clip: required('Filename', 'File name'),
  objective: required('Objective Class', 'Objective Classes'),
};

interface ObjectiveClasses {
  readonly files: readonly string[];
  readonly of: (clip: LabelledClip) => number | null;
  readonly discrepancies: readonly Discrepancy[];
}

/** CASME2-ObjectiveClasses.xlsx, where it is there; its second sheet holds stray cells. */
async function readObjectiveClasses(listings: readonly Listing[]): Promise<ObjectiveClasses> {
  const path = listings
    .flatMap(({ folder, files }) => files.map((name) => join(folder, name)))
    .filter((each) => isTable(each) && /objective/i.test(basename(each)))
    .find((each) => /casme.?(2|ii)(?!\d)/i.test(basename(each)));
  if (path === undefined || isOldExcel(path)) {
    const about = path === undefined ? 'CASME2-ObjectiveClasses.xlsx' : basename(path);
    const why = path === undefined ? 'is not there' : 'is a workbook of Excel 97 to 2003, which is not read';
    const what = `${why}: objective classes follow from the action units by rule`;
    return { files: [], of: () => null, discrepancies: [{ kind: 'missing', about, what }] };
  }
  const classes = new Map<string, number>();
  const discrepancies: Discrepancy[] = [];
  for (const { row, cells } of titledRows(await readSheets(path, 'CASME II'), OBJECTIVE, [
    'subject',
    'clip',
  ])) {
    const subject = subjectNumber(cells.subject);
    const objective = objectiveClass(cells.objective);
    if (subject !== null && objective !== null)
      classes.set(`${subject}/${cellText(cells.clip).toLowerCase()}`, objective);
    else
      discrepancies.push({
        kind: 'left-out',
        about: `${basename(path)} row ${row}`,
        what: `its class is "${cellText(cells.objective)}", not 1 to 7: not read`,
      });
  }
  return {
    files: [basename(path)],
    of: ({ subject, name }) => classes.get(`${subject}/${name.toLowerCase()}`) ?? null,
    discrepancies,
  };
}
