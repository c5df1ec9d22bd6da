/** What happens in a clip, each thing drawn by itself: expressions, blinks, gaze, speech, turns, drift. */
import { FULL_IOD } from './actions.ts';
import { drawExpression, type Emotion, EMOTIONS, type Expression } from './emotions.ts';
import type { Random } from './random.ts';
import type { Blink, Drift, GazeShift, Misalignment, ScriptEvent, Speech, Turn, Wave } from './script.ts';
import { type Course, RAMPS } from './time-course.ts';

/** Shortest and longest micro-expression in seconds. */
export type Lengths = readonly [number, number];
export const STUDY_LENGTHS: Lengths = [0.15, 0.4];
/** From hardly more than a blink's closing to the definition's end. */
export const ALL_LENGTHS: Lengths = [0.06, 0.5];

/** 0.8–4.5 % IOD. */
export function drawMicro(random: Random, emotion: Emotion, onsetS: number, lengths: Lengths): ScriptEvent {
  const { actions } = drawExpression(random, emotion);
  const durationS = random.range(...lengths);
  return {
    kind: 'micro',
    emotion,
    actions: inIod(actions),
    peakPctIod: random.range(0.8, 4.5),
    course: drawCourse(random, onsetS, durationS, random.chance(0.3) ? 0.1 * durationS : 0),
  };
}

/** The study's smile: 1.6 s long, cheeks and lip corners, 6–12 % IOD. */
export function drawSmile(random: Random, onsetS: number): ScriptEvent {
  const weaker = random.range(0.7, 1);
  const [left, right] = random.chance(0.5) ? [1, weaker] : [weaker, 1];
  return {
    kind: 'macro',
    emotion: 'happiness',
    actions: inIod([
      { au: 12, side: 'both', left, right },
      { au: 6, side: 'both', left, right },
    ]),
    peakPctIod: random.range(6, 12),
    course: drawCourse(random, onsetS, 1.6, random.range(0.3, 0.6)),
  };
}

export function drawMacro(
  random: Random,
  onsetS: number,
  durationS: number,
  peakPctIod: number,
): ScriptEvent {
  const { emotion, actions } = drawExpression(random, random.pick(SHOWN));
  return {
    kind: 'macro',
    emotion,
    actions: inIod(actions),
    peakPctIod,
    course: drawCourse(random, onsetS, durationS, random.range(0.2, 0.4) * durationS),
  };
}

/** What the presets for spotting show, each as often as another. */
export const SHOWN = EMOTIONS.filter((emotion) => emotion !== 'none');

/** From intensities on the scale of FACS to displacements in IOD, relative to each other. */
const inIod = (actions: Expression['actions']): ScriptEvent['actions'] =>
  actions.map(({ au, left, right }) => ({ au, left: left * FULL_IOD[au], right: right * FULL_IOD[au] }));

/** Rises in 30 to 50 % of the time that is not plateau: muscles contract faster than they relax. */
function drawCourse(random: Random, onsetS: number, durationS: number, plateauS: number): Course {
  const riseS = random.range(0.3, 0.5) * (durationS - plateauS);
  return {
    onsetS,
    apexS: onsetS + riseS + plateauS / 2,
    offsetS: onsetS + durationS,
    plateauS,
    rise: random.pick(['cosine', 'minimum-jerk'] as const),
    fall: random.pick(RAMPS),
  };
}

/** 100–300 ms, closing to 70–100 %; lids close in about a third of the time. */
export function drawBlinks(random: Random, onsets: readonly number[]): Blink[] {
  return onsets.map((onsetS) => {
    const durationS = random.range(0.14, 0.3);
    const plateauS = random.range(0, 0.04);
    const closingS = random.range(0.3, 0.4) * (durationS - plateauS);
    return {
      depth: random.range(0.7, 1),
      course: {
        onsetS,
        apexS: onsetS + closingS + plateauS / 2,
        offsetS: onsetS + durationS,
        plateauS,
        rise: 'minimum-jerk',
        fall: random.pick(['minimum-jerk', 'decay'] as const),
      },
    };
  });
}

