import type { AuNumber, Side } from './au.ts';

/** Up to half a second is a micro-expression; longer movements are reported as macro-expressions. */
export const MICRO_MAX_S = 0.5;

export type EventKind = 'micro' | 'macro';

/** Which of the two a movement with these ends is. */
export const kindOf = (onset: Moment, offset: Moment): EventKind =>
  offset.timeUs - onset.timeUs <= MICRO_MAX_S * 1e6 ? 'micro' : 'macro';

/** Reasons why an event may not be an expression, or may be badly timed. */
export type Caution =
  | 'blink'
  | 'gaze'
  | 'head-movement'
  | 'longer-movement'
  | 'speech'
  | 'low-frame-rate'
  | 'face-too-small'
  | 'border-of-track';

/** A moment of the source, by time and by frame; the two always name the same frame. */
export interface Moment {
  readonly timeUs: number;
  readonly frameIndex: number;
}

export interface EventAu {
  readonly au: AuNumber;
  readonly side: Side;
  /** How surely this AU took part, 0–1. */
  readonly p: number;
  /** Intensity at the apex on the 0–5 scale. */
  readonly intensity: number;
}

/** A candidate expression. A person decides what it is. */
export interface SpottedEvent {
  readonly trackId: number;
  readonly kind: EventKind;
  readonly onset: Moment;
  readonly apex: Moment;
  readonly offset: Moment;
  readonly aus: readonly EventAu[];
  /** How clearly this stands out from the track's own noise and from blinks, gaze, speech and head movement, 0–1. */
  readonly score: number;
  readonly cautions: readonly Caution[];
}

/** What a recognizer says of an event. Null where there is no recognizer or it finds none. */
export interface Recognition {
  readonly emotion: string | null;
  readonly probabilities: Readonly<Record<string, number>>;
}
