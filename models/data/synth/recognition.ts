/**
 * Clips to train and to try a recognizer on: one micro-expression of a drawn emotion among what else faces do, or none
 * at all among the things that are taken for one.
 */
import { drawBlinks, drawGaze, drawMacro, drawMicro, drawSpeech, type Lengths } from './drawn-parts.ts';
import { drawEmotion, type Naming, SEVEN_CLASSES, THREE_CLASSES } from './emotions.ts';
import type { Random } from './random.ts';
import type { Blink, GazeShift, ScriptParts, Speech, Turn } from './script.ts';

/** From hardly longer than a blink to the definition's half second. */
const LENGTHS: Lengths = [0.12, 0.5];
/** Still time kept at both ends, so that a window round the expression has a neutral before it. */
const STILL_S = 0.4;

/** Every class as often as another, none counted among them. */
export function recognition(random: Random, seconds: number, naming: Naming): ScriptParts {
  const classes = naming === 'three' ? THREE_CLASSES.length : SEVEN_CLASSES.length;
  const shows = drawEmotion(random.fork(1), naming, 1 / (classes + 1));
  const camera = drawCamera(random.fork(2));
  if (shows === 'none') return { shows, ...camera, ...hardNegatives(random.fork(3), seconds) };
  const onsetS = random.range(STILL_S, Math.max(STILL_S, seconds - STILL_S - LENGTHS[1]));
  return {
    shows,
    ...camera,
    events: [drawMicro(random.fork(4), shows, onsetS, LENGTHS)],
    ...(random.chance(0.3) && { blinks: someBlinks(random.fork(5), seconds) }),
    ...(random.chance(0.3) && { gaze: someGaze(random.fork(6), seconds) }),
    ...(random.chance(0.1) && { turns: [drawTurn(random.fork(7), seconds)] }),
  };
}

/** What is taken for a micro-expression: one or more of these, now and then a face at rest. */
function hardNegatives(random: Random, seconds: number): ScriptParts {
  const kinds = ['blink', 'gaze', 'speech', 'turn', 'macro', 'rest'] as const;
  const has = new Set([random.pick(kinds), ...(random.chance(0.4) ? [random.pick(kinds)] : [])]);
  // An expression of a second or more: slower than any micro-expression, and usually larger.
  const durationS = random.range(0.7, 1) * (seconds - 2 * 0.2);
  return {
    ...(has.has('blink') && { blinks: someBlinks(random.fork(1), seconds) }),
    ...(has.has('gaze') && { gaze: someGaze(random.fork(2), seconds) }),
    ...(has.has('speech') && { speech: someSpeech(random.fork(3), seconds) }),
    ...(has.has('turn') && { turns: [drawTurn(random.fork(4), seconds)] }),
    ...(has.has('macro') && {
      events: [drawMacro(random.fork(5), 0.2, durationS, random.range(3, 9))],
    }),
  };
}

function someBlinks(random: Random, seconds: number): Blink[] {
  const count = random.chance(0.25) ? 2 : 1;
  const onsets = Array.from(
    { length: count },
    (_, k) => ((k + random.next() * 0.6) * (seconds - 0.4)) / count,
  );
  return drawBlinks(random, onsets);
}

/** What lasts longer than the clip may have begun before it. */
const someSpeech = (random: Random, seconds: number): Speech[] =>
  drawSpeech(random, seconds, random.range(-0.8, 0.4));

const someGaze = (random: Random, seconds: number): GazeShift[] =>
  drawGaze(random, seconds, random.range(0.1, 0.6 * seconds));

/** 2 to 12 degrees, mostly about one axis: small enough that a tracker keeps the face. */
function drawTurn(random: Random, seconds: number): Turn {
  const angle = ((random.range(2, 12) * Math.PI) / 180) * (random.chance(0.5) ? 1 : -1);
  const across = random.range(-0.3, 0.3) * angle;
  const isYaw = random.chance(0.6);
  return {
    startS: random.range(-0.4, seconds - 0.8),
    moveS: random.range(0.25, 1),
    holdS: random.range(0, 0.8),
    yawRad: isYaw ? angle : across,
    pitchRad: isYaw ? across : angle,
    rollRad: random.range(-0.06, 0.06),
  };
}

/** From a good camera in good light to a poor one. */
function drawCamera(random: Random): ScriptParts {
  return {
    light: {
      flicker: random.range(0, 0.01),
      flickerHz: random.pick([10, 20]),
      slow: random.range(0, 0.04),
      slowPeriodS: random.range(4, 14),
    },
    noise: { readSigma: random.range(0.8, 4.5), perLevel: random.range(0, 0.02) },
    crf: 16 + random.below(11),
  };
}
