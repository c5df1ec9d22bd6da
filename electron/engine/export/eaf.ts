import { pathToFileURL } from 'node:url';
import { extname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { SessionReader } from '../../../contract/session.ts';
import type { EventKind } from '../../../contract/spot.ts';
import { type ExportSource, subjectOf } from './export-source.ts';
import { apexSpanMs, eventSpanMs, type SpanMs, toLanes } from './milliseconds.ts';
import { type ReviewedEvent, standingEvents } from '../../../contract/reviewed-events.ts';
import { auText, reviewText } from './wording.ts';
import { element } from './xml.ts';

/** The value of an event that nobody and nothing has named. */
const UNNAMED = 'candidate';
const LANGUAGE = 'und';
const VOCABULARY = 'onset-labels';
const TYPES = { event: 'event-lt', apex: 'apex-lt', text: 'text-lt' } as const;
const TIER_NAMES = { micro: 'ME', macro: 'MaE' } as const satisfies Record<EventKind, string>;

/** ELAN's own sentences for the relations between a tier and its parent. */
const CONSTRAINTS = {
  Time_Subdivision:
    "Time subdivision of parent annotation's time interval, no time gaps allowed within this interval",
  Symbolic_Subdivision:
    'Symbolic subdivision of a parent annotation. Annotations refering to the same parent are ordered',
  Symbolic_Association: '1-1 association with a parent annotation',
  Included_In: "Time alignable annotations within the parent annotation's time interval, gaps are allowed",
};

interface Placed extends SpanMs {
  readonly event: ReviewedEvent;
}

/**
 * `NAME.eaf`: ELAN's annotation format 3.0. For each face a tier `ME@face1` with its micro-expressions and, where
 * there are any, `MaE@face1` with the longer ones; under each the apex, the action units and what is known of the
 * event's review. Events that overlap go to a tier of their own (`ME-2@face1`). Rejected events are left out.
 */
export function* eaf(source: ExportSource): Generator<string> {
  const { session, range, at } = source;
  const placed = standingEvents(session, range).map((event): Placed => ({
    event,
    ...eventSpanMs(event, session),
  }));
  const annotations = new Annotations();
  const labels = [...new Set([UNNAMED, ...placed.map(valueOf)])];
  const tiers = lanes(session, placed).flatMap(({ name, trackId, items }) =>
    tierGroup(name, trackId, items, labels, annotations, session),
  );
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield element(
    'ANNOTATION_DOCUMENT',
    {
      AUTHOR: `Onset ${session.provenance?.onset ?? ''}`.trim(),
      DATE: at.toISOString(),
      FORMAT: '3.0',
      VERSION: '3.0',
      'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      'xsi:noNamespaceSchemaLocation': 'http://www.mpi.nl/tools/elan/EAFv3.0.xsd',
    },
    [
      header(source, annotations.count),
      annotations.timeOrder(),
      ...tiers,
      ...types(),
      ...definitions(labels),
    ],
  );
}

/** One lane of events for each tier; every face has one for micro-expressions, so that a person can add to it. */
function lanes(session: SessionReader, placed: readonly Placed[]) {
  const trackIds = [...session.tracks()].map(({ id }) => id);
  const ids = [...new Set([...trackIds, ...placed.map(({ event }) => event.trackId)])].sort((a, b) => a - b);
  return ids.flatMap((trackId) =>
    (['micro', 'macro'] as const).flatMap((kind) => {
      const found = toLanes(placed.filter(({ event }) => event.trackId === trackId && event.kind === kind));
      const all = found.length === 0 && kind === 'micro' ? [[]] : found;
      return all.map((items, i) => ({
        name: TIER_NAMES[kind] + (i === 0 ? '' : `-${i + 1}`),
        trackId,
        items,
      }));
    }),
  );
}

function tierGroup(
  name: string,
  trackId: number,
  items: readonly Placed[],
  labels: readonly string[],
  annotations: Annotations,
  session: SessionReader,
): string[] {
  const tierId = `${name}@${subjectOf(trackId)}`;
  const tier = (part: string | null, type: string, children: readonly string[]) =>
    element(
      'TIER',
      {
        TIER_ID: part === null ? tierId : `${name}-${part}@${subjectOf(trackId)}`,
        ...(part === null ? {} : { PARENT_REF: tierId }),
        PARTICIPANT: subjectOf(trackId),
        ANNOTATOR: 'Onset',
        LINGUISTIC_TYPE_REF: type,
      },
      children,
    );
  const events = items.map((item) => ({ item, id: annotations.nextId() }));
  return [
    tier(
      null,
      TYPES.event,
      events.map(({ item, id }) => {
        const value = valueOf(item);
        return annotations.aligned(id, item, value, { CVE_REF: entryId(labels.indexOf(value)) });
      }),
    ),
    tier(
      'apex',
      TYPES.apex,
      events.map(({ item }) =>
        annotations.aligned(annotations.nextId(), apexSpanMs(item.event, item, session), 'apex'),
      ),
    ),
    tier(
      'AU',
      TYPES.text,
      events.map(({ item, id }) => annotations.referring(id, auText(item.event.aus))),
    ),
    tier(
      'review',
      TYPES.text,
      events.map(({ item, id }) => annotations.referring(id, reviewText(item.event))),
    ),
  ];
}

/** Hands out ids, and keeps the time slots that annotations refer to. */
class Annotations {
  count = 0;
  readonly #slots: { readonly id: string; readonly ms: number }[] = [];

  nextId(): string {
    return `a${++this.count}`;
  }

  aligned(id: string, { fromMs, toMs }: SpanMs, value: string, more: Record<string, string> = {}): string {
    const slots = { TIME_SLOT_REF1: this.#slot(fromMs), TIME_SLOT_REF2: this.#slot(toMs) };
    return annotation('ALIGNABLE_ANNOTATION', { ANNOTATION_ID: id, ...more, ...slots }, value);
  }

  referring(parentId: string, value: string): string {
    return annotation('REF_ANNOTATION', { ANNOTATION_ID: this.nextId(), ANNOTATION_REF: parentId }, value);
  }

  timeOrder(): string {
    const inOrder = this.#slots.toSorted((a, b) => a.ms - b.ms);
    return element(
      'TIME_ORDER',
      {},
      inOrder.map(({ id, ms }) => element('TIME_SLOT', { TIME_SLOT_ID: id, TIME_VALUE: String(ms) })),
    );
  }

  #slot(ms: number): string {
    const id = `ts${this.#slots.length + 1}`;
    this.#slots.push({ id, ms });
    return id;
  }
}

const annotation = (kind: string, attributes: Record<string, string>, value: string): string =>
  element('ANNOTATION', {}, [element(kind, attributes, [element('ANNOTATION_VALUE', {}, value)])]);

function header({ session, outDir }: ExportSource, annotationCount: number): string {
  const { input, provenance } = session;
  const property = (name: string, value: string) => element('PROPERTY', { NAME: name }, value);
  const model = provenance?.model;
  return element('HEADER', { MEDIA_FILE: '', TIME_UNITS: 'milliseconds' }, [
    ...(input ? [element('MEDIA_DESCRIPTOR', media(input.path, outDir))] : []),
    property('URN', `urn:nl-mpi-tools-elan-eaf:${uuidOf(input?.sha256 ?? '')}`),
    property('lastUsedAnnotationId', String(annotationCount)),
    property(
      'Onset recognizer',
      model ? `${model.name} ${model.sha256}` : 'none installed: movements are not named',
    ),
  ]);
}

function media(path: string, outDir: string): Record<string, string> {
  const isUrl = /^[a-z][a-z0-9+.-]+:\/\//i.test(path);
  const mime = MIME_TYPES[extname(path).toLowerCase()] ?? 'unknown';
  if (isUrl) return { MEDIA_URL: encodeURI(path), MIME_TYPE: mime };
  const absolute = resolve(path);
  const fromOut = relative(resolve(outDir), absolute);
  const beside = { RELATIVE_MEDIA_URL: `./${fromOut.split(sep).join('/')}` };
  // Another drive of Windows has no relative path.
  return { MEDIA_URL: pathToFileURL(absolute).href, MIME_TYPE: mime, ...(isAbsolute(fromOut) ? {} : beside) };
}

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.mp4': 'video/mp4',
  '.m4v': 'video/mp4',
  '.mov': 'video/quicktime',
  '.mpg': 'video/mpeg',
  '.mpeg': 'video/mpeg',
  '.avi': 'video/x-msvideo',
  '.mkv': 'video/x-matroska',
  '.webm': 'video/webm',
};

