/**
 * What happens in one training window, drawn from a seed. Seconds from the window's start; lengths in IOD unless said.
 */
import { type Course, type Ramp, RAMPS } from '../synth/time-course.ts';
import { drawExpression, EMOTIONS, type Emotion, type Expression, threeClassOf } from '../synth/emotions.ts';
import type { AuNumber } from '../../../contract/au.ts';
import type { Random } from '../synth/random.ts';
import type { Blink, GazeShift, Syllable } from '../synth/script.ts';
import type { EmotionClass } from './clip-format.ts';
import { type Camera, drawCamera, drawLight, type Light } from './camera.ts';

/** A movement of the skin by action units. */
export interface Movement {
  readonly expression: Expression;
  /** Largest displacement in % of IOD. */
  readonly peakPctIod: number;
  readonly course: Course;
}

/** Lids of a blink, and how much of the brows and cheeks they take along. */
export interface LidMovement extends Blink {
  /** Closure of the person's left and right lids relative to `depth`. */
  readonly left: number;
  readonly right: number;
  /** Share of the lids' way by which skin above follows, and how far up that reaches (standard deviation, IOD). */
  readonly drag: number;
  readonly reachIod: number;
}

/** amount · sin(2π·hz·t + phase) */
export interface Swing {
  readonly amount: number;
  readonly hz: number;
  readonly phase: number;
}

export interface HeadResidual {
  /** Radians of turn left over: a swing, and a step in the window. */
  readonly yaw: Swing;
  readonly pitch: Swing;
  readonly step: HeadStep | null;
  /** Standard deviation from frame to frame, and slow swings, in % of IOD. */
  readonly jitterPctIod: number;
  readonly x: Swing;
  readonly y: Swing;
  /** Radians, and relative change of scale. */
  readonly roll: Swing;
  readonly zoom: Swing;
  /**
   * Share of the skin's own movement at the points that alignment holds which it takes for the head's: a raised brow
   * pulls the bridge of the nose along, and the crop follows.
   */
  readonly taken: number;
}

/** The head goes on turning by so much within so long, and perhaps comes back. */
export interface HeadStep {
  readonly startS: number;
  readonly lastsS: number;
  readonly backAtS: number;
  readonly yawRad: number;
  readonly pitchRad: number;
}

/** Movement of skin that is no action unit: two smooth random fields that swing, in % of IOD. */
export interface SkinWander {
  readonly cells: number;
  readonly swings: readonly [Swing, Swing];
}

export interface WindowPlan {
  readonly emotion: EmotionClass;
  readonly windowS: number;
  readonly micro: Movement | null;
  readonly macro: Movement | null;
  readonly blinks: readonly LidMovement[];
  readonly gaze: readonly GazeShift[];
  readonly syllables: readonly Syllable[];
  readonly head: HeadResidual;
  readonly skin: SkinWander;
  /** How much of the folds that expressions draw is drawn; 0 for none. */
  readonly folds: number;
  readonly light: Light;
  readonly camera: Camera;
  /** When the neutral was taken: its middle. Outside the window by half a second or more. */
  readonly neutralAtS: number;
  /** What moves beside the micro-expression, in words. */
  readonly moves: readonly string[];
}

/** Whether action units come as the emotions' forms have them, or about as often as each other. */
export type UnitShares = 'drawn' | 'even';

type Range = readonly [least: number, largest: number];
/** What micro-expressions displace at most, in % of IOD. */
export const MICRO_PEAKS: Range = [0.5, 5];

const DISTRACTORS = ['blink', 'gaze', 'speech', 'macro', 'head', 'light', 'skin'] as const;
type Distractor = (typeof DISTRACTORS)[number];

