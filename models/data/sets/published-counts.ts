/** What the releases are known to hold, and how a folder compares. Counted over the label files; docs/data-sets.md. */
import type { Discrepancy, SetName } from './sample.ts';
import { auNumbers } from './coded-au.ts';
import type { CodedAu } from './sample.ts';

export interface PublishedCounts {
  /** The coding these are the counts of. */
  readonly coding: string;
  readonly clips: number;
  readonly subjects: number;
  readonly emotions: Readonly<Record<string, number>>;
  /** Clips of objective classes 1 to 7. */
  readonly objective?: readonly number[];
  /** Clips by subject. */
  readonly bySubject?: Readonly<Record<number, number>>;
  /** Clips that hold an action unit. */
  readonly aus?: Readonly<Record<number, number>>;
}

/** What is counted of a label file's rows. */
export interface CountedRow {
  readonly subject: number;
  readonly emotion: string;
  readonly aus: readonly CodedAu[] | null;
  readonly objective: number | null;
}

/** Of several codings, the one that the rows are nearest to. */
export function publishedFor(set: SetName, rows: readonly CountedRow[]): PublishedCounts | null {
  const codings = PUBLISHED[set] ?? [];
  const distances = codings.map((coding) => distance(rows, coding));
  return codings[distances.indexOf(Math.min(...distances))] ?? null;
}

/** Codings of a set, the one that is preferred first. */
export const publishedCodings = (set: SetName): readonly PublishedCounts[] => PUBLISHED[set] ?? [];

/** One discrepancy for each thing that is counted and is not as published. */
export function compareCounts(
  file: string,
  rows: readonly CountedRow[],
  published: PublishedCounts,
): Discrepancy[] {
  const found = countRows(rows);
  const compare = (
    what: string,
    here: Counts,
    there: Readonly<Record<string, number>>,
    prefix = '',
  ): Discrepancy[] => {
    const keys = [...new Set([...Object.keys(there), ...here.keys()])];
    const unequal = keys.filter((key) => (here.get(key) ?? 0) !== (there[key] ?? 0));
    if (unequal.length === 0) return [];
    const each = unequal.map(
      (key) => `${prefix}${key}: ${here.get(key) ?? 0} (published ${there[key] ?? 0})`,
    );
    return [{ kind: 'count', about: file, what: `${what}: ${each.join(', ')}` }];
  };
  return [
    ...compare(
      'clips and subjects',
      new Map([
        ['clips', rows.length],
        ['subjects', found.bySubject.size],
      ]),
      {
        clips: published.clips,
        subjects: published.subjects,
      },
    ),
    ...compare('emotions', found.emotions, published.emotions),
    ...(published.bySubject
      ? compare('clips by subject', found.bySubject, published.bySubject, 'subject ')
      : []),
    ...(published.objective && found.objective.size > 0
      ? compare('objective classes', found.objective, numbered(published.objective), 'class ')
      : []),
    ...(published.aus ? compare('clips with an action unit', found.aus, published.aus, 'AU') : []),
  ];
}

type Counts = ReadonlyMap<string, number>;

/** How often each subject, emotion, objective class and action unit occurs. */
export function countRows(
  rows: readonly CountedRow[],
): Record<'bySubject' | 'emotions' | 'objective' | 'aus', Counts> {
  return {
    bySubject: count(rows.map(({ subject }) => String(subject))),
    emotions: count(rows.map(({ emotion }) => emotion)),
    objective: count(rows.flatMap(({ objective }) => (objective === null ? [] : [String(objective)]))),
    aus: count(rows.flatMap(({ aus }) => auNumbers(aus ?? []).map(String))),
  };
}

