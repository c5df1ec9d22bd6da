/**
 * Small pictures along the timeline. Each stands at a multiple of a step that doubles with every zoom level, so that
 * zooming and panning find most of them here. They are fetched one at a time, and only while nothing else is wanted.
 */
import type { Span } from './scale.ts';

const KEPT = 300;
/** Device pixels of the longer side that are asked for. */
export const THUMB_PX = 160;
const FINEST_STEP_US = 62_500;

export interface Thumb {
  readonly timeUs: number;
  readonly bitmap: ImageBitmap;
}

export type LoadThumb = (timeUs: number) => Promise<ImageBitmap>;

export class Thumbnails {
  readonly #load: LoadThumb;
  readonly #onLoaded: () => void;
  readonly #onProblem: (error: unknown) => void;
  readonly #kept = new Map<number, ImageBitmap>();
  #wanted: readonly number[] = [];
  #isLoading = false;
  #hasFailed = false;
  isPaused = false;

  constructor(load: LoadThumb, onLoaded: () => void, onProblem: (error: unknown) => void) {
    this.#load = load;
    this.#onLoaded = onLoaded;
    this.#onProblem = onProblem;
  }

  /** What is there of a span; what is missing will be fetched. */
  within(span: Span, widthPx: number, thumbPx: number): Thumb[] {
    const times = thumbTimes(span, widthPx, thumbPx);
    this.#wanted = times.filter((timeUs) => !this.#kept.has(timeUs));
    void this.#fetch();
    return times.flatMap((timeUs) => {
      const bitmap = this.#kept.get(timeUs);
      return bitmap === undefined ? [] : [{ timeUs, bitmap }];
    });
  }

  resume(): void {
    this.isPaused = false;
    void this.#fetch();
  }

  async #fetch(): Promise<void> {
    if (this.#isLoading || this.#hasFailed) return;
    this.#isLoading = true;
    while (!this.isPaused && this.#wanted.length > 0) {
      const timeUs = this.#wanted[0]!;
      try {
        this.#keep(timeUs, await this.#load(timeUs));
      } catch (error) {
        // One that fails means that all will: no video, or none that can be read.
        this.#hasFailed = true;
        this.#onProblem(error);
        break;
      }
      this.#wanted = this.#wanted.filter((each) => each !== timeUs);
    }
    this.#isLoading = false;
  }

  #keep(timeUs: number, bitmap: ImageBitmap): void {
    this.#kept.set(timeUs, bitmap);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    this.#onLoaded();
  }
}

/**
 * Multiples of the step (powers of two and half-way between) at which thumbnails of a width stand side by side without
 * overlap.
 */
function thumbTimes({ fromUs, toUs }: Span, widthPx: number, thumbPx: number): number[] {
  const needUs = ((toUs - fromUs) / widthPx) * thumbPx;
  const octave = FINEST_STEP_US * 2 ** Math.max(0, Math.floor(Math.log2(needUs / FINEST_STEP_US)));
  const stepUs = [1, 1.5, 2].map((part) => part * octave).find((step) => step >= needUs) ?? 2 * octave;
  const times: number[] = [];
  for (let at = Math.floor(fromUs / stepUs) * stepUs; at < toUs; at += stepUs) times.push(at);
  return times;
}
