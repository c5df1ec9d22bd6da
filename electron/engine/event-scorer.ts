import type { EventRecord, WindowRecord } from '../../contract/session.ts';
import type { SpottedEvent } from '../../contract/spot.ts';
import { nameEmotion, type Recognizer, type ScoreWindow, type WindowScores } from './infer/index.ts';
import { fillPicture, fillWindow, type CropRing } from './window/index.ts';

/** What is kept of a face's recent past: its crops, and what it looks like at rest (null before that is known). */
export interface RecentFace {
  readonly ring: CropRing;
  readonly neutral: Uint8Array | null;
}

/** An event with its name, and what the recognizer said of its window (null where it was not asked). */
export interface ScoredEvent {
  readonly event: Omit<EventRecord, 'id'>;
  readonly window: WindowRecord | null;
}

interface Waiting {
  readonly event: SpottedEvent;
  readonly window: ScoreWindow;
  readonly fromUs: number;
  readonly toUs: number;
}

/**
 * Names events: cuts the window round each apex out of the face's recent past and hands it to the recognizer,
 * which runs in its own thread; windows that come while it works go to it together. Slow (macro) events are not
 * named: recognizers are trained on micro-expressions, and their crops have left the ring by the time they are settled.
 */
export class EventScorer {
  readonly #recognizer: Recognizer;
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;
  #done: ScoredEvent[] = [];
  #failure: Error | null = null;

  constructor(recognizer: Recognizer) {
    this.#recognizer = recognizer;
  }

  get needsNeutral(): boolean {
    return this.#recognizer.card.usesNeutral;
  }

  /** Takes an event over; its pixels are copied before this returns. */
  take(event: SpottedEvent, face: RecentFace): void {
    const waiting = event.kind === 'micro' ? this.#cut(event, face) : null;
    if (!waiting) {
      this.#done.push({ event: { ...event, recognition: null }, window: null });
      return;
    }
    this.#waiting.push(waiting);
    this.#run();
  }

  /** Events that have been scored since the last call. Throws what scoring threw. */
  scored(): ScoredEvent[] {
    if (this.#failure) throw this.#failure;
    const done = this.#done;
    this.#done = [];
    return done;
  }

  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  #run(): void {
    if (this.#running || this.#waiting.length === 0) return;
    const batch = this.#waiting;
    this.#waiting = [];
    this.#running = this.#recognizer
      .score(batch.map(({ window }) => window))
      .then((scores) => {
        for (const [i, waiting] of batch.entries()) this.#done.push(this.#name(waiting, scores[i]!));
      })
      .catch((error: unknown) => {
        this.#failure ??= error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => {
        this.#running = null;
        this.#run();
      });
  }

  #name({ event, fromUs, toUs }: Waiting, scores: WindowScores): ScoredEvent {
    const { card } = this.#recognizer;
    const recognition = nameEmotion(card, scores.emotions);
    const byUnit = (values: readonly number[]): Record<string, number> =>
      Object.fromEntries(card.aus.map((au, i) => [String(au), values[i]!]));
    const window = {
      trackId: event.trackId,
      ...{ fromUs, toUs },
      aus: byUnit(scores.aus),
      emotions: recognition.probabilities,
      nodes: scores.nodes && byUnit(scores.nodes),
    };
    return { event: { ...event, recognition }, window };
  }

  /** The network's window with the apex in its middle; null where the ring no longer holds it. */
  #cut(event: SpottedEvent, face: RecentFace): Waiting | null {
    const { card } = this.#recognizer;
    const halfUs = (card.windowS * 1e6) / 2;
    const clip = this.#recognizer.newClip();
    const [fromUs, toUs] = [event.apex.timeUs - halfUs, event.apex.timeUs + halfUs];
    const state = fillWindow(face.ring, fromUs, toUs, card.frames, card.sizePx, clip);
    if (state === 'empty' || state === 'overwritten') return null;
    if (!card.usesNeutral) return { event, window: { clip }, fromUs, toUs };
    if (!face.neutral) return null;
    const neutral = this.#recognizer.newNeutral();
    fillPicture(face.neutral, card.sizePx, neutral);
    return { event, window: { clip, neutral }, fromUs, toUs };
  }
}
