/** What is measured live, as lines of JSON for other programs. The form is described in docs/live-stream.md. */
import { AU_NUMBERS } from '../../contract/au.ts';
import type { EventPayload } from '../../contract/channels/index.ts';
import { ONSET_VERSION } from '../../contract/version.ts';
import type { MeasuredFrame } from './context.ts';

/** One program that listens. */
export interface StreamListener {
  /** Bytes that are still on their way to it. */
  readonly waitingBytes: number;
  send(text: string): void;
}

/** Rises when a program written for the version before could no longer read what is sent. */
const STREAM_VERSION = 1;

/**
 * About ten seconds of one face at 100 frames a second. A program further behind gets the newest frames, and how many
 * it missed.
 */
const MOST_WAITING_BYTES = 1 << 20;

export class LiveStream {
  readonly #skipped = new Map<StreamListener, number>();

  /** Returns what ends the listening. */
  join(listener: StreamListener): () => void {
    this.#skipped.set(listener, 0);
    listener.send(JSON.stringify({ type: 'hello', stream: STREAM_VERSION, onset: ONSET_VERSION }));
    return () => this.#skipped.delete(listener);
  }

  /** Writes nothing while nobody listens. */
  frame({ moment, frameWidthPx, frameHeightPx, faces }: MeasuredFrame): void {
    if (this.#skipped.size === 0) return;
    const message = {
      type: 'frame',
      timeUs: moment.timeUs,
      frame: moment.frameIndex,
      widthPx: frameWidthPx,
      heightPx: frameHeightPx,
      faces: faces.map(({ track, box, confidence01, activity, aus }) => ({
        ...{ track, box, confidence: rounded(confidence01) },
        activity: activity === null ? null : rounded(activity),
        aus: aus && intensities(aus),
      })),
    };
    for (const [listener, skipped] of this.#skipped) {
      const isBehind = listener.waitingBytes > MOST_WAITING_BYTES;
      if (!isBehind) listener.send(JSON.stringify({ ...message, skipped }));
      this.#skipped.set(listener, isBehind ? skipped + 1 : 0);
    }
  }

  /** Events are few and are never left out. */
  event({
    id,
    track,
    kind,
    onset,
    apex,
    offset,
    aus,
    score,
    cautions,
    label,
    probabilities,
  }: EventRow): void {
    if (this.#skipped.size === 0) return;
    const moments = { onset: place(onset), apex: place(apex), offset: place(offset) };
    const said = { aus, score, cautions, label, probabilities };
    const text = JSON.stringify({ type: 'event', id, track, kind, ...moments, ...said });
    for (const listener of this.#skipped.keys()) listener.send(text);
  }
}

type EventRow = EventPayload<'live.event'>;

const place = ({ timeUs, frameIndex }: EventRow['onset']): object => ({ timeUs, frame: frameIndex });

/** By number of the action unit; null where it was not measured on that side. */
function intensities(aus: Float32Array): object {
  const side = (from: number): object =>
    Object.fromEntries(AU_NUMBERS.map((au, i) => [`AU${au}`, rounded(aus[from + i]!)]));
  return { left: side(0), right: side(AU_NUMBERS.length) };
}

/** Three decimals say more than was measured. */
const rounded = (value: number): number | null =>
  Number.isFinite(value) ? Math.round(value * 1000) / 1000 : null;