/** How often each is what a window without an expression is about; what is left is stillness. */
const NONE_SHARES: Readonly<Record<Distractor, number>> = {
  blink: 0.22,
  gaze: 0.08,
  speech: 0.22,
  macro: 0.16,
  head: 0.12,
  light: 0.03,
  skin: 0.07,
};
/** How often each comes beside something else. */
const BESIDE: Readonly<Record<Distractor, number>> = {
  blink: 0.1,
  gaze: 0.1,
  speech: 0.02,
  macro: 0.03,
  head: 0.06,
  light: 0.06,
  skin: 0.06,
};

export function drawWindowPlan(
  random: Random,
  emotion: EmotionClass,
  windowS: number,
  units: UnitShares = 'drawn',
  peaks: Range = MICRO_PEAKS,
): WindowPlan {
  const micro = emotion === 'none' ? null : drawMicro(random.fork(1), emotion, windowS, units, peaks);
  const main = emotion === 'none' ? drawMain(random.fork(2)) : null;
  const present = new Set<Distractor>(
    DISTRACTORS.filter((one) => one === main || random.chance(BESIDE[one] * (main || micro ? 1 : 0))),
  );
  const has = (one: Distractor): boolean => present.has(one);
  // The spotter's window lies round what it took for an event: the main distractor peaks there like an event.
  const peak = (one: Distractor): number =>
    one === main && random.chance(0.75) ? windowS / 2 + apexError(random) : random.range(-0.1, windowS + 0.1);
  return {
    emotion,
    windowS,
    micro,
    macro: has('macro') ? drawMacro(random.fork(3), windowS) : null,
    blinks: has('blink') ? drawBlinks(random.fork(4), peak('blink')) : [],
    gaze: drawGaze(random.fork(5), has('gaze'), peak('gaze')),
    syllables: has('speech') ? drawSpeech(random.fork(6), peak('speech'), windowS) : [],
    head: drawHead(random.fork(7), has('head'), windowS),
    skin: drawSkin(random.fork(8), has('skin')),
    folds: random.chance(0.6) ? random.range(0, 1.3) : 0,
    light: drawLight(random.fork(9), has('light')),
    camera: drawCamera(random.fork(10)),
    // The engine names an event up to 1.8 s after it, with the neutral of the second and a half before that.
    neutralAtS: random.chance(0.7) ? windowS + random.range(0.4, 1.2) : -random.range(0.5, 2),
    moves: [...present],
  };
}

/** The spotter's apex lies some 10 ms from the true one, now and then far off. */
const apexError = (random: Random): number =>
  random.chance(0.8) ? 0.015 * random.normal() : random.range(-0.12, 0.12);

/** 0.1–0.5 s long, as many weak ones as strong ones (log-uniform). */
function drawMicro(
  random: Random,
  emotion: Exclude<EmotionClass, 'none'>,
  windowS: number,
  units: UnitShares,
  peaks: Range,
): Movement {
  const durationS = random.range(0.1, 0.5);
  const apexS = windowS / 2 + apexError(random);
  const plateauS = random.chance(0.3) ? random.range(0.05, 0.3) * durationS : 0;
  const riseS = random.range(0.25, 0.6) * (durationS - plateauS);
  const onsetS = apexS - plateauS / 2 - riseS;
  return {
    expression:
      units === 'even' ? drawWithUnit(random, emotion) : drawExpression(random, emotionOf(random, emotion)),
    peakPctIod: logRange(random, ...peaks),
    course: {
      onsetS,
      apexS,
      offsetS: onsetS + durationS,
      plateauS,
      rise: random.pick(['cosine', 'minimum-jerk'] as const),
      fall: random.pick(RAMPS),
    },
  };
}

/**
 * The emotions of a class all alike: by their weights in life action units such as 14, 20 and 23 would hardly be seen.
 */
function emotionOf(random: Random, emotion: Exclude<EmotionClass, 'none'>): Emotion {
  return random.pick(EMOTIONS.filter((each) => threeClassOf(each) === emotion));
}

