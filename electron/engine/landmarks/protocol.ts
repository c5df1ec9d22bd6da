import type { BoxPx } from '../../../contract/landmarks.ts';
import type { SlotMessage } from './frame-slot.ts';

/** What the tracker tells its worker at the start (`workerData`). */
export interface WorkerSetup {
  readonly bundlePath: string;
  readonly maxFaces: number;
  readonly blendshapes: boolean;
  /** Where faces were last seen, after a crash; empty at the first start. */
  readonly lastSeen: readonly BoxPx[];
}

/** To the worker. Requests are answered in their order. */
export type WorkerRequest = LookRequest | { readonly kind: 'startOver' };

/** Look at this frame. */
export interface LookRequest {
  readonly kind: 'look';
  readonly timeUs: number;
  readonly slot: SlotMessage;
}

/** A face as the worker found it, in frame pixels. */
export interface FoundFace {
  /** Which of the worker's landmarkers follows it; the same number again means the same face was followed. */
  readonly lane: number;
  readonly mesh: Float32Array;
  readonly presence01: number;
  readonly matrix: Float32Array;
  /** The part of the frame in which it was seen; the matrix belongs to that picture. */
  readonly window: BoxPx;
  readonly blendshapes: Float32Array | null;
}

/** From the worker. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  /** Every face is forgotten: what comes next is another source. */
  | { readonly kind: 'startedOver' }
  | {
      readonly kind: 'found';
      readonly faces: readonly FoundFace[];
      readonly blendshapeNames: readonly string[] | null;
      readonly counts: FinderCounts;
    };

/** What the finder has done so far. */
export interface FinderCounts {
  /** Pictures given to a landmarker, and to the detector in the search for more faces. */
  readonly looks: number;
  readonly searches: number;
  /** MediaPipe graphs that failed and were built anew. */
  readonly graphRestarts: number;
  /** Wall milliseconds spent on frames, conversion included. */
  readonly busyMs: number;
}
