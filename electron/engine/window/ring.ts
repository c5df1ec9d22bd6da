import { cropBytes, RECIPE } from '../../../contract/recipe.ts';
import { HEADER, layOutRing, viewRing, type RingViews } from './layout.ts';

/** A crop as it lies in the ring; whole as long as `isIntact` says so of the span it came in. */
export interface CropSpan {
  /** Views into the ring in order of time, none copied. */
  readonly crops: readonly Uint8Array[];
  readonly timesUs: Float64Array;
  readonly frameIndices: Int32Array;
  /** Which crops these are, counted from the ring's first; what `isIntact` asks about. */
  readonly numbers: Int32Array;
}

/**
 * The last aligned crops of one face, by time, in shared memory. One writer, any number of readers in any thread;
 * the oldest crop is overwritten. Writing allocates nothing.
 *
 *     const ring = CropRing.create(128);
 *     warpFace(…, ring.reserve(frame.timeUs, frame.index));
 *     ring.commit();
 *     const { crops, timesUs } = ring.span(nowUs - 500_000, nowUs);
 *     const reader = new CropRing(ring.memory);    // in another thread
 *
 * Crop n lies in slot n mod slots, whose sequence number is 2·(⌊n / slots⌋ + 1) once it is whole and odd while it is
 * being written, so a reader knows which crop it sees and notices when it was overtaken. The count of crops is 32 bits
 * wide: 124 days at 200 fps.
 */
export class CropRing {
  readonly memory: SharedArrayBuffer;
  readonly #views: RingViews;
  #reserved = -1;

  /** A ring over memory that `create` made, here or in another thread. */
  constructor(memory: SharedArrayBuffer) {
    this.memory = memory;
    this.#views = viewRing(memory);
  }

  /** `slots`: crops kept, at least 2 (128 hold 0.6 s at 200 fps and 4 s at 30 fps, in 32 MiB). */
  static create(slots: number, bytesPerCrop: number = cropBytes(RECIPE)): CropRing {
    if (!Number.isInteger(slots) || slots < 2) throw new Error(`internal: a ring of ${slots} slots`);
    return new CropRing(layOutRing(slots, bytesPerCrop));
  }

  /** Crops that can be read now. */
  get length(): number {
    const newest = this.#commits();
    return newest - this.#oldest(newest);
  }

  /** Time of the oldest crop in microseconds; null when there is none. */
  get firstTimeUs(): number | null {
    const newest = this.#commits();
    const oldest = this.#oldest(newest);
    return oldest === newest ? null : this.#timeOf(oldest);
  }

  /** Time of the newest crop in microseconds; null when there is none. */
  get lastTimeUs(): number | null {
    const newest = this.#commits();
    return newest === 0 ? null : this.#timeOf(newest - 1);
  }

  /**
   * Takes the oldest slot for the crop of a frame and returns its memory to write into. Until `commit`, readers see
   * neither the old crop nor the new one. Times must grow; a crop that is not committed is forgotten at the next
   * `reserve`.
   */
  reserve(timeUs: number, frameIndex: number): Uint8Array {
    const { sequence, timeUs: times, frameIndex: indices, crops, slots } = this.#views;
    const newest = this.#commits();
    if (newest > 0 && !(timeUs > this.#timeOf(newest - 1)))
      throw new Error(`internal: a crop of ${timeUs} µs after one of ${this.#timeOf(newest - 1)} µs`);
    const slot = newest % slots;
    if ((Atomics.load(sequence, slot) & 1) === 0) Atomics.add(sequence, slot, 1);
    times[slot] = timeUs;
    indices[slot] = frameIndex;
    this.#reserved = slot;
    return crops[slot]!;
  }

  /** Makes the reserved crop the newest. */
  commit(): void {
    const slot = this.#reserved;
    if (slot < 0) throw new Error('internal: commit without reserve');
    this.#reserved = -1;
    Atomics.add(this.#views.sequence, slot, 1);
    Atomics.add(this.#views.header, HEADER.commits, 1);
  }

  /** The crops whose times lie in [fromUs, toUs]. */
  span(fromUs: number, toUs: number): CropSpan {
    const newest = this.#commits();
    const oldest = this.#oldest(newest);
    return this.#collect(
      this.#firstAtOrAfter(fromUs, oldest, newest),
      this.#firstAfter(toUs, oldest, newest),
    );
  }

  /** As `span`, from the last crop at or before `fromUs` to the first at or after `toUs`: what interpolation needs. */
  spanAround(fromUs: number, toUs: number): CropSpan {
    const newest = this.#commits();
    const oldest = this.#oldest(newest);
    const before = this.#firstAfter(fromUs, oldest, newest) - 1;
    const after = this.#firstAtOrAfter(toUs, oldest, newest);
    return this.#collect(Math.max(before, oldest), Math.min(after + 1, newest));
  }

  /** Whether no crop of the span has been overwritten since it was taken. Ask after using its pixels. */
  isIntact({ numbers }: CropSpan): boolean {
    const { slots, sequence } = this.#views;
    return numbers.every((crop) => Atomics.load(sequence, crop % slots) === sequenceOf(crop, slots));
  }

  #commits(): number {
    return Atomics.load(this.#views.header, HEADER.commits);
  }

  /** The oldest crop still there: the one in the slot being written is not. */
  #oldest(newest: number): number {
    const { slots, sequence } = this.#views;
    if (newest < slots) return 0;
    const isNextBeingWritten = (Atomics.load(sequence, newest % slots) & 1) === 1;
    return newest - slots + (isNextBeingWritten ? 1 : 0);
  }

  #timeOf(crop: number): number {
    return this.#views.timeUs[crop % this.#views.slots]!;
  }

  #firstAtOrAfter(timeUs: number, oldest: number, newest: number): number {
    return bisect(oldest, newest, (crop) => this.#timeOf(crop) >= timeUs);
  }

  #firstAfter(timeUs: number, oldest: number, newest: number): number {
    return bisect(oldest, newest, (crop) => this.#timeOf(crop) > timeUs);
  }

  /** The crops [from, to), less those that a writer in another thread has overtaken meanwhile. */
  #collect(from: number, to: number): CropSpan {
    const { slots, sequence, timeUs, frameIndex, crops } = this.#views;
    const kept: number[] = [];
    const times: number[] = [];
    const indices: number[] = [];
    for (let crop = from; crop < to; crop++) {
      const slot = crop % slots;
      const [time, index] = [timeUs[slot]!, frameIndex[slot]!];
      if (Atomics.load(sequence, slot) !== sequenceOf(crop, slots)) continue;
      kept.push(crop);
      times.push(time);
      indices.push(index);
    }
    return {
      crops: kept.map((crop) => crops[crop % slots]!),
      timesUs: Float64Array.from(times),
      frameIndices: Int32Array.from(indices),
      numbers: Int32Array.from(kept),
    };
  }
}

/** Sequence number of a slot that holds crop n whole, as an Int32 holds it. */
const sequenceOf = (crop: number, slots: number): number => (2 * (Math.floor(crop / slots) + 1)) | 0;

/** The first number in [low, high) for which `holds`, which holds for all after it; `high` when for none. */
function bisect(low: number, high: number, holds: (at: number) => boolean): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
