/**
 * SAMM: `<root>/006/006_1_2/006_05562.jpg` beside `SAMM_Micro_FACS_Codes_v2.xlsx`, whose header stands below a legend.
 */
import { basename } from 'node:path';
import { describeUnread, readSammAus } from './aus-samm.ts';
import { findLabels } from './find-labels.ts';
import { below, surveyFolder } from './folder-listing.ts';
import { cellText, readSheets } from './label-file.ts';
import { gatherClips, type LabelledClip } from './labelled-clips.ts';
import { emotionOf, objectiveClass, subjectNumber } from './label-words.ts';
import { compareCounts, publishedFor } from './published-counts.ts';
import type { ReadOptions } from './read-options.ts';
import type { Discrepancy, SetIndex } from './sample.ts';
import { optional, required, type TitledRow, titledRows } from './titled-rows.ts';
import { chooseVariant, describeVariant, VARIANT_DEPTH } from './variants.ts';

export async function readSamm(folder: string, options: ReadOptions = {}): Promise<SetIndex> {
  const listings = surveyFolder(folder, VARIANT_DEPTH, ({ folders }) => folders.some(isOfficial));
  const labels = findLabels(listings, {
    set: 'samm',
    folder,
    wanted: 'SAMM_Micro_FACS_Codes_v2.xlsx or another workbook with "SAMM" and "Micro" or "FACS" in its name',
    rank: rankSammLabels,
    chosen: options.labels,
  });
  const { clips, discrepancies } = await readSammCodes(labels.path);
  const variant = chooseVariant(listings, {
    set: 'samm',
    folder,
    isSubject,
    subjects: '006, 007, …',
    chosen: options.pictures,
    labelled: clips,
  });
  const published = publishedFor('samm', clips)!;
  const gathered = gatherClips({
    set: 'samm',
    folder,
    labels: labels.path,
    fps: 200,
    clips,
    places: variant.places,
    people: 'samm',
    expected: ({ subject, name }) =>
      `${below(folder, variant.folders[0]!)}/${String(subject).padStart(3, '0')}/${name}`,
  });
  return {
    set: 'samm',
    folder,
    coding: `${basename(labels.path)}, ${describeVariant(variant)}`,
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

const isOfficial = (name: string): boolean => /^\d{3}$/.test(name);
/** Where copies dropped the zeros `6`, also `s6`, `sub06`: what is below is looked at, parts are numbered as well. */
const isSubject = (name: string): boolean => /^(?:s(?:ub(?:ject)?)?)?[ _-]*\d{1,3}$/i.test(name);

export function rankSammLabels(name: string): number | null {
  if (!/samm/i.test(name) || !/micro|facs/i.test(name) || /long/i.test(name)) return null;
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
  const discrepancies: Discrepancy[] = [];
  const rows = titledRows(await readSheets(path, 'SAMM'), CODES, ['subject', 'clip'], /micro/i);
  return { clips: rows.flatMap((row) => readRow(row, basename(path), discrepancies) ?? []), discrepancies };
}

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
  const about = `samm/${subject} ${name}`;
  const { aus, unread } = readSammAus(cells.aus);
  for (const part of unread)
    discrepancies.push({
      kind: 'repaired',
      about,
      what: describeUnread(part),
    });
  const objective = objectiveClass(cells.objective);
  if (objective === null && cells.objective !== null)
    discrepancies.push({
      kind: 'repaired',
      about,
      what: `its objective class is "${cellText(cells.objective)}", not I to VII: by rule`,
    });
  const { onset, apex, offset } = cells;
  return {
    subject,
    name,
    frames: { onset, apex, offset },
    aus,
    emotion: emotionOf(cells.emotion, 'samm', about, discrepancies),
    objective,
    micro: cellText(cells.micro),
  };
}
