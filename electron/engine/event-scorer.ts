import type { EventRecord } from '../../contract/session.ts';
import type { SpottedEvent } from '../../contract/spot.ts';
import { nameEmotion, type Recognizer, type ScoreWindow } from './infer/index.ts';
import { fillPicture, fillWindow, type CropRing } from './window/index.ts';

/** What is kept of a face's recent past: its crops, and what it looks like at rest (null before that is known). */
export interface RecentFace {
  readonly ring: CropRing;
  readonly neutral: Uint8Array | null;
}

/**
 * Names events: cuts the window round each apex out of the face's recent past and hands it to the recognizer,
 * which runs in its own thread. Slow (macro) events are not named: recognizers are trained on micro-expressions,
 * and their crops have left the ring by the time they are settled.
 */
export class EventScorer {
  readonly #recognizer: Recognizer;
  readonly #running = new Set<Promise<void>>();
  #done: Omit<EventRecord, 'id'>[] = [];
  #failure: Error | null = null;

  constructor(recognizer: Recognizer) {
    this.#recognizer = recognizer;
  }

  get needsNeutral(): boolean {
    return this.#recognizer.card.usesNeutral;
  }

  /** Takes an event over; its pixels are copied before this returns. */
  take(event: SpottedEvent, face: RecentFace): void {
    const window = event.kind === 'micro' ? this.#windowOf(event, face) : null;
    if (!window) {
      this.#done.push({ ...event, recognition: null });
      return;
    }
    const scoring = this.#recognizer
      .score([window])
      .then(([scores]) => {
        const recognition = scores ? nameEmotion(this.#recognizer.card, scores.emotions) : null;
        this.#done.push({ ...event, recognition });
      })
      .catch((error: unknown) => {
        this.#failure ??= error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => this.#running.delete(scoring));
    this.#running.add(scoring);
  }

  /** Events that have been scored since the last call. Throws what scoring threw. */
  scored(): Omit<EventRecord, 'id'>[] {
    if (this.#failure) throw this.#failure;
    const done = this.#done;
    this.#done = [];
    return done;
  }

  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** The network's window with the apex in its middle; null where the ring no longer holds it. */
  #windowOf({ apex }: SpottedEvent, face: RecentFace): ScoreWindow | null {
    const { card } = this.#recognizer;
    const halfUs = (card.windowS * 1e6) / 2;
    const clip = this.#recognizer.newClip();
    const [fromUs, toUs] = [apex.timeUs - halfUs, apex.timeUs + halfUs];
    const state = fillWindow(face.ring, fromUs, toUs, card.frames, card.sizePx, clip);
    if (state === 'empty' || state === 'overwritten') return null;
    if (!card.usesNeutral) return { clip };
    if (!face.neutral) return null;
    const neutral = this.#recognizer.newNeutral();
    fillPicture(face.neutral, card.sizePx, neutral);
    return { clip, neutral };
  }
}
