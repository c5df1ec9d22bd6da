import type { AuNumber } from '../../../contract/au.ts';
import type { EventKind } from '../../../contract/spot.ts';
import type { Emotion } from './emotions.ts';
import type { SceneOptions } from './scene.ts';
import type { Light, SensorNoise } from './sensor.ts';
import type { Family } from './synth-face.ts';
import type { Course } from './time-course.ts';

/** Everything that happens in one clip. Times in seconds, lengths in IOD unless said. */
export interface Script {
  readonly seed: number;
  readonly preset: string;
  readonly family: Family;
  readonly fps: number;
  readonly seconds: number;
  readonly scene: SceneOptions;
  /** The one emotion a clip for a recognizer shows, `none` among them; null for clips with several or for other uses. */
  readonly shows: Emotion | null;
  readonly events: readonly ScriptEvent[];
  readonly blinks: readonly Blink[];
  readonly gaze: readonly GazeShift[];
  readonly speech: readonly Speech[];
  readonly turns: readonly Turn[];
  readonly drift: Drift;
  /** For a scene that is an aligned crop: what the alignment leaves. Null for a scene that is a camera's. */
  readonly framing: Misalignment | null;
  readonly light: Light;
  readonly noise: SensorNoise;
  /** H.264 constant rate factor. */
  readonly crf: number;
}

/** What a preset decides; the rest is as everywhere. */
export type ScriptParts = Partial<Omit<Script, 'seed' | 'preset' | 'family' | 'fps' | 'seconds' | 'scene'>>;

/** An expression: what moves, how far, and when. */
export interface ScriptEvent {
  readonly kind: EventKind;
  /** The emotion it is meant to show, null where it shows none in particular. */
  readonly emotion: Emotion | null;
  /** Of the person's own left and right; weights relative to each other. */
  readonly actions: readonly { readonly au: AuNumber; readonly left: number; readonly right: number }[];
  /** Largest displacement anywhere on the face at the apex, in % of IOD. */
  readonly peakPctIod: number;
  readonly course: Course;
}

export interface Blink {
  readonly course: Course;
  /** How far the lids close at the apex, 0–1. */
  readonly depth: number;
}

/** The eyes jump to a place and stay until the next jump. */
export interface GazeShift {
  readonly startS: number;
  readonly durationS: number;
  readonly x: number;
  readonly y: number;
}

export interface Speech {
  readonly fromS: number;
  readonly toS: number;
  readonly syllables: readonly Syllable[];
}

export interface Syllable {
  readonly course: Course;
  readonly jaw: number;
  readonly upperLip: number;
  /** Lip corners out (as in "ee") or, negative, in (as in "oo"). */
  readonly spread: number;
}

/** The head goes to a pose, holds it and comes back. */
export interface Turn {
  readonly startS: number;
  readonly moveS: number;
  readonly holdS: number;
  readonly yawRad: number;
  readonly pitchRad: number;
  readonly rollRad: number;
}

/** Slow wandering of the head: sums of sines whose amplitudes add up to the given most. */
export interface Drift {
  readonly x: readonly Wave[];
  readonly y: readonly Wave[];
  readonly roll: readonly Wave[];
}

/** A crop that follows the eyes through turns of the head, not quite exactly. */
export interface Misalignment {
  readonly wander: Drift;
  /** Standard deviation of a shift that is new in every frame, in pixels. */
  readonly jitterPx: number;
}

/** amplitude · sin(2π·hz·t + phase); pixels for x and y, radians for roll. */
export interface Wave {
  readonly amplitude: number;
  readonly hz: number;
  readonly phase: number;
}
