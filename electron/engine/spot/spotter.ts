import type { FaceSignals } from '../../../contract/signals.ts';
import type { SpottedEvent } from '../../../contract/spot.ts';
import { quickEvents, slowEvents, type Describe, type TrackView } from './events.ts';
import { QuickBand } from './quick-band.ts';

/**
 * Spots one face's events as its signals come in, live or from a file, in the same way.
 *
 *     const spotter = new Spotter(trackId, describe);
 *     for (…) for (const event of spotter.push(signals)) …
 *     for (const event of spotter.end()) …
 *
 * An event is given out once, as soon as what comes after can hardly change it: a quick one about 1.7 s
 * after its offset, a slow one 5 s after its apex.
 */
export class Spotter {
  readonly #trackId: number;
  readonly #describe: Describe;
  #bordersS: readonly [number, number] = [-Infinity, Infinity];
  readonly #quickBand = new QuickBand();
  readonly #past: FaceSignals[] = [];
  #given: SpottedEvent[] = [];
  /** Quick movements of more than half a second, until it is known whether they are part of a slow one. */
  #deferred: SpottedEvent[] = [];
  #nextQuickUs = -Infinity;
  #nextSlowUs = -Infinity;

  constructor(trackId: number, describe: Describe) {
    this.#trackId = trackId;
    this.#describe = describe;
  }

  /** Takes the next frame's signals; returns the events that are settled now, in no particular order. */
  push(signals: FaceSignals): SpottedEvent[] {
    const now = signals.timeUs;
    if (this.#past.length === 0) this.#bordersS = [now / 1e6, Infinity];
    this.#past.push(signals);
    this.#quickBand.push(signals);
    if (this.#past[0]!.timeUs < now - (SLOW_STRETCH_US + TRIM_US)) {
      const keep = this.#past.findIndex(({ timeUs }) => timeUs >= now - SLOW_STRETCH_US);
      this.#past.splice(0, keep);
      this.#given = this.#given.filter(({ offset }) => offset.timeUs >= now - SLOW_STRETCH_US);
    }
    const events: SpottedEvent[] = [];
    if (now >= this.#nextQuickUs) {
      this.#nextQuickUs = now + QUICK_HOP_US;
      const settled = this.#quickBand.settledUs - SETTLE_US;
      const quick = this.#quick().filter(({ offset }) => offset.timeUs <= settled);
      events.push(...this.#give(quick.filter(({ kind }) => kind === 'micro')));
      this.#defer(quick);
    }
    if (now >= this.#nextSlowUs) {
      this.#nextSlowUs = now + SLOW_HOP_US;
      events.push(...this.#give(this.#longer(now - SLOW_SETTLE_US)));
    }
    return events;
  }

  /** The track has ended: gives out whatever is left. */
  end(): SpottedEvent[] {
    const last = this.#past.at(-1);
    if (!last) return [];
    this.#bordersS = [this.#bordersS[0], last.timeUs / 1e6];
    this.#quickBand.flush();
    const quick = this.#quick();
    this.#defer(quick);
    return [
      ...this.#give(quick.filter(({ kind }) => kind === 'micro')),
      ...this.#give(this.#longer(Infinity)),
    ];
  }

  get #view(): TrackView {
    return { trackId: this.#trackId, describe: this.#describe, bordersS: this.#bordersS };
  }

  #quick(): SpottedEvent[] {
    const { band, stretch } = this.#quickBand.recent(QUICK_LOOK_S);
    const events = quickEvents(this.#view, band, stretch);
    // What lies at the start of a later look was settled in an earlier one, with more context than is left of it.
    const isFirstLook = stretch[0] === this.#past[0];
    const fresh = (stretch[0]?.timeUs ?? 0) + STALE_US;
    return isFirstLook ? events : events.filter(({ apex }) => apex.timeUs >= fresh);
  }

  #defer(quick: readonly SpottedEvent[]): void {
    for (const event of quick) {
      if (event.kind === 'micro' || this.#deferred.some((other) => shared(other, event) > SAME_EVENT))
        continue;
      this.#deferred.push(event);
    }
  }

  /** Movements of more than half a second with their apex up to `untilUs`: the slow ones, and quick ones beside them. */
  #longer(untilUs: number): SpottedEvent[] {
    const slow = slowEvents(this.#view, this.#past).filter(({ apex }) => apex.timeUs <= untilUs);
    const due = this.#deferred.filter(({ apex }) => apex.timeUs <= untilUs);
    this.#deferred = this.#deferred.filter((event) => !due.includes(event));
    const touches = (event: SpottedEvent) => (other: SpottedEvent) => shared(event, other) > 0;
    return [...slow, ...due.filter((event) => ![...slow, ...this.#given].some(touches(event)))];
  }

  /** Keeps those that have not been given out before. */
  #give(events: readonly SpottedEvent[]): SpottedEvent[] {
    const fresh = events.filter((event) => !this.#given.some((given) => shared(given, event) > SAME_EVENT));
    this.#given.push(...fresh);
    return fresh;
  }
}

/** Intersection over union of two events in time. */
function shared(x: SpottedEvent, y: SpottedEvent): number {
  const both = Math.min(x.offset.timeUs, y.offset.timeUs) - Math.max(x.onset.timeUs, y.onset.timeUs);
  const union = Math.max(x.offset.timeUs, y.offset.timeUs) - Math.min(x.onset.timeUs, y.onset.timeUs);
  return both / Math.max(union, 1);
}

/** Two looks at the same movement agree far better than this; two movements, one inside a long other, far less. */
const SAME_EVENT = 0.4;

/** Whether more movements follow closely, as in speech, is asked of the 0.9 s after an apex. */
const SETTLE_US = 850_000;
const QUICK_HOP_US = 250_000;
/** An event, the wait for its end and a hop, twice over; blinks' own band needs 0.7 s on either side. */
const QUICK_LOOK_S = 5;
const STALE_US = 1_500_000;

const SLOW_SETTLE_US = 5_000_000;
const SLOW_HOP_US = 2_000_000;
const SLOW_STRETCH_US = 20_000_000;
/** The past is trimmed two seconds at a time. */
const TRIM_US = 2_000_000;
