/** A session under a person's eyes: frames, curves, events, decisions. */
import * as v from 'valibot';
import { AU_NUMBERS } from '../au.ts';
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
  Share,
  Text,
  TimeUs,
} from './fields.ts';
import { SessionSummary } from './library.ts';

const Au = v.picklist(AU_NUMBERS);
const Side = v.picklist(['left', 'right', 'both']);

const EventAuMessage = v.object({ au: Au, side: Side, p: Share, intensity: Finite });

/** One rater's latest decision about an event. */
const Decision = v.object({
  rater: v.string(),
  verdict: v.picklist(['confirm', 'reject', 'relabel']),
  label: v.nullable(v.string()),
  at: At,
});

/** An event as it stands after the latest decision about it; `found` is what the engine said. */
export const EventRow = v.object({
  id: Index,
  track: Index,
  kind: v.picklist(['micro', 'macro']),
  /** `added`: by a person. */
  origin: v.picklist(['found', 'added']),
  onset: MomentMessage,
  apex: MomentMessage,
  offset: MomentMessage,
  found: v.object({ onset: MomentMessage, apex: MomentMessage, offset: MomentMessage }),
  aus: v.array(EventAuMessage),
  score: Share,
  cautions: v.array(v.string()),
  label: v.nullable(v.string()),
  probabilities: v.nullable(v.record(v.string(), Share)),
  review: v.picklist(['unreviewed', 'confirmed', 'rejected', 'relabelled']),
  decisions: v.array(Decision),
});
export type EventRow = v.InferOutput<typeof EventRow>;

export const NoteRow = v.object({
  id: Index,
  event: v.nullable(Index),
  timeUs: v.nullable(TimeUs),
  author: v.string(),
  text: v.string(),
  at: At,
});
export type NoteRow = v.InferOutput<typeof NoteRow>;

export const TrackRow = v.object({
  id: Index,
  /** As a person named it, else "Person 1" by order of appearance. */
  name: v.string(),
  fromUs: TimeUs,
  toUs: TimeUs,
  frames: Index,
  coverage01: Share,
});
export type TrackRow = v.InferOutput<typeof TrackRow>;

export const SessionView = v.object({
  summary: SessionSummary,
  frames: Index,
  durationUs: TimeUs,
  tracks: v.array(TrackRow),
  events: v.array(EventRow),
  notes: v.array(NoteRow),
  raters: v.array(v.string()),
  canUndo: v.boolean(),
  canRedo: v.boolean(),
  /** Name and value, for the session's information page. */
  provenance: v.array(v.tuple([v.string(), v.string()])),
  hasSound: v.boolean(),
});
export type SessionView = v.InferOutput<typeof SessionView>;

/** What changed by a decision, a note, an undo: rows that are new or different, ids of those that are gone. */
export const SessionChange = v.object({
  session: Id,
  events: v.array(EventRow),
  removedEvents: v.array(Index),
  notes: v.array(NoteRow),
  removedNotes: v.array(Index),
  tracks: v.array(TrackRow),
  raters: v.array(v.string()),
  canUndo: v.boolean(),
  canRedo: v.boolean(),
  /** What was undone or redone, for a short message ("Confirmed event 3"); null otherwise. */
  told: v.nullable(v.string()),
});
export type SessionChange = v.InferOutput<typeof SessionChange>;

/** One face over one frame. Places in pixels of the full frame. */
export const FaceOverlay = v.object({
  track: Index,
  box: v.object({ x: Finite, y: Finite, width: Finite, height: Finite }),
  /** The 68 points of the iBUG scheme: x, y, x, y, … */
  points: Floats,
  confidence01: Share,
  /** Intensities 0–5 in the order of `AU_NUMBERS`, the left ones, then the right ones; null where not measured. */
  aus: v.nullable(Floats),
  /** Motion against the neutral in robust standard deviations; null where not measured. */
  activity: v.nullable(Finite),
});
export type FaceOverlay = v.InferOutput<typeof FaceOverlay>;

export const Picture = v.object({
  moment: MomentMessage,
  jpeg: Bytes,
  widthPx: Index,
  heightPx: Index,
  /** Size of the full frame, in which overlays are placed. */
  frameWidthPx: Index,
  frameHeightPx: Index,
  faces: v.array(FaceOverlay),
});
export type Picture = v.InferOutput<typeof Picture>;

/**
 * Largest of each bin. `left` and `right` are [units × bins], row by row in the order of `AU_NUMBERS`; NaN where not
 * measured.
 */
export const Curves = v.object({
  fromUs: TimeUs,
  toUs: TimeUs,
  bins: Index,
  left: Floats,
  right: Floats,
  activity: Floats,
  /** Share of each bin's frames that show the face. */
  seen01: Floats,
});
export type Curves = v.InferOutput<typeof Curves>;

