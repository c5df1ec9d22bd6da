/** What the face does at any time of a script. */
import { ACTION_COUNT, actionIndex, type Actions } from './actions.ts';
import type { Drift, Misalignment, Script, ScriptEvent, Turn, Wave } from './script.ts';
import { createRandom } from './random.ts';
import type { Framing } from './head.ts';
import type { FaceState, SynthFace } from './synth-face.ts';
import { courseAt, ramp } from './time-course.ts';

export interface Timeline {
  /** Strengths of expression alone, in IOD: the labels. */
  actionsAt(timeS: number): Actions;
  /** Everything, to be drawn. */
  stateAt(timeS: number): FaceState;
}

/** The face says how far it moves at most for given strengths, so that an event gets the peak it asks for. */
export function createTimeline(
  script: Script,
  face: Pick<SynthFace, 'peakIod' | 'framingThatFollows'>,
): Timeline {
  const events = script.events.map((event) => ({ event, actions: eventActions(event, face.peakIod) }));
  const actionsAt = (timeS: number): Actions => {
    const actions = new Float64Array(ACTION_COUNT);
    for (const { event, actions: peak } of events) {
      const share = courseAt(event.course, timeS);
      if (share > 0) for (let a = 0; a < ACTION_COUNT; a++) actions[a]! += share * peak[a]!;
    }
    return actions;
  };
  return {
    actionsAt,
    stateAt: (timeS) => {
      const actions = actionsAt(timeS);
      const closure = blinkAt(script, timeS);
      const gaze = gazeAt(script, timeS);
      const speech = speechAt(script, timeS);
      for (const side of ['left', 'right'] as const) {
        // A blink draws the brow down and the cheek up a little: about 0.5 % IOD.
        actions[actionIndex(2, side)]! -= 0.005 * closure;
        actions[actionIndex(6, side)]! += 0.004 * closure;
        actions[actionIndex(speech.spread > 0 ? 20 : 23, side)]! += Math.abs(speech.spread);
        // The upper lid follows the eye down and up by about half.
        actions[actionIndex(5, side)]! += Math.max(0, -0.5 * gaze.y);
      }
      // A lid that follows a downward look is a lid a little more closed (0.16 IOD is a usual opening).
      const closed = Math.min(1, closure + Math.max(0, (0.5 * gaze.y) / 0.16));
      const head = { ...turnAt(script.turns, timeS), ...driftAt(script.drift, timeS, script.turns) };
      return {
        actions,
        lidClosure: { left: closed, right: closed },
        gaze,
        jaw: speech.jaw,
        upperLip: speech.upperLip,
        head,
        framing: script.framing
          ? misaligned(face.framingThatFollows(head), script.framing, script.seed, timeS)
          : undefined,
      };
    },
  };
}

/** Strengths at the apex in IOD, scaled so that the largest displacement is what the event asks for. */
export function eventActions(event: ScriptEvent, peakIod: (actions: Actions) => number): Actions {
  const actions = new Float64Array(ACTION_COUNT);
  for (const { au, left, right } of event.actions) {
    actions[actionIndex(au, 'left')] = left;
    actions[actionIndex(au, 'right')] = right;
  }
  const scale = event.peakPctIod / 100 / peakIod(actions);
  return actions.map((strength) => strength * scale);
}

function blinkAt(script: Script, timeS: number): number {
  return script.blinks.reduce(
    (most, blink) => Math.max(most, blink.depth * courseAt(blink.course, timeS)),
    0,
  );
}

function gazeAt(script: Script, timeS: number): { x: number; y: number } {
  let place = { x: 0, y: 0 };
  for (const shift of script.gaze) {
    const share = ramp('minimum-jerk', (timeS - shift.startS) / shift.durationS);
    place = { x: place.x + share * (shift.x - place.x), y: place.y + share * (shift.y - place.y) };
  }
  return place;
}

function speechAt(script: Script, timeS: number): { jaw: number; upperLip: number; spread: number } {
  const sum = { jaw: 0, upperLip: 0, spread: 0 };
  for (const speech of script.speech) {
    if (timeS < speech.fromS || timeS > speech.toS) continue;
    for (const syllable of speech.syllables) {
      const share = courseAt(syllable.course, timeS);
      sum.jaw += share * syllable.jaw;
      sum.upperLip += share * syllable.upperLip;
      sum.spread += share * syllable.spread;
    }
  }
  return sum;
}

function turnAt(
  turns: readonly Turn[],
  timeS: number,
): { yawRad: number; pitchRad: number; rollRad: number; scale: number } {
  const pose = { yawRad: 0, pitchRad: 0, rollRad: 0, scale: 1 };
  for (const turn of turns) {
    const share =
      ramp('minimum-jerk', (timeS - turn.startS) / turn.moveS) -
      ramp('minimum-jerk', (timeS - turn.startS - turn.moveS - turn.holdS) / turn.moveS);
    pose.yawRad += share * turn.yawRad;
    pose.pitchRad += share * turn.pitchRad;
    pose.rollRad += share * turn.rollRad;
  }
  return pose;
}

function driftAt(
  drift: Drift,
  timeS: number,
  turns: readonly Turn[],
): { dxPx: number; dyPx: number; rollRad: number } {
  return {
    dxPx: wavesAt(drift.x, timeS),
    dyPx: wavesAt(drift.y, timeS),
    rollRad: wavesAt(drift.roll, timeS) + turnAt(turns, timeS).rollRad,
  };
}

function misaligned(
  exact: Framing,
  { wander, jitterPx }: Misalignment,
  seed: number,
  timeS: number,
): Framing {
  // A stream of its own for every millisecond, so that any frame can be drawn alone.
  const random = createRandom(seed, JITTER_STREAM + Math.round(timeS * 1000));
  return {
    dxPx: exact.dxPx + wavesAt(wander.x, timeS) + jitterPx * random.normal(),
    dyPx: exact.dyPx + wavesAt(wander.y, timeS) + jitterPx * random.normal(),
    rollRad: exact.rollRad + wavesAt(wander.roll, timeS),
    scale: exact.scale,
  };
}

const JITTER_STREAM = 2_000_000_000;

const wavesAt = (waves: readonly Wave[], timeS: number): number =>
  waves.reduce((sum, w) => sum + w.amplitude * Math.sin(2 * Math.PI * w.hz * timeS + w.phase), 0);
