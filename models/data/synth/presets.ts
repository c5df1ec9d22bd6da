/** Scripts for the kinds of clip the spotter is tested on, drawn from a seed. */
import {
  ALL_LENGTHS,
  drawBlinks,
  drawDrift,
  drawGaze,
  drawMacro,
  drawMicro,
  drawMisalignment,
  drawSmile,
  drawSpeech,
  drawTurns,
  type Lengths,
  SHOWN,
  slotTimes,
  STUDY_LENGTHS,
} from './drawn-parts.ts';
import type { Naming } from './emotions.ts';
import type { Random } from './random.ts';
import { createRandom } from './random.ts';
import { recognition } from './recognition.ts';
import type { SceneOptions } from './scene.ts';
import type { Script, ScriptEvent, ScriptParts } from './script.ts';
import { FAMILIES, type Family } from './synth-face.ts';

export const PRESETS = ['study', 'speech', 'turns', 'rest', 'macro', 'mixed', 'recognition'] as const;
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
  /** Which classes `recognition` draws from, each as often as another; by default the three. */
  readonly naming?: Naming | undefined;
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
  const { preset, naming = 'three' } = request;
  const seconds = request.seconds ?? SECONDS[preset] ?? 12;
  const scene = request.scene ?? sceneOf(preset, random.fork(1));
  // 2.5 px and 0.7° are the study's, at 100 px between the eyes.
  const driftPx = 2.5 * (scene.iodPx / 100);
  return {
    seed: request.seed,
    preset,
    family: request.family ?? random.fork(2).pick(FAMILIES),
    fps: request.fps,
    seconds,
    scene,
    events: [],
    blinks: [],
    gaze: [],
    speech: [],
    turns: [],
    shows: null,
    drift: scene.isCrop
      ? { x: [], y: [], roll: [] }
      : drawDrift(random.fork(3), driftPx, (0.7 * Math.PI) / 180),
    framing: scene.isCrop ? drawMisalignment(random.fork(3), scene.iodPx) : null,
    light: { flicker: 0.006, flickerHz: 10, slow: 0.01, slowPeriodS: random.fork(4).range(6, 14) },
    noise: { readSigma: random.fork(5).range(1, 2.5), perLevel: 0.01 },
    crf: 20,
    ...BUILD[preset](random.fork(6), seconds, naming),
  };
}

/** How long a clip is unless asked otherwise; 12 s where nothing is said. */
const SECONDS: Partial<Record<Preset, number>> = { rest: 30, recognition: 2 };

const BUILD: Readonly<Record<Preset, (random: Random, seconds: number, naming: Naming) => ScriptParts>> = {
  recognition,
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
): ScriptParts {
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
    if (kind === 'micro')
      events.push(drawMicro(random, random.pick(SHOWN), at, options.lengths ?? STUDY_LENGTHS));
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

function sceneOf(preset: Preset, random: Random): SceneOptions {
  if (preset === 'mixed') return mixedScene(random);
  // Up to a little out of focus.
  return preset === 'recognition' ? { ...STUDY_SCENE, blurPx: random.range(0, 0.8) } : STUDY_SCENE;
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

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const copy = [...list];
  for (let k = copy.length - 1; k > 0; k--) {
    const other = random.below(k + 1);
    [copy[k], copy[other]] = [copy[other]!, copy[k]!];
  }
  return copy;
}
