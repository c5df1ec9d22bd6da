import type { FaceSignals } from '../../../contract/signals.ts';
import { medianOf } from './bands.ts';
import { columnsOf, COMPONENTS, fourLargest, NOISE_FLOOR_IOD, noiseOf, QUICK_SPAN_S } from './motion-band.ts';

/**
 * Activity of the frame at hand, in noise units, from its past alone: for a display that cannot wait the 0.7 s after
 * which `activityOf` knows better. Motion is taken against the median of the last 1.4 s, and the noise is what the
 * last ten seconds scattered round such medians, both renewed four times a second.
 */
export class PresentActivity {
  readonly #recent: FaceSignals[] = [];
  #usual: Float32Array = new Float32Array(COMPONENTS);
  #deviations: Float32Array = new Float32Array(COMPONENTS).fill(NOISE_FLOOR_IOD);
  #renewUs = -Infinity;
  /** Rows of departures from the usual, sparse, of the last ten seconds. */
  readonly #departures: Float32Array[] = [];

  of(signals: FaceSignals): number {
    const { timeUs, motion } = signals;
    this.#recent.push(signals);
    while (this.#recent[0]!.timeUs < timeUs - QUICK_SPAN_S * 1e6) this.#recent.shift();
    if (timeUs >= this.#renewUs) this.#renew(timeUs);
    const departure = motion.map((value, c) => value - this.#usual[c]!);
    return fourLargest(departure, this.#deviations);
  }

  #renew(timeUs: number): void {
    this.#renewUs = timeUs + RENEW_US;
    const every = Math.max(1, Math.floor(this.#recent.length / ROWS_OF_MEDIAN));
    const rows = this.#recent.filter((_, i) => i % every === 0).map(({ motion }) => motion);
    this.#usual = Float32Array.from(columnsOf(rows), medianOf);
    for (const row of rows.slice(-ROWS_A_RENEWAL))
      this.#departures.push(row.map((value, c) => value - this.#usual[c]!));
    this.#departures.splice(0, this.#departures.length - MOST_DEPARTURES);
    this.#deviations = noiseOf(columnsOf(this.#departures));
  }
}

const RENEW_US = 250_000;
/** As many as a median needs to be good to a tenth of the noise. */
const ROWS_OF_MEDIAN = 40;
/** Five of each quarter of a second make 200 in ten. */
const ROWS_A_RENEWAL = 5;
const MOST_DEPARTURES = 200;
