import type { LandmarkBundle } from './landmarks.ts';
import type { Provider } from './model.ts';
import type { Recognition, SpottedEvent } from './spot.ts';

/** The input a session was made from, as it was found. */
export interface InputRecord {
  readonly path: string;
  readonly sha256: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Measured from the timestamps: (frames − 1) / (last − first). */
  readonly fps: number;
  readonly frames: number;
  readonly durationS: number;
  readonly isVariableRate: boolean;
}

export interface ModelRecord {
  readonly name: string;
  readonly sha256: string;
  readonly provider: Provider;
  readonly trainedOn: string;
}

export interface TrackRecord {
  readonly id: number;
  readonly fromUs: number;
  readonly toUs: number;
  /** Frames in which the face was seen. */
  readonly frames: number;
  /** Share of the source's frames between `fromUs` and `toUs` in which the face was seen, 0–1. */
  readonly coverage: number;
}

export interface EventRecord extends SpottedEvent {
  readonly id: number;
  readonly recognition: Recognition | null;
}

export interface TimingRecord {
  readonly wallS: number;
  /** Media seconds per wall second. */
  readonly realtimeFactor: number;
  readonly stagesMsPerFrame: Readonly<Record<string, number>>;
}

/** What made a session: versions and settings, so that a result can be made again. */
export interface Provenance {
  readonly onset: string;
  readonly recipe: string;
  readonly bundle: LandmarkBundle | null;
  readonly model: ModelRecord | null;
  readonly settings: Readonly<Record<string, unknown>>;
}
