import { beforeAll, describe, expect, test } from 'vitest';
import { RECIPE } from '../../../contract/recipe.ts';
import { portraitMesh } from '../../../test/helpers/made-portrait.ts';
import { type AlignedPortrait, packPortrait, unpackPortrait } from './aligned-portrait.ts';
import { createRandom } from '../synth/random.ts';
import {
  classOfTurn,
  type ClipBytes,
  createWindowFace,
  drawClip,
  EMOTION_CLASSES,
  type EmotionClass,
  neutralBytes,
  windowBytes,
  WINDOW_SHAPE,
  type WindowFace,
} from './index.ts';
import { renderWindow } from './render-window.ts';
import { drawWindowPlan, type WindowPlan } from './window-plan.ts';

/** Waves of many directions as a face's crop, with the mesh of a real portrait brought to the recipe's place. */
function madePortrait(): AlignedPortrait {
  const size = RECIPE.sizePx;
  const crop = new Uint8Array(4 * size * size);
  for (let i = 0; i < size * size; i++) {
    const [x, y] = [i % size, Math.floor(i / size)];
    const waves =
      Math.sin(0.31 * x + 0.12 * y) + Math.sin(-0.16 * x + 0.27 * y + 1) + Math.sin(0.09 * x + 0.11 * y + 2);
    for (let plane = 0; plane < 4; plane++) crop[plane * size * size + i] = 128 + (30 - plane) * waves;
  }
  const mesh = portraitMesh();
  const at = (k: number): [number, number] => [mesh[3 * k]!, mesh[3 * k + 1]!];
  const middle = (a: number, b: number): [number, number] => [
    (at(a)[0] + at(b)[0]) / 2,
    (at(a)[1] + at(b)[1]) / 2,
  ];
  const [right, left] = [middle(33, 133), middle(362, 263)];
  const scale = RECIPE.iodPx / Math.hypot(left[0] - right[0], left[1] - right[1]);
  const origin = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];
  const place = [RECIPE.eyesXPx, RECIPE.eyesYPx];
  const moved = mesh.map((v, i) => (i % 3 === 2 ? scale * v : scale * (v - origin[i % 3]!) + place[i % 3]!));
  return { name: 'made.png', crop, mesh: moved };
}

const SHAPE = WINDOW_SHAPE;
const newBytes = (shape = SHAPE): ClipBytes => ({
  frames: new Uint8Array(windowBytes(shape)),
  neutral: new Uint8Array(neutralBytes(shape)),
});

let face: WindowFace;
beforeAll(() => {
  face = createWindowFace(madePortrait(), SHAPE.sizePx, SHAPE.planes);
});

test('a portrait is packed and unpacked whole; other bytes are none', () => {
  const portrait = madePortrait();
  const bytes = packPortrait(portrait);
  expect(unpackPortrait('made.png', bytes)).toEqual(portrait);
  expect(unpackPortrait('made.png', bytes.subarray(1))).toBeNull();
});

test.each(EMOTION_CLASSES)('%s: the same seed draws the same bytes, another seed others', (emotion) => {
  const [a, b, c] = [newBytes(), newBytes(), newBytes()];
  const labels = drawClip(face, 'made.png', emotion, 5, SHAPE, a);
  expect(drawClip(face, 'made.png', emotion, 5, SHAPE, b)).toEqual(labels);
  drawClip(face, 'made.png', emotion, 6, SHAPE, c);
  expect(b.frames).toEqual(a.frames);
  expect(b.neutral).toEqual(a.neutral);
  expect(c.frames).not.toEqual(a.frames);
});

test('labels hold the expression: none has no action units, the others have theirs within their bounds', () => {
  const bytes = newBytes();
  const draw = (emotion: EmotionClass) =>
    Array.from({ length: 8 }, (_, seed) => drawClip(face, 'made.png', emotion, seed, SHAPE, bytes));
  for (const { aus, peakPctIod } of draw('none')) expect([aus, peakPctIod]).toEqual([[], 0]);
  for (const emotion of ['negative', 'positive', 'surprise'] as const) {
    for (const { aus, peakPctIod, emotion: index } of draw(emotion)) {
      expect(EMOTION_CLASSES[index]).toBe(emotion);
      expect(aus?.length).toBeGreaterThan(0);
      expect(peakPctIod).toBeGreaterThanOrEqual(0.5);
      expect(peakPctIod).toBeLessThanOrEqual(5);
    }
  }
});

/** A plan in which nothing happens and nothing is spoiled. */
function quiet(change: Partial<WindowPlan>): WindowPlan {
  const still = { amount: 0, hz: 1, phase: 0 };
  const plan = drawWindowPlan(createRandom(1), 'none', SHAPE.windowS);
  return {
    ...plan,
    micro: null,
    macro: null,
    blinks: [],
    gaze: [],
    syllables: [],
    folds: 0,
    head: {
      ...plan.head,
      yaw: still,
      pitch: still,
      step: null,
      jitterPctIod: 0,
      x: still,
      y: still,
      roll: still,
      zoom: still,
      taken: 0,
    },
    skin: { cells: 16, swings: [still, still] },
    light: { gain: 0, across: 0, down: 0, drift: 0, flicker: 0, flickerHz: 10 },
    camera: {
      fps: 100,
      phase: 0,
      softness: 0,
      gamma: 1,
      contrast: 1,
      brightness: 0,
      noise: 0,
      noiseSpread: 0,
      coding: null,
    },
    neutralAtS: -1,
    ...change,
  };
}

