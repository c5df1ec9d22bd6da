/** The latest measurements of one face: rings of plain numbers, so that a frame costs no memory once they are there. */
import { AU_NUMBERS } from '../../contract/au.ts';

/** Left units, right units, activity. */
export const CURVES = 2 * AU_NUMBERS.length + 1;
export const ACTIVITY_CURVE = CURVES - 1;

export class CurveHistory {
  readonly capacity: number;
  /** Samples taken since the start; sample n lies in slot n mod capacity. */
  count = 0;
  readonly #timesUs: Float64Array;
  readonly #values: Float32Array;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.#timesUs = new Float64Array(capacity);
    this.#values = new Float32Array(capacity * CURVES);
  }

  /** Takes a frame's measurements, unless it is older than the last: what was drawn stays drawn. */
  push(timeUs: number, aus: Float32Array, activity: number): void {
    if (this.count > 0 && timeUs <= this.timeUs(this.count - 1)) return;
    const slot = this.count % this.capacity;
    this.#timesUs[slot] = timeUs;
    this.#values.set(aus, slot * CURVES);
    this.#values[slot * CURVES + ACTIVITY_CURVE] = activity;
    this.count++;
  }

  /** The oldest sample that is still there. */
  get first(): number {
    return Math.max(0, this.count - this.capacity);
  }

  timeUs(sample: number): number {
    return this.#timesUs[sample % this.capacity]!;
  }

  value(sample: number, curve: number): number {
    return this.#values[(sample % this.capacity) * CURVES + curve]!;
  }
}
