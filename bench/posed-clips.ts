/**
 * Draws what generators can be taught with in an hour of two cores: faces that show action units as people pose them,
 * far larger than micro-expressions, with nothing else moving and no noise. Four frames: at rest, half way, the apex,
 * half way back. Parts `train` and `validation`, of different people.
 *
 *     node bench/posed-clips.ts units FACES OUT 3000          # single units, and expressions as people have them
 *     node bench/posed-clips.ts expressions FACES OUT 2400    # one full expression for each of three classes
 */
import { join } from 'node:path';
import type { AuNumber } from '../contract/au.ts';
import { RECIPE } from '../contract/recipe.ts';
import { alignPortraits } from '../electron/trainer/clips/align-portraits.ts';
import {
  type ClipBytes,
  type ClipShape,
  ClipStoreWriter,
  createWindowFace,
  EXPRESSION_AUS,
  neutralBytes,
  splitOf,
  windowBytes,
} from '../models/data/clips/index.ts';
import { renderWindow } from '../models/data/clips/render-window.ts';
import { drawWindowPlan, type WindowPlan } from '../models/data/clips/window-plan.ts';
import {
  drawExpression,
  EMOTIONS,
  type Expression,
  THREE_CLASSES,
  type ThreeClass,
  threeClassOf,
} from '../models/data/synth/emotions.ts';
import { createRandom, type Random } from '../models/data/synth/random.ts';

interface Posed {
  readonly expression: Expression;
  readonly shownAs: ThreeClass;
}

/** After EMFACS: a smile that lifts the cheeks, surprise, and a frown with tight lids and the lips' corners down. */
const PROTOTYPES: Readonly<Record<ThreeClass, readonly AuNumber[]>> = {
  positive: [12, 6],
  surprise: [2, 1, 5, 26],
  negative: [4, 7, 15],
};

/** By which units one is told. */
const TYPICAL: Readonly<Record<ThreeClass, readonly AuNumber[]>> = {
  positive: [6, 12],
  surprise: [1, 2, 5, 25, 26],
  negative: [4, 7, 9, 10, 14, 15, 17, 20, 23],
};

/** Displacements at the apex, % of the distance between the eyes, and what is shown. */
const KINDS: Readonly<
  Record<string, { readonly peaks: readonly [number, number]; readonly draw: (random: Random) => Posed }>
> = {
  units: { peaks: [2, 10], draw: drawUnits },
  expressions: { peaks: [6, 12], draw: drawPrototype },
};

const [kind = '', faces, out, count = '2400', size = '64'] = process.argv.slice(2);
const chosen = KINDS[kind];
if (chosen === undefined || faces === undefined || out === undefined)
  throw new Error(`one of ${Object.keys(KINDS).join(', ')}, FACES and OUT are wanted`);

const SEED = 700_001;
const SHAPE: ClipShape = { frames: 4, sizePx: Number(size), windowS: 0.3, planes: 1 };
/** Frames 0 to 3 show nothing, a half, all and a half of it: cosines and straight lines agree there. */
const COURSE = { onsetS: 0, apexS: 0.2, offsetS: 0.4, plateauS: 0, rise: 'cosine', fall: 'cosine' } as const;
const COURSE_FRAMES = { onset: 0, apex: 2, offset: 4 } as const;

const { portraits } = await alignPortraits(faces, join(out, 'portraits'));
const bytes: ClipBytes = {
  frames: new Uint8Array(windowBytes(SHAPE)),
  neutral: new Uint8Array(neutralBytes(SHAPE)),
};
for (const split of ['train', 'validation'] as const) {
  const own = portraits.filter(({ name }) => splitOf(name) === split);
  const of = split === 'train' ? Number(count) : Math.ceil(Number(count) / 10);
  using writer = new ClipStoreWriter(join(out, split));
  for (const [k, portrait] of own.entries()) {
    const face = createWindowFace(portrait, SHAPE.sizePx, SHAPE.planes);
    for (let turn = k; turn < of; turn += own.length) {
      const seed = SEED + turn + (split === 'train' ? 0 : Number(count));
      const random = createRandom(seed, 31);
      const { expression, shownAs } = chosen.draw(random.fork(1));
      const peakPctIod = random.fork(3).range(...chosen.peaks);
      const plan = quiet(random.fork(4), { expression, peakPctIod, course: COURSE });
      renderWindow(face, plan, SHAPE, random.fork(2), bytes);
      writer.add(bytes, {
        subject: portrait.name,
        seed,
        emotion: THREE_CLASSES.indexOf(shownAs),
        aus: expression.actions.map(({ au }) => au).sort((a, b) => a - b),
        course: COURSE_FRAMES,
        apexFrame: COURSE_FRAMES.apex,
        peakPctIod,
        moves: [],
      });
    }
    await new Promise(setImmediate);
  }
  writer.finish({
    ...SHAPE,
    synthetic: true,
    recipe: RECIPE.id,
    made: { by: `bench/posed-clips.ts ${kind}`, count: of, seed: SEED },
    aus: EXPRESSION_AUS,
    emotions: THREE_CLASSES,
  });
  console.log(split, of);
}

/** One unit on both sides in half of the clips, each as often as another; else an expression as its emotion has it. */
function drawUnits(random: Random): Posed {
  if (random.chance(0.5)) return posed([random.pick(EXPRESSION_AUS) as AuNumber]);
  const emotion = random.pick(EMOTIONS.filter((each) => isNamed(threeClassOf(each))));
  return { expression: drawExpression(random, emotion), shownAs: threeClassOf(emotion) as ThreeClass };
}

function drawPrototype(random: Random): Posed {
  return posed([...PROTOTYPES[random.pick(THREE_CLASSES)]]);
}

function posed(units: readonly AuNumber[]): Posed {
  const [first = 4] = units;
  const shownAs = THREE_CLASSES.find((each) => TYPICAL[each].includes(first)) ?? 'negative';
  return {
    expression: {
      emotion: 'others',
      actions: units.map((au) => ({ au, side: 'both', left: 1, right: 1 })),
    },
    shownAs,
  };
}

function isNamed(name: ReturnType<typeof threeClassOf>): boolean {
  return name !== null && name !== 'none';
}

/** A movement of a face before a camera at which nothing is wrong. */
function quiet(random: Random, micro: NonNullable<WindowPlan['micro']>): WindowPlan {
  const plan = drawWindowPlan(random, 'none', SHAPE.windowS);
  const still = { amount: 0, hz: 1, phase: 0 };
  return {
    ...plan,
    micro,
    macro: null,
    blinks: [],
    gaze: [],
    syllables: [],
    moves: [],
    head: {
      ...{ yaw: still, pitch: still, step: null, jitterPctIod: 0, x: still, y: still, roll: still },
      ...{ zoom: still, taken: 0 },
    },
    skin: { ...plan.skin, swings: [still, still] },
    light: { gain: 0, across: 0, down: 0, drift: 0, flicker: 0, flickerHz: 10 },
    camera: { ...plan.camera, fps: 100, phase: 0, noise: 0, noiseSpread: 0, coding: null },
    neutralAtS: -1,
  };
}
