/** The application itself: settings, versions, what a person has agreed to. */
import * as v from 'valibot';
import { USUAL_FACES } from '../analysis.ts';
import { Finite, Index, Line, Nothing } from './fields.ts';

export const PURPOSES = ['research', 'clinical', 'usability', 'self-review', 'annotation'] as const;

export const Settings = v.strictObject({
  theme: v.picklist(['system', 'light', 'dark']),
  /** 1: as the system has it. */
  textScale: v.pipe(Finite, v.minValue(0.8), v.maxValue(2)),
  /** Who decides and writes notes here. */
  rater: v.nullable(Line),
  /** Faces followed at once. */
  faces: v.pipe(Index, v.minValue(1), v.maxValue(16)),
  /** Frames that Shift with an arrow steps. */
  jumpFrames: v.pipe(Index, v.minValue(2), v.maxValue(1000)),
  /** Days after which new sessions are deleted; null: never. */
  retentionDays: v.nullable(v.pipe(Index, v.minValue(1), v.maxValue(3650))),
  replayS: v.pipe(Finite, v.minValue(0), v.maxValue(120)),
  /** Null until the first-run page was read. */
  purpose: v.nullable(v.picklist(PURPOSES)),
});
export type Settings = v.InferOutput<typeof Settings>;

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  textScale: 1,
  rater: null,
  faces: USUAL_FACES,
  jumpFrames: 10,
  retentionDays: null,
  replayS: 20,
  purpose: null,
};

export const About = v.object({
  version: v.string(),
  /** Node, onnxruntime, FFmpeg …: name and version. */
  versions: v.array(v.tuple([v.string(), v.string()])),
  carrier: v.picklist(['electron', 'browser']),
  /** The recognizer in use: its card, name and value; null: none is there. */
  model: v.nullable(v.array(v.tuple([v.string(), v.string()]))),
  provider: v.nullable(v.object({ name: v.string(), why: v.string() })),
  /** Requests that left this machine since the start. Always zero: there is nothing that makes one. */
  outboundRequests: Index,
  /** Version and text that participants agree to. */
  consentText: v.object({ version: v.string(), text: v.string() }),
  dataFolder: v.string(),
});
export type About = v.InferOutput<typeof About>;

export const APP_REQUESTS = {
  'app.about': { takes: Nothing, gives: About },
  'app.settings': { takes: Nothing, gives: Settings },
  'app.setSettings': { takes: Settings, gives: Settings },
} as const;

export const APP_EVENTS = {
  'app.settingsChanged': Settings,
  /** The engine process ended and was started again; what was open is to be opened anew. */
  'app.restarted': v.object({ reason: v.string() }),
} as const;
