/** What comes of running the engine over long videos whose expressions are known. */
import type { Caution, EventKind } from './spot.ts';

/** Frame numbers as the labels count them; both ends belong to it. */
export interface KnownExpression {
  readonly kind: EventKind;
  readonly onset: number;
  readonly offset: number;
  /** Class among `SpottingResult.classes`; null where the labels have none that fits. */
  readonly emotion: string | null;
}

export interface FoundExpression {
  readonly kind: EventKind;
  readonly onset: number;
  readonly apex: number;
  readonly offset: number;
  readonly score: number;
  readonly cautions: readonly Caution[];
  readonly aus: readonly number[];
  /** The most probable of `SpottingResult.classes`; null without a recognizer of these. */
  readonly emotion: string | null;
}

export interface EvaluatedVideo {
  /** Set, subject and name: `samm-lv/samm/6/006_1`. */
  readonly video: string;
  readonly set: string;
  readonly subject: string;
  readonly fps: number;
  /** Number of the first frame, and how many there are. */
  readonly firstFrame: number;
  readonly frames: number;
  readonly known: readonly KnownExpression[];
  readonly found: readonly FoundExpression[];
  readonly wallS: number;
}

export interface SpottingSet {
  /** As in `--data NAME=DIR`. */
  readonly name: string;
  /** Which label file was read. */
  readonly coding: string;
  /** Of the list of videos and their labels. */
  readonly fingerprint: string;
  readonly videos: number;
  readonly isSynthetic: boolean;
}

export interface SpottingResult {
  readonly onset: string;
  readonly landmarks: string;
  /** Name of the recognizer; null for none. */
  readonly model: string | null;
  /** Into which emotions are merged: those of the Micro-Expression Grand Challenge 2019. */
  readonly classes: readonly string[];
  readonly sets: readonly SpottingSet[];
  readonly videos: readonly EvaluatedVideo[];
  /** Done, of so many. */
  readonly videoCount: number;
  readonly leftOut: readonly { readonly video: string; readonly reason: string }[];
}
