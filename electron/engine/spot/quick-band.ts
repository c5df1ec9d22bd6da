import type { FaceSignals } from '../../../contract/signals.ts';
import { smoothRows } from './bands.ts';
import {
  bandOf,
  columnsOf,
  COMPONENTS,
  noiseOf,
  QUICK_SPAN_S,
  SMOOTH_S,
  type MotionBand,
} from './motion-band.ts';
import { RollingWindow } from './rolling-window.ts';

/**
 * The quick band of a stream: what a median over 1.4 s forgets, worked out once for every frame as soon as the
 * 0.7 s after it are known.
 */
export class QuickBand {
  readonly #raw: FaceSignals[] = [];
  /** How many of `#raw` have been smoothed. */
  #smoothed = 0;
  readonly #window = new RollingWindow(COMPONENTS);
  readonly #medians = new Float64Array(COMPONENTS);
  /** Smoothed samples whose median is not known yet, and the settled ones behind them. */
  #waiting: { readonly signals: FaceSignals; readonly timeS: number; readonly motion: Float32Array }[] = [];
  #noise: Float32Array = new Float32Array(COMPONENTS);
  #noiseUs = -Infinity;
  #settled: { readonly signals: FaceSignals; readonly motion: Float32Array }[] = [];

  push(signals: FaceSignals): void {
    this.#raw.push(signals);
    this.#smoothUpTo(signals.timeUs / 1e6 - 3 * SMOOTH_S);
    this.#settleUpTo(signals.timeUs / 1e6 - 3 * SMOOTH_S - QUICK_SPAN_S / 2);
    const oldest = signals.timeUs - KEEP_US;
    if (this.#settled.length > 0 && this.#settled[0]!.signals.timeUs < oldest - TRIM_US) {
      this.#settled = this.#settled.filter(({ signals: { timeUs } }) => timeUs >= oldest);
    }
  }

  /** The stream has ended: nothing more is waited for. */
  flush(): void {
    this.#smoothUpTo(Infinity);
    this.#settleUpTo(Infinity);
  }

  /** Time of the newest settled frame; −∞ when there is none. */
  get settledUs(): number {
    return this.#settled.at(-1)?.signals.timeUs ?? -Infinity;
  }

  /** The band over the last `seconds` settled ones, with the noise of the ten kept, renewed every second. */
  recent(seconds: number): { readonly band: MotionBand; readonly stretch: readonly FaceSignals[] } {
    const from = this.settledUs - seconds * 1e6;
    const recent = this.#settled.filter(({ signals }) => signals.timeUs >= from);
    this.#renewNoise();
    const stretch = recent.map(({ signals }) => signals);
    const times = Float64Array.from(stretch, ({ timeUs }) => timeUs / 1e6);
    const columns = columnsOf(recent.map(({ motion }) => motion));
    return { band: bandOf(times, columns, stretch, this.#noise), stretch };
  }

  #renewNoise(): void {
    if (this.settledUs < this.#noiseUs + NOISE_EVERY_US) return;
    this.#noiseUs = this.settledUs;
    const step = Math.max(1, Math.floor(this.#settled.length / NOISE_SAMPLES));
    const rows = this.#settled.filter((_, i) => i % step === 0).map(({ motion }) => motion);
    this.#noise = noiseOf(columnsOf(rows));
  }

  /** Smooths the raw samples up to `timeS`; the samples around them that the kernel needs stay. */
  #smoothUpTo(timeS: number): void {
    let to = this.#smoothed;
    while (to < this.#raw.length && this.#raw[to]!.timeUs / 1e6 <= timeS) to++;
    if (to === this.#smoothed) return;
    const times = Float64Array.from(this.#raw, ({ timeUs }) => timeUs / 1e6);
    const raw = this.#raw.map(({ motion }) => motion);
    smoothRows(times, raw, SMOOTH_S, this.#smoothed, to).forEach((motion, k) => {
      const i = this.#smoothed + k;
      this.#window.add(times[i]!, motion);
      this.#waiting.push({ signals: this.#raw[i]!, timeS: times[i]!, motion });
    });
    const keepFrom = this.#raw.findIndex(({ timeUs }) => timeUs / 1e6 >= times[to - 1]! - 3 * SMOOTH_S);
    this.#raw.splice(0, keepFrom);
    this.#smoothed = to - keepFrom;
  }

  #settleUpTo(timeS: number): void {
    let count = 0;
    for (const { signals, timeS: at, motion } of this.#waiting) {
      if (at > timeS) break;
      this.#window.mediansAround(at, QUICK_SPAN_S, this.#medians);
      const quick = motion.map((value, c) => value - this.#medians[c]!);
      this.#settled.push({ signals, motion: quick });
      count++;
    }
    this.#waiting.splice(0, count);
  }
}

/** Ten seconds give a robust noise even when some movements and blinks lie in them; 500 samples of it suffice. */
const KEEP_US = 10_000_000;
const NOISE_SAMPLES = 500;
const NOISE_EVERY_US = 1_000_000;
/** Old samples are dropped a second at a time. */
const TRIM_US = 1_000_000;