/** Why an event was found: what a person checks it against. */
export const Evidence = v.object({
  event: Index,
  /** Frame by frame from a second before onset to a second after offset. */
  frames: v.array(MomentMessage),
  /** [units × frames] as in `Curves`. */
  left: Floats,
  right: Floats,
  activity: Floats,
  /** What the recognizer made of it; null without one. */
  recognizer: v.nullable(
    v.object({
      name: v.string(),
      probabilities: v.record(v.string(), Share),
      /** By action unit; null where the network has no such output. */
      aus: v.nullable(v.record(v.string(), Share)),
      /** How much each action unit's node weighed in the graph; null where it has none. */
      nodes: v.nullable(v.record(v.string(), Share)),
    }),
  ),
  /** Each caution in a sentence. */
  cautions: v.array(v.object({ caution: v.string(), meaning: v.string() })),
  /** Frames between onset and offset: fewer than five say little about the course. */
  framesInEvent: Index,
});
export type Evidence = v.InferOutput<typeof Evidence>;

export const Agreement = v.object({
  raters: v.tuple([v.string(), v.string()]),
  /** Events both have decided about. */
  items: Index,
  observed01: v.nullable(Share),
  /** Cohen's κ; null where it is not defined (no items, or one category only). */
  kappa: v.nullable(Finite),
  categories: v.array(v.string()),
  /** [first × second] */
  table: v.array(v.array(Index)),
});
export type Agreement = v.InferOutput<typeof Agreement>;

const OfSession = { session: Id };
const OfEvent = { ...OfSession, event: Index };
/** Pixels on the longer side that a page may ask for. */
const PictureWidth = v.pipe(Index, v.minValue(16), v.maxValue(4096));
const Gain = v.pipe(Finite, v.minValue(1), v.maxValue(40));

export const REVIEW_REQUESTS = {
  'review.open': { takes: v.strictObject(OfSession), gives: SessionView },
  /** Times in microseconds of frames `from` … `to` (both included). */
  'review.frameTimes': {
    takes: v.strictObject({ ...OfSession, from: Index, to: Index }),
    gives: v.object({ timesUs: Doubles }),
  },
  'review.frameAt': {
    takes: v.strictObject({ ...OfSession, timeUs: TimeUs }),
    gives: v.object({ moment: v.nullable(MomentMessage) }),
  },
  /** Decoded from the video, exact to the frame, whatever its rate or codec. */
  'review.picture': {
    takes: v.strictObject({ ...OfSession, frame: Index, widthPx: PictureWidth }),
    gives: Picture,
  },
  /** The aligned face of one track at a frame, upright and in place: what the engine measured. */
  'review.face': {
    takes: v.strictObject({
      ...OfSession,
      track: Index,
      frame: Index,
      /** `plain`; `difference` from frame `against`, times `gain`; `magnified`: motion from `against`, times `gain`. */
      view: v.picklist(['plain', 'difference', 'magnified']),
      against: v.nullable(Index),
      gain: Gain,
    }),
    gives: Picture,
  },
  'review.curves': {
    takes: v.strictObject({
      ...OfSession,
      track: Index,
      fromUs: TimeUs,
      toUs: TimeUs,
      bins: v.pipe(Index, v.minValue(1), v.maxValue(4096)),
    }),
    gives: Curves,
  },
  'review.evidence': { takes: v.strictObject(OfEvent), gives: Evidence },
  'review.decide': {
    takes: v.strictObject({
      ...OfEvent,
      rater: Line,
      verdict: v.picklist(['confirm', 'reject', 'relabel']),
      /** Null leaves a moment, or the label, as it is. */
      onsetFrame: v.nullable(Index),
      apexFrame: v.nullable(Index),
      offsetFrame: v.nullable(Index),
      label: v.nullable(Line),
    }),
    gives: SessionChange,
  },
  'review.add': {
    takes: v.strictObject({
      ...OfSession,
      rater: Line,
      track: Index,
      onsetFrame: Index,
      apexFrame: Index,
      offsetFrame: Index,
      label: v.nullable(Line),
      aus: v.pipe(v.array(v.strictObject({ au: Au, side: Side })), v.maxLength(40)),
    }),
    gives: SessionChange,
  },
  'review.note': {
    takes: v.strictObject({
      ...OfSession,
      event: v.nullable(Index),
      timeUs: v.nullable(TimeUs),
      author: Line,
      text: Text,
    }),
    gives: SessionChange,
  },
  'review.nameTrack': {
    takes: v.strictObject({ ...OfSession, track: Index, name: Line }),
    gives: SessionChange,
  },
  'review.undo': { takes: v.strictObject(OfSession), gives: SessionChange },
  'review.redo': { takes: v.strictObject(OfSession), gives: SessionChange },
  'review.agreement': {
    takes: v.strictObject({ ...OfSession, first: Line, second: Line }),
    gives: Agreement,
  },
  /** Frees what an open session holds (decoder, frames kept). */
  'review.close': { takes: v.strictObject(OfSession), gives: Nothing },
} as const;

export const REVIEW_EVENTS = {
  /** Another window, or a live recording, changed an open session. */
  'review.changed': SessionChange,
} as const;
