import type { SessionReader } from '../../../contract/session.ts';
import type { SpottedEvent } from '../../../contract/spot.ts';

export interface SpanMs {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * An event for formats that know only whole milliseconds: the onset rounds down and the offset up, so that nothing
 * of it is cut off. Up to 500 frames a second, the frame nearest to either end is still the event's own.
 */
export function eventSpanMs({ onset, offset }: SpottedEvent, session: SessionReader): SpanMs {
  const fromMs = Math.max(0, Math.floor(onset.timeUs / 1000));
  // ELAN and BORIS know no event without length: one within a single frame lasts until the next frame.
  const isOneFrame = offset.timeUs <= onset.timeUs;
  const toMs = isOneFrame
    ? endOfFrameMs(offset.frameIndex, fromMs, session)
    : Math.ceil(offset.timeUs / 1000);
  return { fromMs, toMs };
}

/** The frame of the apex, inside the event's span; at least 1 ms long. */
export function apexSpanMs({ apex }: SpottedEvent, event: SpanMs, session: SessionReader): SpanMs {
  const startMs = Math.floor(apex.timeUs / 1000);
  const fromMs = Math.min(Math.max(startMs, event.fromMs), event.toMs - 1);
  return {
    fromMs,
    toMs: Math.min(Math.max(endOfFrameMs(apex.frameIndex, fromMs, session), fromMs + 1), event.toMs),
  };
}

/** Distributes spans, which come by their beginnings, over as few lanes as keep each lane free of overlaps. */
export function toLanes<Item extends SpanMs>(items: readonly Item[]): Item[][] {
  const lanes: Item[][] = [];
  for (const item of items) {
    const free = lanes.find((lane) => lane.at(-1)!.toMs <= item.fromMs);
    if (free) free.push(item);
    else lanes.push([item]);
  }
  return lanes;
}

function endOfFrameMs(frameIndex: number, startMs: number, session: SessionReader): number {
  const nextUs = session.timeOf(frameIndex + 1);
  return nextUs === null ? startMs + 1 : Math.max(Math.ceil(nextUs / 1000), startMs + 1);
}
