import type { EventRecord, SessionReader, TimeRange, VerdictRecord } from './session.ts';
import { kindOf, type Moment } from './spot.ts';

export type Review = 'unreviewed' | 'confirmed' | 'rejected' | 'relabelled';

/**
 * An event as it stands after the latest verdict on it: the one meaning of "reviewed", for files and for the interface.
 */
export interface ReviewedEvent extends EventRecord {
  readonly label: string | null;
  readonly review: Review;
  readonly reviewer: string | null;
  /** As the program found it, or as the person who added it did. */
  readonly found: { readonly onset: Moment; readonly apex: Moment; readonly offset: Moment };
  /** The latest verdict of each rater, in the order in which they were given. */
  readonly decisions: readonly VerdictRecord[];
}

const REVIEWS = {
  confirm: 'confirmed',
  reject: 'rejected',
  relabel: 'relabelled',
} as const satisfies Record<VerdictRecord['verdict'], Review>;

/** The events that touch the span, by onset; moments and labels are the reviewer's where there is one. */
export function reviewedEvents(session: SessionReader, range: TimeRange = {}): ReviewedEvent[] {
  const verdicts = Map.groupBy(session.verdicts(), ({ eventId }) => eventId);
  const { fromUs = -Infinity, toUs = Infinity } = range;
  return [...session.events()]
    .map((event) => reviewedEvent(event, verdicts.get(event.id) ?? []))
    .filter(({ onset, offset }) => offset.timeUs >= fromUs && onset.timeUs <= toUs)
    .sort((a, b) => a.onset.timeUs - b.onset.timeUs || a.id - b.id);
}

/** The same without those a reviewer rejected: what annotation programs are to show. */
export const standingEvents = (session: SessionReader, range: TimeRange = {}): ReviewedEvent[] =>
  reviewedEvents(session, range).filter((event) => event.review !== 'rejected');

/** `verdicts`: all on this event, in the order in which they were given. */
export function reviewedEvent(event: EventRecord, verdicts: readonly VerdictRecord[]): ReviewedEvent {
  const label = event.recognition?.emotion ?? null;
  const found = { onset: event.onset, apex: event.apex, offset: event.offset };
  const decisions = latestOfEach(verdicts);
  const verdict = decisions.at(-1);
  if (!verdict) return { ...event, label, review: 'unreviewed', reviewer: null, found, decisions };
  const onset = verdict.onset ?? event.onset;
  const offset = verdict.offset ?? event.offset;
  return {
    ...event,
    ...{ onset, apex: verdict.apex ?? event.apex, offset },
    kind: kindOf(onset, offset),
    label: verdict.label ?? label,
    review: REVIEWS[verdict.verdict],
    reviewer: verdict.reviewer,
    found,
    decisions,
  };
}

function latestOfEach(verdicts: readonly VerdictRecord[]): VerdictRecord[] {
  const latest = new Map<string, VerdictRecord>();
  for (const verdict of verdicts) {
    latest.delete(verdict.reviewer);
    latest.set(verdict.reviewer, verdict);
  }
  return [...latest.values()];
}
