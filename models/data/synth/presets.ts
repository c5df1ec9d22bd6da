/** Scripts for the kinds of clip the spotter is tested on, drawn from a seed. */
import { FULL_IOD } from './actions.ts';
import { drawExpression, EMOTIONS, type Expression } from './emotions.ts';
import type { Random } from './random.ts';
import { createRandom } from './random.ts';
import type { Blink, Drift, GazeShift, Script, ScriptEvent, Speech, Turn, Wave } from './script.ts';
import type { SceneOptions } from './scene.ts';
import { FAMILIES, type Family } from './synth-face.ts';
import { type Course, RAMPS } from './time-course.ts';

export const PRESETS = ['study', 'speech', 'turns', 'rest', 'macro', 'mixed'] as const;
export type Preset = (typeof PRESETS)[number];

export interface ScriptRequest {
  readonly preset: Preset;
  readonly seed: number;
  readonly fps: number;
  /** Null: as long as the preset usually is. */
  readonly seconds: number | null;
  /** Null: drawn by the seed. */
  readonly family: Family | null;
  /** Null: the preset's own scene. */
  readonly scene: SceneOptions | null;
}

/** The study's scene: 384 × 384 with eyes 100 px apart. */
export const STUDY_SCENE: SceneOptions = {
  widthPx: 384,
  heightPx: 384,
  iodPx: 100,
  eyesX: 0.5,
  eyesY: 0.42,
  blurPx: 0,
};

export function createScript(request: ScriptRequest): Script {
  const random = createRandom(request.seed);
  const seconds = request.seconds ?? (request.preset === 'rest' ? 30 : 12);
  const build = BUILD[request.preset];
  const scene = request.scene ?? (request.preset === 'mixed' ? mixedScene(random.fork(1)) : STUDY_SCENE);
  // 2.5 px and 0.7° are the study's, at 100 px between the eyes.
  const driftPx = 2.5 * (scene.iodPx / 100);
  return {
    seed: request.seed,
    preset: request.preset,
    family: request.family ?? random.fork(2).pick(FAMILIES),
    fps: request.fps,
    seconds,
    scene,
    events: [],
    blinks: [],
    gaze: [],
    speech: [],
    turns: [],
    drift: drawDrift(random.fork(3), driftPx, (0.7 * Math.PI) / 180),
    light: { flicker: 0.006, flickerHz: 10, slow: 0.01, slowPeriodS: random.fork(4).range(6, 14) },
    noise: { readSigma: random.fork(5).range(1, 2.5), perLevel: 0.01 },
    crf: 20,
    ...build(random.fork(6), seconds),
  };
}

type Parts = Partial<Omit<Script, 'seed' | 'preset' | 'family' | 'fps' | 'seconds' | 'scene'>>;

const BUILD: Readonly<Record<Preset, (random: Random, seconds: number) => Parts>> = {
  study: (random, seconds) => expressive(random, seconds, { gaze: false }),
  speech: (random, seconds) => {
    const parts = expressive(random, seconds, { gaze: true, smile: false });
    return { ...parts, speech: drawSpeech(random.fork(7), seconds) };
  },
  turns: (random, seconds) => {
    const parts = expressive(random, seconds, { gaze: true, smile: false });
    return { ...parts, turns: drawTurns(random.fork(8), seconds) };
  },
  rest: (random, seconds) => ({
    blinks: drawBlinks(
      random.fork(9),
      slotTimes(random.fork(10), Math.max(1, Math.round(seconds / 4)), 0.5, seconds - 0.5),
    ),
    gaze: drawGaze(random.fork(11), seconds),
  }),
  macro: (random, seconds) => {
    const count = Math.max(1, Math.round(seconds / 4));
    const times = slotTimes(random.fork(12), count, 1, seconds - 2.5);
    return {
      events: times.map((at) => drawMacro(random, at, random.range(1, 2.2), random.range(3, 9))),
      blinks: drawBlinks(random.fork(13), slotTimes(random.fork(14), 3, 0.3, seconds - 0.5)),
      gaze: drawGaze(random.fork(15), seconds),
    };
  },
  mixed: (random, seconds) => {
    const options = { gaze: random.chance(0.7), smile: random.chance(0.6), lengths: ALL_LENGTHS };
    const parts = expressive(random, seconds, options);
    return {
      ...parts,
      ...(random.chance(0.4) && { speech: drawSpeech(random.fork(16), seconds) }),
      ...(random.chance(0.4) && { turns: drawTurns(random.fork(17), seconds) }),
      light: {
        flicker: random.range(0, 0.01),
        flickerHz: random.pick([10, 20]),
        slow: random.range(0, 0.06),
        slowPeriodS: random.range(4, 14),
      },
      noise: { readSigma: random.range(1, 6), perLevel: random.range(0, 0.03) },
      crf: 18 + random.below(15),
    };
  },
};

