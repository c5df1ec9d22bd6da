/** Scores clips and adds the scores up. */
import type { SpottedEvent } from '../../contract/spot.ts';
import { f1, iou, scoreSpotting, type Interval } from '../../test/helpers/spotting-score.ts';
import { median } from '../harness.ts';
import type { ClipLabels, KnownEvent } from './made-clips.ts';

/** Bins of the peak displacement in % of IOD: lower border, upper border. */
export const BINS = [
  [0, 1],
  [1, 2],
  [2, 4.5],
] as const;

export interface Score {
  readonly true: number;
  readonly hits: number;
  readonly falseEvents: number;
  readonly f1: number;
}

export interface ConditionResult {
  readonly condition: string;
  readonly clips: number;
  readonly minutes: number;
  readonly micro: Score;
  readonly microByFamily: Readonly<Record<string, Score>>;
  /** Of the true micro events in each bin of peak displacement, how many were found. */
  readonly recallBySize: readonly { readonly pctIod: string; readonly true: number; readonly hits: number }[];
  /** Median of |found − true| in milliseconds; null without hits. */
  readonly apexErrorMs: number | null;
  readonly falsePerMinute: number;
  readonly macro: Score;
  readonly missed: readonly string[];
  readonly falseOnes: readonly string[];
}

interface Found extends Interval {
  readonly event: SpottedEvent;
}

export class Tally {
  readonly #condition: string;
  #clips = 0;
  #seconds = 0;
  readonly #micro = { true: 0, hits: 0, falseEvents: 0 };
  readonly #macro = { true: 0, hits: 0, falseEvents: 0 };
  readonly #families = new Map<string, { true: number; hits: number; falseEvents: number }>();
  readonly #bins = BINS.map(() => ({ true: 0, hits: 0 }));
  readonly #apexErrorsMs: number[] = [];
  readonly #missed: string[] = [];
  readonly #falseOnes: string[] = [];

  constructor(condition: string) {
    this.#condition = condition;
  }

  add(clip: string, labels: ClipLabels, events: readonly SpottedEvent[]): void {
    this.#clips++;
    this.#seconds += labels.durationS;
    const found = events.map((event): Found => ({
      event,
      onsetS: event.onset.timeUs / 1e6,
      apexS: event.apex.timeUs / 1e6,
      offsetS: event.offset.timeUs / 1e6,
    }));
    const family = this.#families.get(labels.family) ?? { true: 0, hits: 0, falseEvents: 0 };
    this.#families.set(labels.family, family);
    for (const kind of ['micro', 'macro'] as const) {
      const known = labels.events.filter((event) => event.kind === kind);
      const score = scoreSpotting(
        found.filter(({ event }) => event.kind === kind),
        known,
      );
      for (const sum of kind === 'micro' ? [this.#micro, family] : [this.#macro]) {
        sum.true += score.known;
        sum.hits += score.hits;
        sum.falseEvents += score.found - score.hits;
      }
      for (const each of score.falseOnes as readonly Found[])
        this.#falseOnes.push(`${clip} ${describeFalse(each, labels)}`);
      for (const each of score.missed as readonly KnownEvent[])
        this.#missed.push(`${clip} ${describeMiss(each, found, labels)}`);
      if (kind === 'macro') continue;
      this.#apexErrorsMs.push(...score.apexErrorsS.map((error) => 1000 * Math.abs(error)));
      BINS.forEach(([from, to], bin) => {
        const inside = known.filter(({ pctIod }) => pctIod >= from && pctIod < to);
        this.#bins[bin]!.true += inside.length;
        this.#bins[bin]!.hits += inside.filter((event) => !score.missed.includes(event)).length;
      });
    }
  }

  result(): ConditionResult {
    const minutes = this.#seconds / 60;
    return {
      condition: this.#condition,
      clips: this.#clips,
      minutes: round(minutes, 2),
      micro: withF1(this.#micro),
      microByFamily: Object.fromEntries([...this.#families].map(([family, sums]) => [family, withF1(sums)])),
      recallBySize: BINS.map(([from, to], bin) => ({
        pctIod: `${String(from)}–${String(to)}`,
        ...this.#bins[bin]!,
      })),
      apexErrorMs: this.#apexErrorsMs.length > 0 ? round(median(this.#apexErrorsMs), 1) : null,
      falsePerMinute: round(this.#micro.falseEvents / minutes, 2),
      macro: withF1(this.#macro),
      missed: this.#missed,
      falseOnes: this.#falseOnes,
    };
  }
}

function withF1(sums: { readonly true: number; readonly hits: number; readonly falseEvents: number }): Score {
  const found = sums.hits + sums.falseEvents;
  return { ...sums, f1: round(f1({ hits: sums.hits, found, known: sums.true }), 3) };
}

function describeFalse(found: Found, labels: ClipLabels): string {
  const { event } = found;
  const aus = event.aus.map(({ au }) => `AU${String(au)}`).join(' ');
  const cautions = event.cautions.length > 0 ? `cautions ${event.cautions.join(' ')}` : 'no caution';
  return `${event.kind} ${span(found)} s, score ${event.score.toFixed(2)}, ${aus}, ${cautions}; beside ${beside(found, labels)}`;
}

/** What became of a true event: nothing, the wrong kind, or wrong borders. */
function describeMiss(missed: KnownEvent, found: readonly Found[], labels: ClipLabels): string {
  const nearest = found
    .filter((each) => iou(each, missed) > 0)
    .toSorted((x, y) => iou(y, missed) - iou(x, missed))[0];
  const fate = !nearest
    ? 'not found'
    : `found as ${nearest.event.kind} ${span(nearest)}, IoU ${iou(nearest, missed).toFixed(2)}`;
  const others = beside(missed, { ...labels, events: labels.events.filter((event) => event !== missed) });
  return `${missed.kind} ${missed.what} ${span(missed)} s, ${missed.pctIod.toFixed(1)} % IOD: ${fate}; beside ${others}`;
}

const span = ({ onsetS, offsetS }: Interval): string => `${onsetS.toFixed(2)}–${offsetS.toFixed(2)}`;

/** What moves within 0.2 s of an interval. */
function beside({ onsetS, offsetS }: Interval, labels: ClipLabels): string {
  const isNear = (fromS: number, toS: number): boolean => fromS < offsetS + 0.2 && toS > onsetS - 0.2;
  const near = [
    ...labels.distractors.filter(({ fromS, toS }) => isNear(fromS, toS)).map(({ what }) => what),
    ...labels.events.filter((event) => isNear(event.onsetS, event.offsetS)).map(({ kind }) => `a ${kind}`),
  ];
  return near.length > 0 ? near.join(', ') : 'nothing';
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
