/**
 * Draws windows of expressions that a person would pose: displacements of 6 to 12 % of the distance between the eyes and
 * nothing else that moves. Micro-expressions of a pixel are too little for a generator that two cores train in an hour.
 *
 *     node bench/ice-gan/posed-windows.ts FACES OUT 2400
 */
import { join } from 'node:path';
import { RECIPE } from '../../contract/recipe.ts';
import { alignPortraits } from '../../electron/trainer/clips/align-portraits.ts';
import {
  classOfTurn,
  type ClipBytes,
  ClipStoreWriter,
  createWindowFace,
  EMOTION_CLASSES,
  EXPRESSION_AUS,
  neutralBytes,
  splitOf,
  windowBytes,
  WINDOW_SHAPE,
} from '../../models/data/clips/index.ts';
import { renderWindow } from '../../models/data/clips/render-window.ts';
import { drawWindowPlan } from '../../models/data/clips/window-plan.ts';
import { createRandom } from '../../models/data/synth/random.ts';

const [faces, out, count = '2400'] = process.argv.slice(2);
if (faces === undefined || out === undefined) throw new Error('FACES and OUT are wanted');

const [LEAST_PCT, MOST_PCT] = [6, 12];
const SEED = 700_001;

const { portraits } = await alignPortraits(faces, join(out, 'portraits'));
for (const split of ['train', 'validation'] as const) {
  const own = portraits.filter(({ name }) => splitOf(name) === split);
  const of = split === 'train' ? Number(count) : Math.ceil(Number(count) / 10);
  using writer = new ClipStoreWriter(join(out, split));
  const bytes: ClipBytes = {
    frames: new Uint8Array(windowBytes(WINDOW_SHAPE)),
    neutral: new Uint8Array(neutralBytes(WINDOW_SHAPE)),
  };
  for (const [k, portrait] of own.entries()) {
    const face = createWindowFace(portrait, WINDOW_SHAPE.sizePx, WINDOW_SHAPE.planes);
    for (let turn = k, round = 0; turn < of; turn += own.length, round++) {
      const emotion = classOfTurn(k + round);
      const seed = SEED + turn + (split === 'train' ? 0 : Number(count));
      const random = createRandom(seed, 31);
      const plan = drawWindowPlan(random.fork(1), emotion, WINDOW_SHAPE.windowS, 'drawn');
      const peakPctIod = random.fork(3).range(LEAST_PCT, MOST_PCT);
      const micro = plan.micro && { ...plan.micro, peakPctIod };
      const still = { ...plan, micro, macro: null, blinks: [], gaze: [], syllables: [], moves: [] };
      renderWindow(face, still, WINDOW_SHAPE, random.fork(2), bytes);
      const aus = (micro?.expression.actions ?? []).map(({ au }) => au).sort((a, b) => a - b);
      writer.add(bytes, {
        subject: portrait.name,
        seed,
        emotion: EMOTION_CLASSES.indexOf(emotion),
        aus,
        peakPctIod: micro === null ? 0 : peakPctIod,
        moves: [],
      });
    }
    await new Promise(setImmediate);
  }
  writer.finish({
    ...WINDOW_SHAPE,
    synthetic: true,
    recipe: RECIPE.id,
    made: { by: 'bench/ice-gan/posed-windows.ts', count: of, seed: SEED },
    aus: EXPRESSION_AUS,
    emotions: EMOTION_CLASSES,
  });
  console.log(split, of);
}
