/** Counts of a set of long videos beside the published ones. */
import type { Discrepancy, LongVideo, SetName } from './sample.ts';

export interface PublishedLong {
  /** As many as any source gives, where sources differ. */
  readonly videos: readonly number[];
  readonly people: number;
  readonly micro: number;
  readonly macro: number;
  /** Micro-expressions by emotion. */
  readonly emotions?: Readonly<Record<string, number>>;
}

export const PUBLISHED_LONG = {
  'casme-sq': {
    // 87 in the paper, 97 on the challenge's page, 98 folders
    videos: [87, 97, 98],
    people: 22,
    micro: 57,
    macro: 300,
    emotions: { negative: 21, others: 19, surprise: 9, positive: 8 },
  },
  'samm-lv': { videos: [147], people: 30, micro: 159, macro: 343 },
} as const satisfies Record<string, PublishedLong>;

/** Where a set has long videos. */
export const publishedLong = (set: SetName): readonly PublishedLong[] =>
  set === 'casme-sq' || set === 'samm-lv' ? [PUBLISHED_LONG[set]] : [];

/** What `rows` of the label file say, pictures or not. */
export interface LongRow {
  readonly kind: 'micro' | 'macro';
  readonly emotion: string | null;
  /** As videos have it. */
  readonly subject: string;
}

export function compareLong(
  file: string,
  rows: readonly LongRow[],
  videos: readonly LongVideo[],
  published: PublishedLong,
): Discrepancy[] {
  const labelled = new Set(rows.map(({ subject }) => subject));
  const people = new Set(videos.map(({ subject }) => subject)).size;
  const micro = rows.filter(({ kind }) => kind === 'micro');
  const unequal: string[] = [];
  const compare = (what: string, here: number, there: readonly number[]): void => {
    if (!there.includes(here)) unequal.push(`${what} ${here} (published ${there.join(' or ')})`);
  };
  compare('videos', videos.length, published.videos);
  compare('subjects', people, [published.people]);
  compare('micro-expressions', micro.length, [published.micro]);
  compare('macro-expressions', rows.length - micro.length, [published.macro]);
  for (const [emotion, there] of Object.entries(published.emotions ?? {}))
    compare(`micro-expressions of ${emotion}`, micro.filter((row) => row.emotion === emotion).length, [
      there,
    ]);
  const differs: Discrepancy[] =
    unequal.length === 0 ? [] : [{ kind: 'count', about: file, what: unequal.join(', ') }];
  return [...withoutRow(file, videos, labelled), ...differs];
}

/** People of whom no video has a row. A video alone may well have none: nothing happens in it. */
function withoutRow(
  file: string,
  videos: readonly LongVideo[],
  labelled: ReadonlySet<string>,
): Discrepancy[] {
  const bySubject = Map.groupBy(videos, ({ subject }) => subject);
  return [...bySubject]
    .filter(([subject]) => !labelled.has(subject))
    .map(([subject, own]) => ({
      kind: 'unlabelled',
      about: subject,
      what: `a subject without a row in ${file} (${own.length} videos): taken as without expressions`,
    }));
}
