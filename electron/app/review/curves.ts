import type { Gives, Takes } from '../../../contract/channels/index.ts';
import { AU_NUMBERS } from '../../../contract/au.ts';
import {
  ALL_FRAMES,
  OVERVIEW_ACTIVITY,
  OVERVIEW_CELL_US,
  OVERVIEW_FLOATS,
  OVERVIEW_INTENSITIES,
  OVERVIEW_SEEN,
} from '../../engine/session/index.ts';
import type { OpenSession } from './open-sessions.ts';
import { ensureOverview } from './ensure-overview.ts';
import { inOurOrder } from './overlays.ts';

type Curves = Gives<'review.curves'>;

/** From two cells to a bin on, a bin's edge is right to half its width when drawn from the overview. */
const OVERVIEW_FROM_US = 2 * OVERVIEW_CELL_US;

/** The largest of each bin: from the measurements themselves, or for long spans from the session's overview. */
export async function curves(open: OpenSession, takes: Takes<'review.curves'>): Promise<Curves> {
  const bins = new Bins(takes);
  const isLong = (takes.toUs - takes.fromUs) / takes.bins >= OVERVIEW_FROM_US;
  if (isLong && (await ensureOverview(open))) fromOverview(open, takes.track, bins);
  else fromMeasurements(open, takes.track, bins);
  return bins.curves();
}

function fromMeasurements({ reader }: OpenSession, track: number, bins: Bins): void {
  const { auNumbers } = reader;
  for (const { timeUs } of reader.frames(bins.range)) bins.frames[bins.at(timeUs)]!++;
  for (const timeUs of reader.sightings(track, bins.range)) bins.seen[bins.at(timeUs)]!++;
  for (const { timeUs, au, activity } of reader.measurements(track, bins.range))
    bins.raise(bins.at(timeUs), activity, inOurOrder(au, auNumbers), 0);
}

function fromOverview({ reader }: OpenSession, track: number, bins: Bins): void {
  const { fromUs, toUs } = bins.range;
  const cellsOf = (each: number, use: (bin: number, cells: Float32Array, at: number) => void): void => {
    for (const { firstCell, cells } of reader.overview(each, fromUs, toUs))
      for (let at = 0, cell = firstCell; at < cells.length; at += OVERVIEW_FLOATS, cell++) {
        const middleUs = (cell + 0.5) * OVERVIEW_CELL_US;
        if (middleUs >= fromUs && middleUs <= toUs) use(bins.at(middleUs), cells, at);
      }
  };
  cellsOf(ALL_FRAMES, (bin, cells, at) => (bins.frames[bin]! += cells[at + OVERVIEW_SEEN]!));
  cellsOf(track, (bin, cells, at) => {
    bins.seen[bin]! += cells[at + OVERVIEW_SEEN]!;
    bins.raise(bin, cells[at + OVERVIEW_ACTIVITY]!, cells, at + OVERVIEW_INTENSITIES);
  });
}

/** Even parts of a span of time, and the largest of everything in each. */
class Bins {
  readonly range: { readonly fromUs: number; readonly toUs: number };
  readonly frames: Float64Array;
  readonly seen: Float64Array;
  readonly #count: number;
  readonly #left: Float32Array<ArrayBuffer>;
  readonly #right: Float32Array<ArrayBuffer>;
  readonly #activity: Float32Array<ArrayBuffer>;

  constructor({ fromUs, toUs, bins }: Takes<'review.curves'>) {
    this.range = { fromUs, toUs };
    this.#count = bins;
    this.frames = new Float64Array(bins);
    this.seen = new Float64Array(bins);
    this.#left = new Float32Array(AU_NUMBERS.length * bins).fill(NaN);
    this.#right = new Float32Array(AU_NUMBERS.length * bins).fill(NaN);
    this.#activity = new Float32Array(bins).fill(NaN);
  }

  /** The end of the span belongs to the last bin. */
  at(timeUs: number): number {
    const { fromUs, toUs } = this.range;
    const bin = Math.floor(((timeUs - fromUs) / (toUs - fromUs || 1)) * this.#count);
    return Math.min(this.#count - 1, Math.max(0, bin));
  }

  /** `values` from `from` on: the left intensities, then the right ones. */
  raise(bin: number, activity: number, values: Float32Array, from: number): void {
    raise(this.#activity, bin, activity);
    for (let i = 0; i < AU_NUMBERS.length; i++) {
      raise(this.#left, i * this.#count + bin, values[from + i]!);
      raise(this.#right, i * this.#count + bin, values[from + AU_NUMBERS.length + i]!);
    }
  }

  curves(): Curves {
    const seen01 = Float32Array.from(this.seen, (seen, i) =>
      Math.min(1, seen / (this.frames[i] || Infinity)),
    );
    const [left, right, activity] = [this.#left, this.#right, this.#activity];
    return { ...this.range, bins: this.#count, left, right, activity, seen01 };
  }
}

/** NaN gives way to any number. */
function raise(values: Float32Array, at: number, value: number): void {
  if (!(values[at]! >= value) && !Number.isNaN(value)) values[at] = value;
}