/**
 * Three micro-expressions, three blinks and one smile of 1.6 s in twelve seconds (in proportion for other lengths),
 * each in a slot of its own so that no two overlap.
 */
function expressive(
  random: Random,
  seconds: number,
  options: { readonly gaze: boolean; readonly smile?: boolean; readonly lengths?: Lengths },
): Parts {
  const scale = seconds / 12;
  const micro = Math.max(1, Math.round(3 * scale));
  const blink = Math.max(1, Math.round(3 * scale));
  const smile = options.smile === false || seconds < 6 ? 0 : 1;
  const kinds = shuffled(random.fork(20), [
    ...Array<'micro'>(micro).fill('micro'),
    ...Array<'blink'>(blink).fill('blink'),
    ...Array<'smile'>(smile).fill('smile'),
  ]);
  // A smile takes two shares of the time, the rest one; 0.4 s are kept free at both ends.
  const shares = kinds.map((kind) => (kind === 'smile' ? 2 : 1));
  const unit = (seconds - 0.8) / shares.reduce((sum, s) => sum + s, 0);
  const events: ScriptEvent[] = [];
  const blinkTimes: number[] = [];
  let slotStart = 0.4;
  kinds.forEach((kind, index) => {
    const slot = shares[index]! * unit;
    const length = kind === 'smile' ? 1.6 : 0.5;
    const at = slotStart + random.next() * Math.max(0, slot - length - 0.1);
    if (kind === 'micro') events.push(drawMicro(random, at, options.lengths ?? STUDY_LENGTHS));
    else if (kind === 'smile') events.push(drawSmile(random, at));
    else blinkTimes.push(at);
    slotStart += slot;
  });
  return {
    events: events.sort((a, b) => a.course.onsetS - b.course.onsetS),
    blinks: drawBlinks(random.fork(21), blinkTimes),
    ...(options.gaze && { gaze: drawGaze(random.fork(22), seconds) }),
  };
}

/** Shortest and longest micro-expression in seconds. */
type Lengths = readonly [number, number];
const STUDY_LENGTHS: Lengths = [0.15, 0.4];
/** From hardly more than a blink's closing to the definition's end. */
const ALL_LENGTHS: Lengths = [0.06, 0.5];

/** 0.8–4.5 % IOD. */
function drawMicro(random: Random, onsetS: number, lengths: Lengths): ScriptEvent {
  const { emotion, actions } = drawExpression(random, random.pick(SHOWN));
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
function drawSmile(random: Random, onsetS: number): ScriptEvent {
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

function drawMacro(random: Random, onsetS: number, durationS: number, peakPctIod: number): ScriptEvent {
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
const SHOWN = EMOTIONS.filter((emotion) => emotion !== 'none');

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
function drawBlinks(random: Random, onsets: readonly number[]): Blink[] {
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
function drawGaze(random: Random, seconds: number): GazeShift[] {
  const shifts: GazeShift[] = [];
  for (let at = random.range(0.5, 2); at < seconds - 0.3; at += random.range(0.8, 3)) {
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
function drawSpeech(random: Random, seconds: number): Speech[] {
  const speeches: Speech[] = [];
  for (let fromS = random.range(0.5, 2); fromS < seconds - 1.5; fromS += random.range(4, 6)) {
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
function drawTurns(random: Random, seconds: number): Turn[] {
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
function drawDrift(random: Random, mostPx: number, mostRollRad: number): Drift {
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

/** Webcam scenes: face from far to near, off the middle, a little out of focus. */
function mixedScene(random: Random): SceneOptions {
  const isWide = random.chance(0.4);
  const [widthPx, heightPx] = isWide ? [1280, 720] : [640, 480];
  // The whole head is about 4.4 IOD high.
  const iodPx = random.range(40, Math.min(200, heightPx / 4.4));
  return {
    widthPx,
    heightPx,
    iodPx,
    eyesX: random.range(0.42, 0.58),
    eyesY: random.range(0.38, 0.48),
    blurPx: random.range(0, 1),
  };
}

/** Onsets in equal slots, anywhere within each. */
function slotTimes(random: Random, count: number, fromS: number, toS: number): number[] {
  const slot = (toS - fromS) / count;
  return Array.from({ length: count }, (_, k) => fromS + slot * (k + random.next() * 0.7));
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const copy = [...list];
  for (let k = copy.length - 1; k > 0; k--) {
    const other = random.below(k + 1);
    [copy[k], copy[other]] = [copy[other]!, copy[k]!];
  }
  return copy;
}
