/** An event's units in words, in lists, badges and for screen readers. */
import type { EventRow } from '../../contract/channels/review.ts';
import { t } from '../strings/index.ts';

/** As many as a badge has room for and an ear can follow. */
const NAMED = 3;

/** The clearest units of an event, most certain first. */
export function clearestUnits(event: EventRow): EventRow['aus'] {
  return event.aus
    .toSorted((one, other) => other.p - one.p || other.intensity - one.intensity)
    .slice(0, NAMED);
}

export function badgeText(event: EventRow): string {
  const units = clearestUnits(event).map(({ au, side }) => t.live.events.au(au, side));
  return t.live.events.badge(event.kind, units.join(', '));
}

export function spokenText(event: EventRow, name: string): string {
  const units = clearestUnits(event).map(({ au, side }) => t.live.events.auName(au, side));
  return t.live.events.spoken(name, event.kind, units.join('; '));
}

export function durationMs(event: EventRow): number {
  return (event.offset.timeUs - event.onset.timeUs) / 1000;
}
