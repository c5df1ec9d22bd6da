/** Which candidates a person wants to see. */
import { AU_NAMES, type AuNumber } from '../../../contract/au.ts';
import type { EventRow, NoteRow } from '../../../contract/channels/review.ts';

export interface EventFilter {
  readonly kind: EventRow['kind'] | null;
  readonly review: EventRow['review'] | null;
  readonly track: number | null;
  readonly au: AuNumber | null;
  readonly label: string | null;
  readonly minScore01: number;
  readonly maxScore01: number;
  /** Every word has to begin one of: number, label, action units, cautions, raters, notes. */
  readonly text: string;
}

export const EVERYTHING: EventFilter = {
  kind: null,
  review: null,
  track: null,
  au: null,
  label: null,
  minScore01: 0,
  maxScore01: 1,
  text: '',
};

/** The labels in use, in the order of the alphabet. */
export const labelsOf = (events: readonly EventRow[]): readonly string[] =>
  [...new Set(events.map(({ label }) => label).filter((label) => label !== null))].sort();

/** How many conditions are set, the text aside. */
export function conditionsOf(filter: EventFilter): number {
  const { kind, review, track, au, label, minScore01, maxScore01 } = filter;
  return (
    [kind, review, track, au, label].filter((each) => each !== null).length +
    Number(minScore01 > 0 || maxScore01 < 1)
  );
}

export function selectEvents(
  events: readonly EventRow[],
  filter: EventFilter,
  notes: readonly NoteRow[],
  nameOfTrack: (track: number) => string,
): readonly EventRow[] {
  if (conditionsOf(filter) === 0 && filter.text.trim() === '') return events;
  const words = filter.text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const notesOf = new Map<number, string>();
  if (words.length > 0) {
    for (const note of notes) {
      if (note.event !== null) notesOf.set(note.event, `${notesOf.get(note.event) ?? ''} ${note.text}`);
    }
  }
  return events.filter(
    (event) =>
      (filter.kind === null || event.kind === filter.kind) &&
      (filter.review === null || event.review === filter.review) &&
      (filter.track === null || event.track === filter.track) &&
      (filter.au === null || event.aus.some(({ au }) => au === filter.au)) &&
      (filter.label === null || event.label === filter.label) &&
      event.score >= filter.minScore01 &&
      event.score <= filter.maxScore01 &&
      (words.length === 0 ||
        hasWords(textOf(event, notesOf.get(event.id) ?? '', nameOfTrack(event.track)), words)),
  );
}

const hasWords = (text: string, words: readonly string[]): boolean =>
  words.every((word) => text.includes(` ${word}`));

function textOf(event: EventRow, notes: string, track: string): string {
  return [
    // Each begins after a space, so that `2` finds #2 and not AU 12.
    '',
    `#${event.id}`,
    event.kind,
    event.review,
    event.label ?? '',
    track,
    ...event.aus.map(({ au }) => `au${au} ${au} ${AU_NAMES[au]}`),
    ...event.cautions,
    ...event.decisions.map(({ rater, label }) => `${rater} ${label ?? ''}`),
    notes,
  ]
    .join(' ')
    .toLocaleLowerCase();
}
