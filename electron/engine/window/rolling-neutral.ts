import { medianOfPlanes } from '../../../native/index.ts';

/**
 * What a face looks like at rest: the median over time, pixel by pixel, of its recent crops. Blinks and
 * micro-expressions are shorter than half the span and disappear in it; noise shrinks to a quarter.
 *
 * From the past only, so that it is the same live and from a file.
 */
export class RollingNeutral {
  readonly #samples: Uint8Array[] = [];
  readonly #planes: number;
  readonly #planeBytes: number;
  #oldest = 0;
  #nextSampleUs = -Infinity;
  #nextMedianUs = -Infinity;
  readonly #median: Uint8Array;

  /** `planes` planes of `planeBytes` bytes a crop. */
  constructor(planes: number, planeBytes: number) {
    this.#planes = planes;
    this.#planeBytes = planeBytes;
    this.#median = new Uint8Array(planes * planeBytes);
  }

  /**
   * Looks at a crop (copied, if at all). Returns the neutral when it has been renewed: at the first crop, and then
   * every half second. The returned array is reused by the next renewal.
   */
  offer(timeUs: number, crop: Uint8Array): Uint8Array | null {
    if (timeUs < this.#nextSampleUs) return null;
    this.#nextSampleUs = timeUs + SAMPLE_EVERY_US;
    this.#keep(crop);
    if (timeUs < this.#nextMedianUs) return null;
    this.#nextMedianUs = timeUs + RENEW_EVERY_US;
    if (this.#samples.length < FEWEST) {
      this.#median.set(crop);
      return this.#median;
    }
    for (let plane = 0; plane < this.#planes; plane++) {
      const of = (bytes: Uint8Array) =>
        bytes.subarray(plane * this.#planeBytes, (plane + 1) * this.#planeBytes);
      medianOfPlanes(this.#samples.map(of), of(this.#median));
    }
    return this.#median;
  }

  #keep(crop: Uint8Array): void {
    if (this.#samples.length < MOST) {
      this.#samples.push(crop.slice());
      return;
    }
    this.#samples[this.#oldest]!.set(crop);
    this.#oldest = (this.#oldest + 1) % MOST;
  }
}

/** 15 samples over a second and a half: a blink or a micro-expression of up to 0.7 s is outvoted. */
const SAMPLE_EVERY_US = 100_000;
const MOST = 15;
const FEWEST = 5;
const RENEW_EVERY_US = 500_000;
