import type { EventRecord, SessionReader, TimeRange, VerdictRecord } from '../../../contract/session.ts';
import { MICRO_MAX_S } from '../../../contract/spot.ts';

export type Review = 'unreviewed' | 'confirmed' | 'rejected' | 'relabelled';

/** An event as it stands after the latest verdict on it. */
export interface ReviewedEvent extends EventRecord {
  readonly label: string | null;
  readonly review: Review;
  readonly reviewer: string | null;
}

const REVIEWS = {
  confirm: 'confirmed',
  reject: 'rejected',
  relabel: 'relabelled',
} as const satisfies Record<VerdictRecord['verdict'], Review>;

/** The events that touch the span, by onset; moments and labels are the reviewer's where there is one. */
export function reviewedEvents(session: SessionReader, range: TimeRange): ReviewedEvent[] {
  const verdicts = new Map<number, VerdictRecord>();
  for (const verdict of session.verdicts()) verdicts.set(verdict.eventId, verdict);
  const { fromUs = -Infinity, toUs = Infinity } = range;
  return [...session.events()]
    .map((event) => review(event, verdicts.get(event.id)))
    .filter(({ onset, offset }) => offset.timeUs >= fromUs && onset.timeUs <= toUs)
    .sort((a, b) => a.onset.timeUs - b.onset.timeUs || a.id - b.id);
}

/** The same without those a reviewer rejected: what annotation programs are to show. */
export const standingEvents = (session: SessionReader, range: TimeRange): ReviewedEvent[] =>
  reviewedEvents(session, range).filter((event) => event.review !== 'rejected');

function review(event: EventRecord, verdict: VerdictRecord | undefined): ReviewedEvent {
  const label = event.recognition?.emotion ?? null;
  if (!verdict) return { ...event, label, review: 'unreviewed', reviewer: null };
  const onset = verdict.onset ?? event.onset;
  const offset = verdict.offset ?? event.offset;
  return {
    ...event,
    ...{ onset, apex: verdict.apex ?? event.apex, offset },
    kind: offset.timeUs - onset.timeUs <= MICRO_MAX_S * 1e6 ? 'micro' : 'macro',
    label: verdict.label ?? label,
    review: REVIEWS[verdict.verdict],
    reviewer: verdict.reviewer,
  };
}