/** Jumps of up to 0.06 IOD (some 12°) lasting 30–60 ms, every one to three seconds, often back to the middle. */
export function drawGaze(random: Random, seconds: number, firstS = random.range(0.5, 2)): GazeShift[] {
  const shifts: GazeShift[] = [];
  for (let at = firstS; at < seconds - 0.3; at += random.range(0.8, 3)) {
    const isCentre = random.chance(0.4);
    shifts.push({
      startS: at,
      durationS: random.range(0.03, 0.06),
      x: isCentre ? 0 : random.range(-0.06, 0.06),
      y: isCentre ? 0 : random.range(-0.015, 0.025),
    });
  }
  return shifts;
}

/** One to four seconds of talking, three to six irregular syllables a second, every four to six seconds. */
export function drawSpeech(random: Random, seconds: number, firstS = random.range(0.5, 2)): Speech[] {
  const speeches: Speech[] = [];
  for (let fromS = firstS; fromS < seconds - 1.5; fromS += random.range(4, 6)) {
    const toS = Math.min(seconds - 0.3, fromS + random.range(1, 4));
    const syllables: Speech['syllables'][number][] = [];
    for (let at = fromS; at < toS - 0.12;) {
      const periodS = 1 / random.range(3, 6);
      const durationS = Math.min(toS - at, periodS * random.range(1, 1.4));
      syllables.push({
        course: { ...drawCourse(random, at, durationS, 0), rise: 'cosine', fall: 'cosine' },
        jaw: random.range(0.01, 0.09),
        upperLip: random.range(0, 0.015),
        spread: random.range(-0.03, 0.03),
      });
      at += periodS * (random.chance(0.12) ? 2 : 1);
    }
    speeches.push({ fromS, toS, syllables });
  }
  return speeches;
}

/** Fast turns (0.3–0.6 s) and slow ones (1–2 s), up to 20°, there and back, one after the other. */
export function drawTurns(random: Random, seconds: number): Turn[] {
  const turns: Turn[] = [];
  for (let at = random.range(0.3, 1.2); at < seconds - 1.5;) {
    const moveS = random.chance(0.5) ? random.range(0.3, 0.6) : random.range(1, 2);
    const holdS = random.range(0, 0.8);
    if (at + 2 * moveS + holdS > seconds - 0.2) break;
    const limit = (20 * Math.PI) / 180;
    const isYaw = random.chance(0.6);
    turns.push({
      startS: at,
      moveS,
      holdS,
      yawRad: isYaw ? random.range(0.3, 1) * limit * (random.chance(0.5) ? 1 : -1) : random.range(-0.1, 0.1),
      pitchRad: isYaw
        ? random.range(-0.06, 0.06)
        : random.range(0.3, 0.75) * limit * (random.chance(0.5) ? 1 : -1),
      rollRad: random.range(-0.08, 0.08),
    });
    at += 2 * moveS + holdS + random.range(0.8, 2);
  }
  return turns;
}

/** Breathing (about 0.25 Hz, up and down) and slower wandering. */
export function drawDrift(random: Random, mostPx: number, mostRollRad: number): Drift {
  const wave = (amplitude: number, from: number, to: number): Wave => ({
    amplitude,
    hz: random.range(from, to),
    phase: random.range(0, 2 * Math.PI),
  });
  return {
    x: [wave(0.7 * mostPx, 0.05, 0.15), wave(0.3 * mostPx, 0.2, 0.4)],
    y: [wave(0.6 * mostPx, 0.05, 0.15), wave(0.4 * mostPx, 0.2, 0.3)],
    roll: [wave(0.7 * mostRollRad, 0.05, 0.15), wave(0.3 * mostRollRad, 0.2, 0.4)],
  };
}

/**
 * What alignment leaves in a crop: on held-still and swaying heads some 0.03 to 0.1 % of the distance between the eyes,
 * on hard-compressed ones three times that (docs/alignment.md); the study of recognition used 0.7 %.
 */
export function drawMisalignment(random: Random, iodPx: number): Misalignment {
  return {
    wander: drawDrift(random, random.range(0, 0.006) * iodPx, random.range(0, 0.002)),
    jitterPx: random.range(0.0002, 0.0015) * iodPx,
  };
}

/** Onsets in equal slots, anywhere within each. */
export function slotTimes(random: Random, count: number, fromS: number, toS: number): number[] {
  const slot = (toS - fromS) / count;
  return Array.from({ length: count }, (_, k) => fromS + slot * (k + random.next() * 0.7));
}
