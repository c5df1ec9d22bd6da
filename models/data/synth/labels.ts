/** What a rendered clip is known to contain, as it is written beside it. */
import { AU_NUMBERS } from '../../../contract/au.ts';
import { actionIndex, type Actions, FULL_IOD } from './actions.ts';
import { type Emotion, sevenClassOf, threeClassOf } from './emotions.ts';
import type { Script } from './script.ts';
import type { SynthFace } from './synth-face.ts';
import { eventActions, type Timeline } from './timeline.ts';
import { type Course, spanAbove } from './time-course.ts';

export interface LabelMoment {
  readonly t_s: number;
  /** The frame nearest in time. */
  readonly frame: number;
}

export interface LabelAu {
  readonly au: number;
  readonly side: 'left' | 'right' | 'both';
  /** 0–5 at the apex; of the stronger side. */
  readonly intensity: number;
  readonly left: number;
  readonly right: number;
}

/** An emotion by its own name, and by its class; null where a naming has no place for it. */
export interface LabelEmotion {
  readonly emotion: Emotion | null;
  readonly three: string | null;
  readonly seven: string | null;
}

export interface Labels {
  readonly synthetic: true;
  readonly preset: string;
  readonly family: string;
  readonly seed: number;
  readonly fps: number;
  readonly frames: number;
  readonly duration_s: number;
  readonly iod_px: number;
  /** What a recognizer should say of the whole clip; null for clips that hold several expressions. */
  readonly shows: LabelEmotion | null;
  readonly events: readonly (LabelEmotion & {
    readonly kind: 'micro' | 'macro';
    /** Ends of the movement's support: still at exactly zero. */
    readonly onset: LabelMoment;
    readonly apex: LabelMoment;
    readonly offset: LabelMoment;
    /** Where the movement passes a tenth of its peak: about what can be seen. */
    readonly above_tenth: { readonly from_s: number; readonly to_s: number };
    readonly peakPctIod: number;
    readonly aus: readonly LabelAu[];
  })[];
  readonly blinks: readonly {
    readonly onset: LabelMoment;
    readonly apex: LabelMoment;
    readonly offset: LabelMoment;
    readonly closure: number;
  }[];
  readonly gaze: readonly {
    readonly from_s: number;
    readonly to_s: number;
    readonly x_iod: number;
    readonly y_iod: number;
  }[];
  readonly speech: readonly { readonly from_s: number; readonly to_s: number; readonly syllables: number }[];
  readonly turns: readonly {
    readonly from_s: number;
    readonly to_s: number;
    readonly yaw_deg: number;
    readonly pitch_deg: number;
    readonly roll_deg: number;
  }[];
  /** One value per frame for everything that moves in this clip. AU curves are named as `12L`, 0–5. */
  readonly curves: Readonly<Record<string, readonly number[]>>;
}

export function labelsOf(
  script: Script,
  timesS: readonly number[],
  timeline: Timeline,
  face: Pick<SynthFace, 'axes' | 'peakIod'>,
): Labels {
  const moment = (timeS: number): LabelMoment => ({ t_s: round(timeS), frame: nearest(timesS, timeS) });
  const moments = (course: Course): { onset: LabelMoment; apex: LabelMoment; offset: LabelMoment } => ({
    onset: moment(course.onsetS),
    apex: moment(course.apexS),
    offset: moment(course.offsetS),
  });
  return {
    synthetic: true,
    preset: script.preset,
    family: script.family,
    seed: script.seed,
    fps: script.fps,
    frames: timesS.length,
    duration_s: round(script.seconds),
    iod_px: round(face.axes.iodPx),
    shows: script.shows && labelEmotion(script.shows),
    events: script.events.map((event) => {
      const span = spanAbove(event.course, 0.1);
      return {
        kind: event.kind,
        ...labelEmotion(event.emotion),
        ...moments(event.course),
        above_tenth: { from_s: round(span.fromS), to_s: round(span.toS) },
        peakPctIod: round(event.peakPctIod),
        aus: labelAus(eventActions(event, face.peakIod)),
      };
    }),
    blinks: script.blinks.map((blink) => ({ ...moments(blink.course), closure: round(blink.depth) })),
    gaze: script.gaze.map((g) => ({
      from_s: round(g.startS),
      to_s: round(g.startS + g.durationS),
      x_iod: round(g.x),
      y_iod: round(g.y),
    })),
    speech: script.speech.map((s) => ({
      from_s: round(s.fromS),
      to_s: round(s.toS),
      syllables: s.syllables.length,
    })),
    turns: script.turns.map((t) => ({
      from_s: round(t.startS),
      to_s: round(t.startS + 2 * t.moveS + t.holdS),
      yaw_deg: round((t.yawRad * 180) / Math.PI),
      pitch_deg: round((t.pitchRad * 180) / Math.PI),
      roll_deg: round((t.rollRad * 180) / Math.PI),
    })),
    curves: curvesOf(timesS, timeline),
  };
}

const labelEmotion = (emotion: Emotion | null): LabelEmotion => ({
  emotion,
  three: emotion && threeClassOf(emotion),
  seven: emotion && sevenClassOf(emotion),
});

function labelAus(actions: Actions): LabelAu[] {
  return AU_NUMBERS.flatMap((au) => {
    const level = (side: 'left' | 'right'): number =>
      Math.min(5, (5 * actions[actionIndex(au, side)]!) / FULL_IOD[au]);
    const [left, right] = [level('left'), level('right')];
    if (left === 0 && right === 0) return [];
    const side = right === 0 ? 'left' : left === 0 ? 'right' : 'both';
    return [
      { au, side, intensity: round(Math.max(left, right)), left: round(left), right: round(right) } as const,
    ];
  });
}

/** Only curves that leave zero somewhere are kept. */
function curvesOf(timesS: readonly number[], timeline: Timeline): Record<string, number[]> {
  const curves: Record<string, number[]> = {};
  const put = (name: string, frame: number, value: number): void => {
    (curves[name] ??= new Array<number>(timesS.length).fill(0))[frame] = round(value);
  };
  timesS.forEach((timeS, frame) => {
    const actions = timeline.actionsAt(timeS);
    for (const au of AU_NUMBERS) {
      for (const side of ['left', 'right'] as const) {
        const strength = actions[actionIndex(au, side)]!;
        if (strength !== 0) put(`${au}${side === 'left' ? 'L' : 'R'}`, frame, (5 * strength) / FULL_IOD[au]);
      }
    }
    const state = timeline.stateAt(timeS);
    const degrees = 180 / Math.PI;
    put('lid_closure', frame, state.lidClosure.left);
    put('gaze_x_iod', frame, state.gaze.x);
    put('gaze_y_iod', frame, state.gaze.y);
    put('jaw_iod', frame, state.jaw);
    put('head_x_px', frame, state.head.dxPx);
    put('head_y_px', frame, state.head.dyPx);
    put('roll_deg', frame, state.head.rollRad * degrees);
    put('yaw_deg', frame, state.head.yawRad * degrees);
    put('pitch_deg', frame, state.head.pitchRad * degrees);
  });
  return Object.fromEntries(Object.entries(curves).filter(([, values]) => values.some((v) => v !== 0)));
}

function nearest(timesS: readonly number[], timeS: number): number {
  let best = 0;
  timesS.forEach((t, frame) => {
    if (Math.abs(t - timeS) < Math.abs(timesS[best]! - timeS)) best = frame;
  });
  return best;
}

/** A tenth of a millisecond, or of a thousandth of a level, is finer than any measure made against it. */
const round = (value: number): number => Math.round(value * 1e4) / 1e4;