/** Units that a class's expressions hold now and then or often. */
const UNITS_OF: Readonly<Record<Exclude<EmotionClass, 'none'>, readonly AuNumber[]>> = {
  negative: [1, 2, 4, 5, 7, 9, 10, 14, 15, 17, 20, 23],
  positive: [6, 12, 25],
  surprise: [1, 2, 5, 25, 26],
};

/** An expression of the class that holds a unit drawn evenly: the rarest (26) comes once in thirty draws. */
function drawWithUnit(random: Random, emotion: Exclude<EmotionClass, 'none'>): Expression {
  const wanted = random.pick(UNITS_OF[emotion]);
  for (;;) {
    const expression = drawExpression(random, emotionOf(random, emotion));
    if (expression.actions.some(({ au }) => au === wanted)) return expression;
  }
}

function drawMain(random: Random): Distractor | null {
  let left = random.next();
  for (const one of DISTRACTORS) {
    left -= NONE_SHARES[one];
    if (left < 0) return one;
  }
  return null;
}

/** An expression of a second or more, of which the window sees the rise, the hold or the fall. */
function drawMacro(random: Random, windowS: number): Movement {
  const riseS = random.range(0.3, 1.2);
  const plateauS = random.range(0.2, 2.5);
  const fallS = random.range(0.4, 1.5);
  const durationS = riseS + plateauS + fallS;
  // Onset, hold and offset are met as often as they last, the flanks twice as often.
  const seenAtS = random.chance(0.5)
    ? random.range(0, durationS)
    : random.chance(0.5)
      ? random.range(0, riseS)
      : durationS - random.range(0, fallS);
  const onsetS = windowS / 2 - seenAtS;
  const ramps: readonly Ramp[] = RAMPS;
  return {
    expression: drawExpression(random, random.pick(EMOTIONS.filter((each) => each !== 'none'))),
    peakPctIod: logRange(random, 1.5, 12),
    course: {
      onsetS,
      apexS: onsetS + riseS + plateauS / 2,
      offsetS: onsetS + durationS,
      plateauS,
      rise: random.pick(['cosine', 'minimum-jerk'] as const),
      fall: random.pick(ramps),
    },
  };
}

/** Lids close in a third of a blink's 0.1–0.35 s, to a half or wholly; sometimes one eye more than the other. */
function drawBlinks(random: Random, peakS: number): LidMovement[] {
  const one = (apexS: number): LidMovement => {
    const durationS = random.range(0.1, 0.35);
    const plateauS = random.range(0, 0.06);
    const closingS = random.range(0.25, 0.45) * Math.max(0.05, durationS - plateauS);
    const onsetS = apexS - plateauS / 2 - closingS;
    const weaker = random.chance(0.8) ? random.range(0.9, 1) : random.range(0, 0.9);
    const isLeftWeaker = random.chance(0.5);
    return {
      depth: random.chance(0.35) ? random.range(0.1, 0.6) : random.range(0.6, 1),
      course: {
        onsetS,
        apexS,
        offsetS: onsetS + Math.max(durationS, plateauS + closingS + 0.05),
        plateauS,
        rise: 'minimum-jerk',
        fall: random.pick(['minimum-jerk', 'decay', 'cosine'] as const),
      },
      left: isLeftWeaker ? weaker : 1,
      right: isLeftWeaker ? 1 : weaker,
      drag: random.chance(0.6) ? random.range(0, 0.15) : random.range(0.15, 0.6),
      reachIod: random.range(0.08, 0.22),
    };
  };
  const first = one(peakS);
  return random.chance(0.1) ? [first, one(peakS + random.range(0.25, 0.5))] : [first];
}

