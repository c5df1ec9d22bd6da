/** A camera or stream, watched as it happens. */
import * as v from 'valibot';
import {
  At,
  Bytes,
  Doubles,
  Finite,
  Floats,
  Id,
  Index,
  Line,
  MomentMessage,
  Nothing,
  Path,
  Problem,
  Share,
} from './fields.ts';
import { EventRow, FaceOverlay } from './review.ts';

export const CameraMessage = v.object({
  id: v.string(),
  name: v.string(),
  modes: v.array(v.object({ widthPx: Index, heightPx: Index, fps: Finite, format: v.string() })),
});
export type CameraMessage = v.InferOutput<typeof CameraMessage>;

export const LiveSource = v.variant('kind', [
  v.strictObject({
    kind: v.literal('camera'),
    id: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
    /** A mode's; null: the camera's own choice. */
    widthPx: v.nullable(Index),
    heightPx: v.nullable(Index),
    fps: v.nullable(Finite),
  }),
  v.strictObject({
    kind: v.literal('stream'),
    url: v.pipe(v.string(), v.maxLength(2000), v.regex(/^(rtsp|rtsps|http|https|srt|udp|rtmp):\/\//)),
  }),
  /** A video file played as a camera would give it, over and over. */
  v.strictObject({ kind: v.literal('file'), path: Path, fps: v.nullable(Finite) }),
  /** The built-in made clip as a camera. */
  v.strictObject({ kind: v.literal('sample'), fps: v.nullable(Finite) }),
]);
export type LiveSource = v.InferOutput<typeof LiveSource>;

/** Counters and conditions, four times a second. All counts since the start. */
export const LiveState = v.object({
  state: v.picklist(['off', 'opening', 'running', 'stopping', 'lost']),
  /** What it is, as the source says. */
  source: v.nullable(v.object({ name: v.string(), widthPx: Index, heightPx: Index, fps: Finite })),
  runningS: Finite,
  captured: Index,
  /** Frames that went through alignment and measurement. */
  analysed: Index,
  /** Frames thrown away because something was busy. */
  dropped: Index,
  /** Pictures the page was not sent because it was busy; they were analysed all the same. */
  previewsSkipped: Index,
  measuredFps: Finite,
  landmarksHz: Finite,
  /** Milliseconds from a frame's capture to its measurement, median and 95th percentile of the last seconds. */
  latencyMs: v.nullable(v.object({ median: Finite, p95: Finite })),
  /** Share of the machine's processors that the engine uses. */
  cpu01: v.nullable(Share),
  memoryBytes: Index,
  /**
   * Whether the rate shows movements of a 25th of a second: `good` from 100 frames a second, `fair` from 50, else
   * `poor`.
   */
  adequacy: v.nullable(v.picklist(['good', 'fair', 'poor'])),
  isRecording: v.boolean(),
  recordedS: Finite,
  /** Pictures that neither a recording nor the replay holds, because compressing them was too slow. */
  unrecorded: Index,
  /** Seconds that the replay buffer holds now. */
  replayS: Finite,
  calibration: v.object({
    state: v.picklist(['none', 'running', 'done', 'failed']),
    progress01: Share,
    /** Why it failed or what to do ("keep still"), as a key of the interface's texts; null: nothing to say. */
    hint: v.nullable(v.string()),
  }),
  faces: v.array(
    v.object({ track: Index, name: v.string(), isSeen: v.boolean(), isCalibrated: v.boolean() }),
  ),
  events: Index,
  session: v.nullable(Id),
  problem: v.nullable(Problem),
});
export type LiveState = v.InferOutput<typeof LiveState>;

/** Nothing runs. */
export const LIVE_OFF: LiveState = {
  state: 'off',
  source: null,
  runningS: 0,
  captured: 0,
  analysed: 0,
  dropped: 0,
  previewsSkipped: 0,
  measuredFps: 0,
  landmarksHz: 0,
  latencyMs: null,
  cpu01: null,
  memoryBytes: 0,
  adequacy: null,
  isRecording: false,
  recordedS: 0,
  unrecorded: 0,
  replayS: 0,
  calibration: { state: 'none', progress01: 0, hint: null },
  faces: [],
  events: 0,
  session: null,
  problem: null,
};

/** A picture with what was measured on that very frame. */
export const LiveFrame = v.object({
  moment: MomentMessage,
  jpeg: Bytes,
  frameWidthPx: Index,
  frameHeightPx: Index,
  faces: v.array(FaceOverlay),
});
export type LiveFrame = v.InferOutput<typeof LiveFrame>;

/**
 * What was measured of one face on every frame since this was last told, some thirty times a second. Curves do not wait
 * for pictures, so that a movement of two frames shows however busy the page is.
 */
export const LiveCurves = v.object({
  track: Index,
  timesUs: Doubles,
  /** Frame by frame, each as `FaceOverlay.aus`. */
  aus: Floats,
  activity: Floats,
});
export type LiveCurves = v.InferOutput<typeof LiveCurves>;

export const LIVE_REQUESTS = {
  'live.sources': {
    takes: Nothing,
    gives: v.object({ cameras: v.array(CameraMessage), reason: v.nullable(v.string()) }),
  },
  'live.start': {
    takes: v.strictObject({
      source: LiveSource,
      faces: v.pipe(Index, v.minValue(1), v.maxValue(16)),
      model: v.picklist(['shipped', 'none']),
      /** Seconds of video kept in memory to be saved afterwards; 0: none. */
      replayS: v.pipe(Finite, v.minValue(0), v.maxValue(120)),
      /** Who is filmed and agreed to it; null only where nobody but the person at the machine is. */
      consent: v.nullable(
        v.strictObject({ participant: Line, textVersion: Line, scope: Line, expiresAt: v.nullable(At) }),
      ),
    }),
    gives: v.object({ session: Id }),
  },
  'live.stop': { takes: Nothing, gives: v.object({ session: v.nullable(Id) }) },
  /** Measures each face at rest for some seconds. */
  'live.calibrate': {
    takes: v.strictObject({ seconds: v.pipe(Finite, v.minValue(1), v.maxValue(30)) }),
    gives: Nothing,
  },
  'live.nameFace': { takes: v.strictObject({ track: Index, name: Line }), gives: Nothing },
  'live.record': { takes: v.strictObject({ on: v.boolean() }), gives: Nothing },
  /** Writes what the replay buffer holds beside the session. */
  'live.keepReplay': { takes: Nothing, gives: v.object({ file: v.string(), seconds: Finite }) },
  'live.mark': { takes: v.strictObject({ label: Line }), gives: v.object({ moment: MomentMessage }) },
  'live.state': { takes: Nothing, gives: LiveState },
  /** A page has drawn the picture of this frame: another may come. */
  'live.shown': { takes: v.strictObject({ frame: Index }), gives: Nothing },
} as const;

export const LIVE_EVENTS = {
  'live.state': LiveState,
  'live.frame': LiveFrame,
  'live.curves': LiveCurves,
  'live.event': EventRow,
} as const;
