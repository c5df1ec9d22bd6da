import type { Alignment } from './align.ts';
import type { FaceMeasurement } from './au.ts';
import type { BoxPx, HeadPose, LandmarkBundle } from './landmarks.ts';
import type { Provider } from './model.ts';
import type { Moment, Recognition, SpottedEvent } from './spot.ts';

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

/**
 * A stretch of a live session that was kept as video. The frame at session time t lies in it at t − `fromUs` of the
 * file's own time.
 */
export interface RecordingRecord {
  readonly path: string;
  readonly kind: 'recording' | 'replay';
  /** Session time of its first frame. */
  readonly fromUs: number;
  /** Session time of its last frame, and how many there are; null while it is written, and after a crash. */
  readonly toUs: number | null;
  readonly frames: number | null;
}

/** A face at rest, as a person had it measured during a live session. */
export interface CalibrationRecord {
  readonly trackId: number;
  readonly fromUs: number;
  readonly toUs: number;
  /** Looks at the face that count. */
  readonly samples: number;
  readonly lidOpening: readonly [right: number, left: number];
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
  /** There, and true, where a person added the event: then `score` says nothing (0). */
  readonly isAdded?: true;
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

/** One face in one frame, as a session keeps it. */
export interface FaceRecord {
  readonly frameIndex: number;
  readonly timeUs: number;
  readonly trackId: number;
  readonly confidence01: number;
  readonly box: BoxPx;
  readonly pose: HeadPose;
  /** The 68 points of the iBUG scheme in pixels of the full frame: x, y, x, y, … (136 values). */
  readonly points68Px: Float32Array;
  /** Null where the face was seen but not measured. `au` is in the order of the session's `auNumbers`. */
  readonly measurement: FaceMeasurement | null;
  readonly alignment: Alignment | null;
}

/** What a recognizer said of one window of one track; null where its network has no such output. */
export interface WindowRecord {
  readonly trackId: number;
  readonly fromUs: number;
  readonly toUs: number;
  /** Probability by AU number. */
  readonly aus: Readonly<Record<string, number>> | null;
  /** Probability by emotion name. */
  readonly emotions: Readonly<Record<string, number>> | null;
  /** How much each action unit's node counted in naming the emotion, in (−1, 1); null for a network without such nodes. */
  readonly nodes: Readonly<Record<string, number>> | null;
}

/** What a person decided about an event; the latest verdict on an event counts. */
export interface VerdictRecord {
  readonly id: number;
  readonly eventId: number;
  readonly reviewer: string;
  readonly verdict: 'confirm' | 'reject' | 'relabel';
  /** Corrected moments; null where the reviewer left the moment as it was. */
  readonly onset: Moment | null;
  readonly apex: Moment | null;
  readonly offset: Moment | null;
  readonly label: string | null;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/** A remark about an event, a moment, or (both null) the whole session. */
export interface NoteRecord {
  readonly id: number;
  readonly eventId: number | null;
  readonly timeUs: number | null;
  readonly author: string;
  readonly text: string;
  readonly at: string;
}

/** Something a person did to a session. An undo is an act of its own; `target` is the act it takes back or restores. */
export interface ActRecord {
  readonly id: number;
  readonly kind: 'decide' | 'add' | 'note' | 'name' | 'undo' | 'redo';
  readonly person: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly target: number | null;
}

/** What a participant agreed to. */
export interface ConsentRecord {
  readonly id: number;
  readonly participant: string;
  readonly at: string;
  /** Version of the text the participant was shown. */
  readonly textVersion: string;
  readonly scope: string;
  /** ISO 8601 in UTC; null: no expiry was agreed. */
  readonly expiresAt: string | null;
}

/** Bounds of a read in microseconds of the source; both ends belong to it. */
export interface TimeRange {
  readonly fromUs?: number;
  readonly toUs?: number;
}

/** A session that is open for reading. The sequences stream: nothing is read before it is asked for. */
export interface SessionReader {
  readonly path: string;
  /** False for what a crash left behind: readable, but the analysis did not reach the end. */
  readonly isFinished: boolean;
  readonly input: InputRecord | null;
  readonly provenance: Provenance | null;
  readonly timing: TimingRecord | null;
  /** Video kept of a live session, by time; empty for sessions of files, whose video is the input. */
  readonly recordings: readonly RecordingRecord[];
  readonly calibrations: readonly CalibrationRecord[];
  /** The AUs of `FaceRecord.measurement.au`, in its order (left ones first, then right ones). */
  readonly auNumbers: readonly number[];
  /** Every frame of the source, in order. */
  frames(range?: TimeRange): IterableIterator<Moment>;
  /** Faces by frame, then by track. */
  faces(select?: TimeRange & { readonly trackId?: number }): IterableIterator<FaceRecord>;
  tracks(): IterableIterator<TrackRecord>;
  /** Events by onset, without those that a person added and took back. */
  events(): IterableIterator<EventRecord>;
  windows(trackId?: number): IterableIterator<WindowRecord>;
  /** Verdicts in the order in which they were given, without those taken back. */
  verdicts(eventId?: number): IterableIterator<VerdictRecord>;
  /** In the order in which they were written, without those taken back. */
  notes(): IterableIterator<NoteRecord>;
  /** The names that people gave to tracks. */
  trackNames(): ReadonlyMap<number, string>;
  consents(): IterableIterator<ConsentRecord>;
  /** The frame whose time is nearest, the earlier one on a tie; null where the session has no frames. */
  frameAt(timeUs: number): Moment | null;
  /** The time of a frame; null where the session has no such frame. */
  timeOf(frameIndex: number): number | null;
}
