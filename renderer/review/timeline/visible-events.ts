/** Which of many events a span shows, without looking at all of them. */
import type { EventRow } from '../../../contract/channels/review.ts';
import type { Span } from './scale.ts';

/** The events of one track by onset, ready to be asked for spans. */
export class EventIndex {
  readonly rows: readonly EventRow[];
  /** Latest offset among the events up to each: where a search may begin. */
  readonly #latestOffsetUs: Float64Array;

  /** `rows` by onset. */
  constructor(rows: readonly EventRow[]) {
    this.rows = rows;
    this.#latestOffsetUs = new Float64Array(rows.length);
    let latest = -Infinity;
    for (const [index, row] of rows.entries()) {
      latest = Math.max(latest, row.offset.timeUs);
      this.#latestOffsetUs[index] = latest;
    }
  }

  /** Indices `from` … `to` (left out) of rows among which are all that touch the span. */
  within({ fromUs, toUs }: Span): { from: number; to: number } {
    const from = firstIndex(this.rows.length, (index) => this.#latestOffsetUs[index]! >= fromUs);
    const to = firstIndex(this.rows.length, (index) => this.rows[index]!.onset.timeUs > toUs);
    return { from, to: Math.max(from, to) };
  }

  /** The one under a time, the shortest where several overlap; null: none within `slackUs`. */
  at(timeUs: number, slackUs: number): EventRow | null {
    const { from, to } = this.within({ fromUs: timeUs - slackUs, toUs: timeUs + slackUs });
    let found: EventRow | null = null;
    for (let index = from; index < to; index++) {
      const row = this.rows[index]!;
      if (row.offset.timeUs < timeUs - slackUs || row.onset.timeUs > timeUs + slackUs) continue;
      if (found === null || lengthUs(row) < lengthUs(found)) found = row;
    }
    return found;
  }
}

/** `rows` by onset. */
export const indexByTrack = (rows: readonly EventRow[]): ReadonlyMap<number, EventIndex> =>
  new Map([...Map.groupBy(rows, ({ track }) => track)].map(([track, own]) => [track, new EventIndex(own)]));

const lengthUs = (row: EventRow): number => row.offset.timeUs - row.onset.timeUs;

/** The first of `count` indices for which a condition holds that, once it holds, holds for all after; else `count`. */
export function firstIndex(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
