/** What a data set holds, beside what its release is published to hold. */
import {
  auNumbers,
  classesOf,
  type Discrepancy,
  type LongVideo,
  PUBLISHED_LONG,
  publishedFor,
  type SchemeName,
  SET_LICENCES,
  SET_TITLES,
  type SetIndex,
  type SetName,
  type SetSample,
} from '../../models/data/sets/index.ts';

/** A count here, and the published one where it is known. */
export interface Count {
  readonly what: string;
  readonly here: number;
  readonly published: number | readonly number[] | null;
}

export interface DataReport {
  readonly set: SetName;
  readonly title: string;
  readonly folder: string;
  readonly coding: string;
  readonly subjects: readonly string[];
  /** Groups of counts: clips, emotions, objective classes, action units, classes of protocols, long videos, pictures. */
  readonly counts: Readonly<Record<string, readonly Count[]>>;
  readonly discrepancies: readonly Discrepancy[];
  readonly licence: string;
}

export function reportData(index: SetIndex): DataReport {
  const { set, folder, coding, samples, longVideos, pictures, discrepancies } = index;
  const people = [...new Set([...samples, ...longVideos].map(({ subject }) => subject))];
  return {
    set,
    title: SET_TITLES[set],
    folder,
    coding,
    subjects: people.sort((x, y) => x.localeCompare(y, 'en', { numeric: true })),
    counts: {
      ...(samples.length > 0 ? sampleCounts(set, samples) : {}),
      ...(longVideos.length > 0 ? { 'long videos': longCounts(set, longVideos) } : {}),
      ...(pictures.length > 0
        ? {
            training: tally(
              pictures.filter(({ split }) => split === 'training').map(({ emotion }) => emotion),
              null,
            ),
            validation: tally(
              pictures.filter(({ split }) => split === 'validation').map(({ emotion }) => emotion),
              null,
            ),
          }
        : {}),
    },
    discrepancies,
    licence: SET_LICENCES[set].apply,
  };
}

function sampleCounts(set: SetName, samples: readonly SetSample[]): Record<string, Count[]> {
  const rows = samples.map(({ subject, emotion, aus, objective }) => ({
    subject: Number(/\d+/.exec(subject)?.[0] ?? NaN),
    emotion,
    aus,
    objective,
  }));
  const published = publishedFor(set, rows);
  const people = new Set(samples.map(({ subject }) => subject)).size;
  const coded = samples.filter(({ apex }) => apex !== null).length;
  const withClass = samples.flatMap(({ objective }) => (objective === null ? [] : [`class ${objective}`]));
  const classes = published?.objective?.map((clips, i): [string, number] => [`class ${i + 1}`, clips]);
  const withAus = samples.filter(({ aus }) => aus !== null);
  const aus = withAus.flatMap((sample) => auNumbers(sample.aus!).map((au) => `AU${au}`));
  const publishedAus = Object.entries(published?.aus ?? {}).map(([au, clips]): [string, number] => [
    `AU${au}`,
    clips,
  ]);
  return {
    clips: [
      { what: 'clips', here: samples.length, published: published?.clips ?? null },
      { what: 'subjects', here: people, published: published?.subjects ?? null },
      { what: 'with an apex', here: coded, published: null },
      { what: 'with action units', here: withAus.length, published: null },
    ],
    emotions: tally(
      samples.map(({ emotion }) => emotion),
      published?.emotions ?? null,
    ),
    ...(withClass.length > 0
      ? { 'objective classes': tally(withClass, classes ? Object.fromEntries(classes) : null) }
      : {}),
    ...(aus.length > 0
      ? { 'action units': tally(aus, publishedAus.length > 0 ? Object.fromEntries(publishedAus) : null) }
      : {}),
    ...Object.fromEntries(schemesOf(set).map((scheme) => [scheme, schemeCounts(scheme, samples)])),
  };
}

/** Protocols that a set is part of. */
function schemesOf(set: SetName): SchemeName[] {
  if (set === 'casme2' || set === 'samm') return ['megc2019', 'megc2018', 'three', 'five'];
  return set === 'own' ? ['three'] : [];
}

function schemeCounts(scheme: SchemeName, samples: readonly SetSample[]): Count[] {
  const { classes, of } = classesOf(scheme, samples);
  const given = samples.map(of);
  return classes.map((what, i) => ({
    what,
    here: given.filter((klass) => klass === i).length,
    published: null,
  }));
}

function longCounts(set: SetName, videos: readonly LongVideo[]): Count[] {
  const published = set === 'casme-sq' || set === 'samm-lv' ? PUBLISHED_LONG[set] : null;
  const expressions = videos.flatMap((video) => video.expressions);
  const ofKind = (kind: string): number => expressions.filter((each) => each.kind === kind).length;
  const people = new Set(videos.map(({ subject }) => subject)).size;
  return [
    { what: 'videos', here: videos.length, published: published?.videos ?? null },
    { what: 'subjects', here: people, published: published?.people ?? null },
    { what: 'micro-expressions', here: ofKind('micro'), published: published?.micro ?? null },
    { what: 'macro-expressions', here: ofKind('macro'), published: published?.macro ?? null },
  ];
}

/** How often each word occurs, the published words first, then by number. */
function tally(words: readonly string[], published: Readonly<Record<string, number>> | null): Count[] {
  const counts = new Map(Object.keys(published ?? {}).map((what) => [what, 0]));
  for (const word of words.toSorted((x, y) => x.localeCompare(y, 'en', { numeric: true })))
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([what, here]) => ({
    what,
    here,
    published: published ? (published[what] ?? 0) : null,
  }));
}