/** The eyes look anywhere (in the neutral elsewhere), and jump in the window where gaze is to move. */
function drawGaze(random: Random, moves: boolean, peakS: number): GazeShift[] {
  const place = (): { x: number; y: number } => ({
    x: random.range(-0.06, 0.06),
    y: random.range(-0.02, 0.025),
  });
  const looks: GazeShift[] = [];
  // A tenth of the time the eyes have moved since the neutral was taken.
  if (random.chance(moves ? 0.5 : 0.1)) looks.push({ startS: -0.6, durationS: 0.04, ...place() });
  if (!moves) return looks;
  const isBack = random.chance(0.3);
  looks.push({ startS: peakS - 0.03, durationS: random.range(0.03, 0.07), ...place() });
  if (isBack) looks.push({ startS: peakS + random.range(0.08, 0.3), durationS: 0.05, x: 0, y: 0 });
  return looks;
}

/** Three to seven irregular syllables a second, or a single one. */
function drawSpeech(random: Random, peakS: number, windowS: number): Syllable[] {
  const one = (apexS: number): Syllable => {
    const durationS = random.range(0.1, 0.4);
    const onsetS = apexS - random.range(0.35, 0.65) * durationS;
    return {
      course: { onsetS, apexS, offsetS: onsetS + durationS, plateauS: 0, rise: 'cosine', fall: 'cosine' },
      jaw: random.chance(0.8) ? logRange(random, 0.006, 0.09) : 0,
      upperLip: random.range(0, 0.02),
      spread: random.range(-0.04, 0.04),
    };
  };
  if (random.chance(0.25)) return [one(peakS)];
  const syllables: Syllable[] = [];
  const periodS = 1 / random.range(3, 7);
  for (let at = peakS - Math.ceil((peakS + 0.4) / periodS) * periodS; at < windowS + 0.4; at += periodS) {
    if (!random.chance(0.12)) syllables.push(one(at + 0.2 * periodS * random.normal()));
  }
  return syllables;
}

const RADIANS = Math.PI / 180;

function drawHead(random: Random, moves: boolean, windowS: number): HeadResidual {
  const swing = (amount: number, fromHz: number, toHz: number): Swing => ({
    amount: amount * random.normal(),
    hz: random.range(fromHz, toHz),
    phase: random.range(0, 2 * Math.PI),
  });
  const isQuick = moves && random.chance(0.6);
  const lastsS = random.range(0.2, 0.9);
  const startS = random.range(-0.4, windowS - 0.1);
  return {
    yaw: swing((moves ? 2.5 : 0.25) * RADIANS, 0.1, 0.8),
    pitch: swing((moves ? 2 : 0.25) * RADIANS, 0.1, 0.8),
    step: isQuick
      ? {
          startS,
          lastsS,
          backAtS: random.chance(0.5) ? startS + lastsS + random.range(0, 0.3) : Infinity,
          yawRad: 5 * RADIANS * random.normal(),
          pitchRad: 4 * RADIANS * random.normal(),
        }
      : null,
    // 0.03–0.3 px of 98 px between the eyes (docs/alignment.md): 0.03–0.3 % IOD; more while the head moves.
    jitterPctIod: logRange(random, 0.02, moves ? 0.4 : 0.15),
    x: swing(moves ? 0.4 : 0.08, 0.2, 3),
    y: swing(moves ? 0.4 : 0.08, 0.2, 3),
    roll: swing((moves ? 0.25 : 0.06) * RADIANS, 0.2, 2),
    zoom: swing(moves ? 0.004 : 0.001, 0.2, 2),
    taken: random.chance(0.3) ? 0 : random.next(),
  };
}

function drawSkin(random: Random, moves: boolean): SkinWander {
  const swing = (): Swing => ({
    amount: moves ? logRange(random, 0.2, 1) : logRange(random, 0.015, 0.25),
    hz: random.range(0.2, moves ? 3 : 2),
    phase: random.range(0, 2 * Math.PI),
  });
  return { cells: random.pick([10, 16, 24]), swings: [swing(), swing()] };
}

function logRange(random: Random, from: number, to: number): number {
  return from * (to / from) ** random.next();
}
