/** Rows of a session as a page gets them. */
import type { EventRow, NoteRow, TrackRow } from '../../../contract/channels/review.ts';
import { type ReviewedEvent, reviewedEvent } from '../../../contract/reviewed-events.ts';
import type { NoteRecord } from '../../../contract/session.ts';
import type { Session } from '../../engine/session/index.ts';

export function eventRow(event: ReviewedEvent): EventRow {
  const { id, trackId, kind, onset, apex, offset, found, aus, cautions, label, review } = event;
  return {
    id,
    track: trackId,
    kind,
    origin: event.isAdded ? 'added' : 'found',
    onset,
    apex,
    offset,
    found,
    aus: [...aus],
    score: clamp01(event.score),
    cautions: [...cautions],
    label,
    probabilities: event.recognition && clamped(event.recognition.probabilities),
    review,
    decisions: event.decisions.map(({ reviewer, verdict, label: given, at }) => ({
      rater: reviewer,
      verdict,
      label: given,
      at,
    })),
  };
}

/** Null where there is no such event, or a person added it and took it back. */
export function reviewedEventOf(session: Session, id: number): ReviewedEvent | null {
  const event = session.event(id);
  return event && reviewedEvent(event, [...session.verdicts(id)]);
}

export const noteRow = ({ id, eventId, timeUs, author, text, at }: NoteRecord): NoteRow => ({
  id,
  event: eventId,
  timeUs,
  author,
  text,
  at,
});

export function trackRows(session: Session): TrackRow[] {
  const names = session.trackNames();
  return [...session.tracks()]
    .sort((a, b) => a.fromUs - b.fromUs || a.id - b.id)
    .map(({ id, fromUs, toUs, frames, coverage }, i) => ({
      id,
      name: names.get(id) ?? `Person ${i + 1}`,
      fromUs,
      toUs,
      frames,
      coverage01: clamp01(coverage),
    }));
}

/** Everybody whose verdicts stand, in the order of their first. */
export const raters = (session: Session): string[] => [
  ...new Set([...session.verdicts()].map(({ reviewer }) => reviewer)),
];

export const clamped = (shares: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, clamp01(share)]));

/** Sums of float32 exceed 1 in the last digit; a page is promised a share. */
export const clamp01 = (share: number): number => Math.min(1, Math.max(0, share));
