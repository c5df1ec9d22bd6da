/**
 * SAMM: `<root>/006/006_1_2/006_05562.jpg` beside `SAMM_Micro_FACS_Codes_v2.xlsx`, whose header stands below a legend.
 */
import { basename } from 'node:path';
import { readSammAus } from './aus-samm.ts';
import { findLabels } from './find-labels.ts';
import { below, surveyFolder } from './folder-listing.ts';
import { cellText, readSheets } from './label-file.ts';
import { gatherClips, type LabelledClip } from './labelled-clips.ts';
import { emotionName, objectiveClass, subjectNumber } from './label-words.ts';
import { compareCounts, publishedFor } from './published-counts.ts';
import type { ReadOptions } from './read-options.ts';
import type { Discrepancy, SetIndex } from './sample.ts';
import { hasHeader, optional, required, type TitledRow, titledRows } from './titled-rows.ts';
import { chooseVariant, placesIn, VARIANT_DEPTH } from './variants.ts';

export async function readSamm(folder: string, options: ReadOptions = {}): Promise<SetIndex> {
  const listings = surveyFolder(folder, VARIANT_DEPTH, ({ folders }) => folders.some(isSubject));
  const labels = findLabels(listings, {
    set: 'samm',
    folder,
    wanted: 'SAMM_Micro_FACS_Codes_v2.xlsx or another workbook with "SAMM" and "Micro" or "FACS" in its name',
    rank: rankSammLabels,
    chosen: options.labels,
  });
  const variant = chooseVariant(listings, {
    set: 'samm',
    folder,
    isSubject,
    subjects: '006, 007, …',
    chosen: options.pictures,
  });
  const { clips, discrepancies } = await readSammCodes(labels.path);
  const published = publishedFor('samm', clips)!;
  const gathered = gatherClips({
    set: 'samm',
    folder,
    labels: labels.path,
    fps: 200,
    clips,
    places: placesIn(variant.listing, isSubject),
    people: 'samm',
    expected: ({ subject, name }) =>
      `${below(folder, variant.listing.folder)}/${String(subject).padStart(3, '0')}/${name}`,
  });
  return {
    set: 'samm',
    folder,
    coding: `${basename(labels.path)}, pictures of ${basename(variant.listing.folder)}`,
    samples: gathered.samples,
    longVideos: [],
    pictures: [],
    discrepancies: [
      ...labels.discrepancies,
      ...variant.discrepancies,
      ...discrepancies,
      ...compareCounts(basename(labels.path), clips, published),
      ...gathered.discrepancies,
    ],
  };
}

/** `006`, and where copies dropped the zeros `6`. */
const isSubject = (name: string): boolean => /^(?:s(?:ub(?:ject)?)?)?[ _-]*\d{1,3}$/i.test(name);

export function rankSammLabels(name: string): number | null {
  if (!/samm/i.test(name) || !/micro|facs/i.test(name) || /long/i.test(name)) return null;
  if (!/\.xlsx?$/i.test(name)) return null;
  return /v2/i.test(name) ? 0 : 1;
}

const CODES = {
  subject: required('Subject'),
  clip: required('Filename', 'File name'),
  onset: required('Onset Frame', 'Onset'),
  apex: required('Apex Frame', 'Apex'),
  offset: required('Offset Frame', 'Offset'),
  micro: optional('Micro'),
  aus: required('Action Units', 'Action Unit', 'AU', 'AUs'),
  emotion: required('Estimated Emotion', 'Emotion'),
  objective: required('Objective Classes', 'Objective Class'),
};

/** A clip of SAMM's micro sheet, with the number of its movement. */
export interface SammClip extends LabelledClip {
  readonly micro: string;
}

/** Rows of the micro sheet; SAMM Long Videos takes its emotions from here. */
export async function readSammCodes(
  path: string,
): Promise<{ clips: SammClip[]; discrepancies: Discrepancy[] }> {
  const sheets = await readSheets(path, 'SAMM');
  const sheet =
    sheets.find((each) => /micro/i.test(each.sheet) && hasHeader(each, KEYS)) ??
    sheets.find((each) => hasHeader(each, KEYS)) ??
    sheets[0];
  const discrepancies: Discrepancy[] = [];
  const rows = titledRows(sheet ?? { path, sheet: '', rows: [] }, CODES, ['subject', 'clip']);
  return { clips: rows.flatMap((row) => readRow(row, basename(path), discrepancies) ?? []), discrepancies };
}

const KEYS = { subject: CODES.subject, clip: CODES.clip };

function readRow(
  { row, cells }: TitledRow<keyof typeof CODES>,
  file: string,
  discrepancies: Discrepancy[],
): SammClip | null {
  const subject = subjectNumber(cells.subject);
  const name = cellText(cells.clip);
  if (subject === null || name === '') {
    const what = `names no clip (subject "${cellText(cells.subject)}", file "${name}"): not read`;
    discrepancies.push({ kind: 'left-out', about: `${file} row ${row}`, what });
    return null;
  }
  const { aus, unread } = readSammAus(cells.aus);
  for (const part of unread)
    discrepancies.push({
      kind: 'repaired',
      about: `samm/${subject} ${name}`,
      what: `"${part}" in its action units is taken for a comment`,
    });
  const { onset, apex, offset } = cells;
  return {
    subject,
    name,
    frames: { onset, apex, offset },
    aus,
    emotion: emotionName(cells.emotion),
    objective: objectiveClass(cells.objective),
    micro: cellText(cells.micro),
  };
}
