import type { SessionReader, TimeRange } from '../../../../contract/session.ts';
import { type ReviewedEvent, reviewedEvents } from '../../../../contract/reviewed-events.ts';

/** Which events: those that are not rejected, those a person stands by, or these ids. */
export type EventChoice = 'standing' | 'confirmed' | readonly number[];

/** One event's clip before it is written: every frame of the source within the span, ends included. */
export interface ClipPlan {
  readonly event: ReviewedEvent;
  readonly fromUs: number;
  readonly toUs: number;
}

export const chosenEvents = (
  session: SessionReader,
  choice: EventChoice,
  range: TimeRange,
): ReviewedEvent[] =>
  reviewedEvents(session, range).filter(({ id, review }) => {
    if (choice === 'standing') return review !== 'rejected';
    if (choice === 'confirmed') return review === 'confirmed' || review === 'relabelled';
    return choice.includes(id);
  });

/** In the order in which the clips begin. */
export const planClips = (events: readonly ReviewedEvent[], paddingS: number): ClipPlan[] =>
  events
    .map((event) => ({
      event,
      fromUs: event.onset.timeUs - paddingS * 1e6,
      toUs: event.offset.timeUs + paddingS * 1e6,
    }))
    .sort((a, b) => a.fromUs - b.fromUs || a.event.id - b.event.id);
