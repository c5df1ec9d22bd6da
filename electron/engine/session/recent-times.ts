/** Faces are written some seconds after their frames: four thousand frames are eight seconds at 500 a second. */
const KEPT = 4096;

/** The times of the latest frames by their index, in constant memory. */
export class RecentTimes {
  readonly #frames = new Float64Array(KEPT).fill(-1);
  readonly #timesUs = new Float64Array(KEPT);

  add(frameIndex: number, timeUs: number): void {
    this.#frames[frameIndex % KEPT] = frameIndex;
    this.#timesUs[frameIndex % KEPT] = timeUs;
  }

  of(frameIndex: number): number | null {
    return this.#frames[frameIndex % KEPT] === frameIndex ? this.#timesUs[frameIndex % KEPT]! : null;
  }
}