const types = (): string[] => [
  element('LINGUISTIC_TYPE', {
    ...{ GRAPHIC_REFERENCES: 'false', LINGUISTIC_TYPE_ID: TYPES.event, TIME_ALIGNABLE: 'true' },
    CONTROLLED_VOCABULARY_REF: VOCABULARY,
  }),
  element('LINGUISTIC_TYPE', {
    ...{ CONSTRAINTS: 'Included_In', GRAPHIC_REFERENCES: 'false', LINGUISTIC_TYPE_ID: TYPES.apex },
    TIME_ALIGNABLE: 'true',
  }),
  element('LINGUISTIC_TYPE', {
    ...{ CONSTRAINTS: 'Symbolic_Association', GRAPHIC_REFERENCES: 'false', LINGUISTIC_TYPE_ID: TYPES.text },
    TIME_ALIGNABLE: 'false',
  }),
];

const definitions = (labels: readonly string[]): string[] => [
  element('LANGUAGE', { LANG_ID: LANGUAGE, LANG_LABEL: 'undetermined (und)' }),
  ...Object.entries(CONSTRAINTS).map(([stereotype, sentence]) =>
    element('CONSTRAINT', { STEREOTYPE: stereotype, DESCRIPTION: sentence }),
  ),
  element('CONTROLLED_VOCABULARY', { CV_ID: VOCABULARY }, [
    element('DESCRIPTION', { LANG_REF: LANGUAGE }, 'What a candidate may be; a person decides'),
    ...labels.map((label, i) =>
      element('CV_ENTRY_ML', { CVE_ID: entryId(i) }, [
        element('CVE_VALUE', { LANG_REF: LANGUAGE, DESCRIPTION: '' }, label),
      ]),
    ),
  ]),
];

const valueOf = ({ event }: Placed): string => event.label ?? UNNAMED;

const entryId = (index: number): string => `cve${index + 1}`;

/** The same input has the same name at every export (UUID version 8: bits of one's own choice). */
function uuidOf(sha256: string): string {
  const hex = sha256.padEnd(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
