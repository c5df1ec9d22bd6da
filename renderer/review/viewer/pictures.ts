/**
 * Decoded pictures around the playhead. What is wanted is told anew at every step, nearest first; the last wish
 * counts, so holding an arrow key never builds a queue.
 */
import type { FaceOverlay, Picture } from '../../../contract/channels/review.ts';

export interface Shown {
  readonly frame: number;
  readonly timeUs: number;
  readonly bitmap: ImageBitmap;
  readonly frameWidthPx: number;
  readonly frameHeightPx: number;
  readonly faces: readonly FaceOverlay[];
}

/** Bytes of decoded pictures kept. */
const KEPT_BYTES = 160e6;
/** One is decoded by the engine while another is on its way and a third unpacked here. */
const MAX_UNDER_WAY = 3;

export class Pictures {
  readonly #load: (frame: number) => Promise<Picture>;
  readonly #onShown: (shown: Shown) => void;
  readonly #onProblem: (error: unknown) => void;
  /** In order of last use. */
  readonly #kept = new Map<number, Shown>();
  readonly #underWay = new Set<number>();
  #wanted: readonly number[] = [];
  #bytes = 0;
  #isClosed = false;
  /** Milliseconds between pictures that arrive while several are wanted: what the engine can give. */
  paceMs = 20;
  #lastArrivalMs = 0;

  constructor(
    load: (frame: number) => Promise<Picture>,
    onShown: (shown: Shown) => void,
    onProblem: (error: unknown) => void,
  ) {
    this.#load = load;
    this.#onShown = onShown;
    this.#onProblem = onProblem;
  }

  get(frame: number): Shown | null {
    const shown = this.#kept.get(frame);
    if (shown === undefined) return null;
    this.#kept.delete(frame);
    this.#kept.set(frame, shown);
    return shown;
  }

  /** The latest picture between two frames (both included) that is there, searched from `to` backwards. */
  latest(from: number, to: number): Shown | null {
    const step = from <= to ? -1 : 1;
    for (let frame = to; step < 0 ? frame >= from : frame <= from; frame += step) {
      const shown = this.#kept.get(frame);
      if (shown !== undefined) return shown;
    }
    return null;
  }

  want(frames: readonly number[]): void {
    this.#wanted = frames;
    this.#fetch();
  }

  /** Forgets everything, as when pictures of another size are wanted. */
  clear(): void {
    for (const { bitmap } of this.#kept.values()) bitmap.close();
    this.#kept.clear();
    this.#bytes = 0;
  }

  close(): void {
    this.#isClosed = true;
    this.#wanted = [];
    this.clear();
  }

  #fetch(): void {
    for (const frame of this.#wanted) {
      if (this.#underWay.size >= MAX_UNDER_WAY) return;
      if (this.#kept.has(frame) || this.#underWay.has(frame)) continue;
      this.#underWay.add(frame);
      void this.#fetchOne(frame);
    }
  }

  async #fetchOne(frame: number): Promise<void> {
    const wasBusy = this.#underWay.size > 1;
    try {
      const picture = await this.#load(frame);
      const bitmap = await createImageBitmap(new Blob([picture.jpeg], { type: 'image/jpeg' }));
      if (this.#isClosed) {
        bitmap.close();
        return;
      }
      const now = performance.now();
      if (wasBusy) this.paceMs += 0.2 * (Math.min(now - this.#lastArrivalMs, 1000) - this.paceMs);
      this.#lastArrivalMs = now;
      this.#keep({
        frame,
        timeUs: picture.moment.timeUs,
        bitmap,
        frameWidthPx: picture.frameWidthPx,
        frameHeightPx: picture.frameHeightPx,
        faces: picture.faces,
      });
    } catch (error) {
      this.#wanted = [];
      if (!this.#isClosed) this.#onProblem(error);
    } finally {
      this.#underWay.delete(frame);
      this.#fetch();
    }
  }

  #keep(shown: Shown): void {
    this.#kept.set(shown.frame, shown);
    this.#bytes += bytesOf(shown);
    for (const [frame, old] of this.#kept) {
      if (this.#bytes <= KEPT_BYTES || this.#kept.size <= 12) break;
      if (this.#wanted.includes(frame)) continue;
      this.#kept.delete(frame);
      this.#bytes -= bytesOf(old);
      // Somebody may be drawing it at this moment; the collector takes it.
    }
    this.#onShown(shown);
  }
}

const bytesOf = ({ bitmap }: Shown): number => 4 * bitmap.width * bitmap.height;
