/**
 * CASME II: `CASME2-RAW/subNN/EPxx_yy/img<N>.jpg` (or the selected, cropped or video variants), beside a coding in Excel.
 * The 2014 coding is read where there are several: MEGC2019's list was made with it.
 */
import { basename, join } from 'node:path';
import { readCasme2Aus } from './aus-casme2.ts';
import { findLabels } from './find-labels.ts';
import { below, type Listing, surveyFolder } from './folder-listing.ts';
import { cellInteger, cellText, readSheets } from './label-file.ts';
import { gatherClips, type LabelledClip } from './labelled-clips.ts';
import { emotionName, subjectNumber } from './label-words.ts';
import { compareCounts, publishedFor } from './published-counts.ts';
import type { ReadOptions } from './read-options.ts';
import type { Discrepancy, SetIndex } from './sample.ts';
import { hasHeader, required, type TitledRow, titledRows } from './titled-rows.ts';
import { chooseVariant, placesIn, VARIANT_DEPTH } from './variants.ts';

export async function readCasme2(folder: string, options: ReadOptions = {}): Promise<SetIndex> {
  const listings = surveyFolder(folder, VARIANT_DEPTH, ({ folders }) => folders.some(isSubject));
  const labels = findLabels(listings, {
    set: 'casme2',
    folder,
    wanted: 'CASME2-coding-20140508.xlsx or another coding with "CASME2" and "coding" or "label" in its name',
    rank: rankLabels,
    chosen: options.labels,
  });
  const variant = chooseVariant(listings, {
    set: 'casme2',
    folder,
    isSubject,
    subjects: 'sub01, sub02, …',
    chosen: options.pictures,
  });
  const { clips, discrepancies } = await readCoding(labels.path);
  const classes = await readObjectiveClasses(listings);
  const coded = clips.map((clip) => ({ ...clip, objective: classes.of(clip) }));
  const published = publishedFor('casme2', coded)!;
  const gathered = gatherClips({
    set: 'casme2',
    folder,
    labels: labels.path,
    fps: 200,
    clips: coded,
    places: placesIn(variant.listing, isSubject),
    people: 'casme2',
    expected: ({ subject, name }) =>
      `${below(folder, variant.listing.folder)}/sub${String(subject).padStart(2, '0')}/${name}`,
  });
  return {
    set: 'casme2',
    folder,
    coding: [
      `${basename(labels.path)} (${published.coding})`,
      ...classes.files,
      `pictures of ${basename(variant.listing.folder)}`,
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
const isSubject = (name: string): boolean => /^sub(?:ject)?[ _-]*\d+$/i.test(name);

function rankLabels(name: string): number | null {
  if (!/casme.?(2|ii)(?!\d)/i.test(name) || !/coding|label/i.test(name) || /objective/i.test(name))
    return null;
  if (!/\.xlsx?$/i.test(name)) return null;
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
  const [first] = await readSheets(path, 'CASME II');
  const discrepancies: Discrepancy[] = [];
  const rows = titledRows(first ?? { path, sheet: '', rows: [] }, CODING, ['subject', 'clip']);
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
  const { aus, unread } = readCasme2Aus(cells.aus);
  for (const part of unread)
    discrepancies.push({
      kind: 'repaired',
      about: `casme2/${subject} ${name}`,
      what: `"${part}" in its action units is none: passed over`,
    });
  const { onset, apex, offset } = cells;
  return {
    subject,
    name,
    frames: { onset, apex, offset },
    aus,
    emotion: emotionName(cells.emotion),
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
    .find(
      (each) => /objective.*\.xlsx$/i.test(basename(each)) && /casme.?(2|ii)(?!\d)/i.test(basename(each)),
    );
  if (path === undefined) {
    const what = 'is not there: objective classes follow from the action units by rule';
    return {
      files: [],
      of: () => null,
      discrepancies: [{ kind: 'missing', about: 'CASME2-ObjectiveClasses.xlsx', what }],
    };
  }
  const sheets = await readSheets(path, 'CASME II');
  const sheet = sheets.find((each) => hasHeader(each, OBJECTIVE)) ?? sheets[0];
  const classes = new Map<string, number>();
  const discrepancies: Discrepancy[] = [];
  for (const { row, cells } of titledRows(sheet ?? { path, sheet: '', rows: [] }, OBJECTIVE, [
    'subject',
    'clip',
  ])) {
    const subject = subjectNumber(cells.subject);
    const objective = cellInteger(cells.objective);
    if (subject !== null && objective !== null && objective >= 1 && objective <= 7)
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
