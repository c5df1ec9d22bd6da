import { AU_NUMBERS } from '../../../contract/au.ts';
import type { LiveCurves } from '../../../contract/channels/live.ts';
import type { MeasuredFrame } from '../../engine/live.ts';

/** A message for every frame would be a hundred a second; at thirty a strip still scrolls smoothly. */
const TOLD_EVERY_MS = 33;
const UNITS = 2 * AU_NUMBERS.length;

/** Gathers what is measured on every frame and tells it in batches, one a face. */
export class CurveBatches {
  readonly #tell: (batch: LiveCurves) => void;
  readonly #now: () => number;
  #waiting = new Map<number, { timesUs: number[]; aus: number[]; activity: number[] }>();
  #toldAtMs = -Infinity;

  constructor(tell: (batch: LiveCurves) => void, now: () => number = () => performance.now()) {
    this.#tell = tell;
    this.#now = now;
  }

  take({ moment, faces }: Pick<MeasuredFrame, 'moment' | 'faces'>): void {
    for (const { track, aus, activity } of faces) {
      if (aus === null) continue;
      const waiting = this.#waiting.get(track) ?? { timesUs: [], aus: [], activity: [] };
      this.#waiting.set(track, waiting);
      waiting.timesUs.push(moment.timeUs);
      waiting.aus.push(...aus.subarray(0, UNITS));
      waiting.activity.push(activity ?? NaN);
    }
    const now = this.#now();
    if (now - this.#toldAtMs < TOLD_EVERY_MS) return;
    this.#toldAtMs = now;
    for (const [track, { timesUs, aus, activity }] of this.#waiting) {
      this.#tell({
        track,
        timesUs: Float64Array.from(timesUs),
        aus: Float32Array.from(aus),
        activity: Float32Array.from(activity),
      });
    }
    this.#waiting = new Map();
  }
}