export function count(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

const numbered = (counts: readonly number[]): Record<string, number> =>
  Object.fromEntries(counts.map((clips, i) => [i + 1, clips]));

/** Clips that would have to change their emotion, come or go. */
function distance(rows: readonly CountedRow[], coding: PublishedCounts): number {
  const found = countRows(rows).emotions;
  const keys = new Set([...found.keys(), ...Object.keys(coding.emotions)]);
  const apart = [...keys].reduce(
    (sum, key) => sum + Math.abs((found.get(key) ?? 0) - (coding.emotions[key] ?? 0)),
    0,
  );
  return apart + Math.abs(rows.length - coding.clips);
}

const CASME2_SUBJECTS = {
  1: 9,
  2: 13,
  3: 7,
  4: 5,
  5: 19,
  6: 5,
  7: 9,
  8: 3,
  9: 14,
  10: 14,
  11: 10,
  12: 12,
  13: 8,
  14: 4,
  15: 3,
  16: 4,
  17: 36,
  18: 3,
  19: 16,
  20: 11,
  21: 2,
  22: 2,
  23: 12,
  24: 10,
  25: 7,
  26: 17,
};

const PUBLISHED: Readonly<Partial<Record<SetName, readonly PublishedCounts[]>>> = {
  casme2: [
    {
      coding: '2014 coding',
      clips: 255,
      subjects: 26,
      emotions: { others: 99, disgust: 63, happiness: 32, repression: 27, surprise: 25, sadness: 7, fear: 2 },
      objective: [25, 15, 99, 26, 20, 1, 69],
      bySubject: CASME2_SUBJECTS,
      aus: {
        1: 26,
        2: 21,
        4: 129,
        5: 2,
        6: 13,
        7: 38,
        9: 13,
        10: 17,
        12: 34,
        14: 27,
        15: 16,
        16: 1,
        17: 25,
        18: 1,
        20: 1,
        24: 2,
        25: 2,
        26: 1,
        38: 2,
      },
    },
    {
      coding: '2019 coding',
      clips: 255,
      subjects: 26,
      emotions: { others: 99, disgust: 63, happiness: 32, repression: 27, surprise: 28, sadness: 4, fear: 2 },
      objective: [25, 15, 99, 26, 20, 1, 69],
      bySubject: CASME2_SUBJECTS,
      aus: {
        1: 28,
        2: 25,
        4: 125,
        5: 5,
        6: 10,
        7: 38,
        9: 9,
        10: 18,
        12: 39,
        14: 22,
        15: 17,
        16: 5,
        17: 26,
        18: 1,
        20: 2,
        24: 6,
        25: 2,
        26: 1,
        38: 2,
      },
    },
  ],
  samm: [
    {
      coding: 'micro codes v2',
      clips: 159,
      subjects: 29,
      emotions: {
        anger: 57,
        others: 26,
        happiness: 26,
        surprise: 15,
        contempt: 12,
        disgust: 9,
        fear: 8,
        sadness: 6,
      },
      objective: [24, 13, 20, 8, 3, 7, 84],
      bySubject: {
        6: 11,
        7: 10,
        9: 4,
        10: 4,
        11: 20,
        12: 3,
        13: 6,
        14: 11,
        15: 3,
        16: 5,
        17: 6,
        18: 4,
        19: 3,
        20: 9,
        21: 2,
        22: 5,
        23: 1,
        24: 1,
        25: 4,
        26: 13,
        28: 3,
        30: 3,
        31: 1,
        32: 6,
        33: 5,
        34: 3,
        35: 9,
        36: 1,
        37: 3,
      },
      aus: {
        1: 6,
        2: 18,
        4: 23,
        5: 10,
        6: 5,
        7: 46,
        8: 1,
        9: 5,
        10: 6,
        12: 30,
        13: 3,
        14: 13,
        15: 4,
        17: 7,
        18: 4,
        20: 7,
        21: 1,
        23: 1,
        24: 10,
        25: 7,
        26: 6,
        31: 2,
        38: 2,
        39: 5,
        43: 8,
        56: 1,
        61: 1,
      },
    },
  ],
  'smic-hs': [
    {
      coding: 'folders',
      clips: 164,
      subjects: 16,
      emotions: { negative: 70, positive: 51, surprise: 43 },
      bySubject: {
        1: 6,
        2: 6,
        3: 39,
        4: 19,
        5: 2,
        6: 4,
        8: 13,
        9: 4,
        11: 7,
        12: 9,
        13: 10,
        14: 10,
        15: 4,
        18: 7,
        19: 2,
        20: 22,
      },
    },
  ],
  // The papers give 28 positive, 23 negative, 20 surprise; SMIC-E's VIS sheet has 28, 24, 19. One clip is either.
  'smic-vis': [
    { coding: 'folders', clips: 71, subjects: 8, emotions: { negative: 23, positive: 28, surprise: 20 } },
    { coding: 'VIS sheet', clips: 71, subjects: 8, emotions: { negative: 24, positive: 28, surprise: 19 } },
  ],
  'smic-nir': [
    { coding: 'folders', clips: 71, subjects: 8, emotions: { negative: 23, positive: 28, surprise: 20 } },
  ],
};
