import type { SessionReader, TimeRange } from '../../../contract/session.ts';
import type { EventKind } from '../../../contract/spot.ts';
import { eventSpanMs, toLanes } from './milliseconds.ts';
import { type ReviewedEvent, standingEvents } from '../../../contract/reviewed-events.ts';
import { KIND_NAMES } from './wording.ts';

export const APEX = 'apex';

/** An event as BORIS codes it: a state from onset to offset, and a point at the apex. */
export interface BorisEvent {
  readonly event: ReviewedEvent;
  readonly behavior: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly apexMs: number;
}

/**
 * BORIS pairs the starts and stops of one behavior by their order, so events of a face that overlap get behaviors
 * of their own: `micro-expression`, `micro-expression 2`, … Rejected events are left out.
 */
export function borisEvents(session: SessionReader, range: TimeRange): BorisEvent[] {
  const placed = standingEvents(session, range).map((event) => ({ event, ...eventSpanMs(event, session) }));
  const groups = Map.groupBy(placed, ({ event }) => `${event.trackId} ${event.kind}`);
  return [...groups.values()]
    .flatMap((group) =>
      toLanes(group).flatMap((lane, i) =>
        lane.map((item) => ({
          ...item,
          behavior: behaviorName(item.event.kind, i),
          apexMs: Math.floor(item.event.apex.timeUs / 1000),
        })),
      ),
    )
    .sort((a, b) => a.fromMs - b.fromMs || a.event.id - b.event.id);
}

const behaviorName = (kind: EventKind, lane: number): string =>
  KIND_NAMES[kind] + (lane === 0 ? '' : ` ${lane + 1}`);