const COURSE = {
  onsetS: 0.1,
  apexS: 0.25,
  offsetS: 0.4,
  plateauS: 0,
  rise: 'cosine',
  fall: 'cosine',
} as const;
const micro = (au: 4 | 12 | 2, peakPctIod = 4): WindowPlan['micro'] => ({
  expression: { emotion: 'others', actions: [{ au, side: 'both', left: 1, right: 1 }] },
  peakPctIod,
  course: COURSE,
});

/**
 * Root mean square difference from the neutral of a frame, in levels, between rows `from` and `to` (shares of the
 * height).
 */
function change({ frames, neutral }: ClipBytes, frame: number, from = 0, to = 1): number {
  const size = SHAPE.sizePx;
  let sum = 0;
  const [top, bottom] = [Math.round(from * size), Math.round(to * size)];
  for (let i = top * size; i < bottom * size; i++)
    sum += (frames[frame * size * size + i]! - neutral[i]!) ** 2;
  return Math.sqrt(sum / ((bottom - top) * size));
}

function rendered(plan: Partial<WindowPlan>): ClipBytes {
  const bytes = newBytes();
  renderWindow(face, quiet(plan), SHAPE, createRandom(3), bytes);
  return bytes;
}

describe('a window in which one thing happens', () => {
  test('nothing: every frame is the neutral', () => {
    const bytes = rendered({});
    for (let frame = 0; frame < SHAPE.frames; frame++) expect(change(bytes, frame)).toBe(0);
  });

  test('an expression is at rest before its onset and after its offset, and most at its apex', () => {
    const bytes = rendered({ micro: micro(12) });
    const changes = Array.from({ length: SHAPE.frames }, (_, frame) => change(bytes, frame));
    expect([changes[0], changes[1], changes[14], changes[15]]).toEqual([0, 0, 0, 0]);
    expect(changes.indexOf(Math.max(...changes))).toBeGreaterThanOrEqual(7);
    expect(changes.indexOf(Math.max(...changes))).toBeLessThanOrEqual(8);
    expect(Math.max(...changes)).toBeGreaterThan(2);
  });

  test('a smile moves the mouth and not the brows, a frown the other way round', () => {
    const [smile, frown] = [rendered({ micro: micro(12) }), rendered({ micro: micro(4) })];
    // The eyes lie at 30 % of the height; brows above, the mouth at 60 to 80 %.
    expect(change(smile, 7, 0, 0.2)).toBeLessThan(0.1 * change(smile, 7, 0.55, 0.85));
    expect(change(frown, 7, 0.55, 0.85)).toBeLessThan(0.1 * change(frown, 7, 0.1, 0.3));
  });

  test('twice the displacement changes about twice as much', () => {
    const [weak, strong] = [rendered({ micro: micro(2, 1) }), rendered({ micro: micro(2, 2) })];
    expect(change(strong, 7) / change(weak, 7)).toBeGreaterThan(1.7);
    expect(change(strong, 7) / change(weak, 7)).toBeLessThan(2.2);
  });

  test('a camera of 25 frames a second blurs in time and shows the same movement', () => {
    const { camera } = quiet({});
    const [fast, slow] = [
      rendered({ micro: micro(12) }),
      rendered({ micro: micro(12), camera: { ...camera, fps: 25, phase: 0.3 } }),
    ];
    expect(change(slow, 7) / change(fast, 7)).toBeGreaterThan(0.6);
    expect(change(slow, 7)).toBeLessThanOrEqual(change(fast, 7) * 1.01);
    expect(change(slow, 0)).toBe(0);
  });

  test('a coder forgets small changes and keeps large ones', () => {
    const { camera } = quiet({});
    const coded = { ...camera, coding: { blockPx: 8, step: 9 } as const };
    const kept = (peak: number): number => {
      const sum = (bytes: ClipBytes): number => change(bytes, 7, 0.55, 0.85);
      return (
        sum(rendered({ micro: micro(12, peak), camera: coded })) / sum(rendered({ micro: micro(12, peak) }))
      );
    };
    expect(kept(5)).toBeGreaterThan(0.7);
    expect(kept(0.5)).toBeLessThan(kept(5));
  });

  test('noise is as strong as asked, and a third of it in the neutral', () => {
    const { camera } = quiet({});
    const bytes = rendered({ camera: { ...camera, noise: 3 } });
    // √(0.82² + 0.33²) · 3, and rounding.
    expect(change(bytes, 5)).toBeGreaterThan(2.3);
    expect(change(bytes, 5)).toBeLessThan(3);
  });
});

test('of ten turns each class has its share', () => {
  const turns = Array.from({ length: 10 }, (_, k) => classOfTurn(k));
  const count = (emotion: EmotionClass): number => turns.filter((each) => each === emotion).length;
  expect(EMOTION_CLASSES.map(count)).toEqual([3, 2, 2, 3]);
});

test('even units: the rarest comes often, and classes stay what they are', () => {
  const held = Array.from({ length: 200 }, (_, seed) => {
    const plan = drawWindowPlan(createRandom(seed), 'surprise', 0.5, 'even');
    return plan.micro!.expression;
  });
  // One of five units is chosen each time.
  const jaws = held.filter(({ actions }) => actions.some(({ au }) => au === 26)).length;
  expect(jaws).toBeGreaterThan(25);
  expect(jaws).toBeLessThan(70);
  expect(new Set(held.map(({ emotion }) => emotion))).toEqual(new Set(['surprise']));
});
