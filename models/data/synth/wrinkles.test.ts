import { expect, test } from 'vitest';
import { AU_NUMBERS, type AuNumber } from '../../../contract/au.ts';
import { portraitMesh } from '../../../test/helpers/made-portrait.ts';
import { ACTION_COUNT, actionIndex, FULL_IOD } from './actions.ts';
import { faceAxes, toFace } from './face-axes.ts';
import type { Grid } from './grid.ts';
import { wrinkleGain, wrinklesOf } from './wrinkles.ts';

const mesh = portraitMesh();
const axes = faceAxes(mesh);
const grid: Grid = { x0: 0, y0: 0, stepPx: 2, columns: 192, rows: 192 };
const wrinkles = wrinklesOf(mesh, axes, grid);
const FOLDING = AU_NUMBERS.filter((au) => wrinkles.loss[actionIndex(au, 'left')]);

test('brows, frowns, cheeks, noses and smiles fold the skin', () => {
  expect(FOLDING).toEqual(expect.arrayContaining([1, 2, 4, 6, 9, 10, 12]));
});

test.each(FOLDING)('AU %i: a fold is a soft shadow on the side that moves, and never a black line', (au) => {
  for (const side of ['left', 'right'] as const) {
    const gain = gainOf(au, side, FULL_IOD[au]);
    expect(gain.every((factor) => factor > 0.6 && factor < 1.12)).toBe(true);
    // As much light is lost as one sees: a twentieth somewhere.
    expect(Math.min(...gain)).toBeLessThan(0.95);
    const own = side === 'left' ? 1 : -1;
    // Lines across the middle may end a little beyond it.
    const wrongSide = gain.filter((factor, node) => factor < 0.97 && own * xOf(node) < -0.1);
    expect(wrongSide).toHaveLength(0);
  }
});

test('half the movement folds half as deep, and rest not at all', () => {
  const [half, full] = [gainOf(4, 'left', FULL_IOD[4] / 2), gainOf(4, 'left', FULL_IOD[4])];
  expect(1 - Math.min(...half)).toBeCloseTo((1 - Math.min(...full)) / 2, 5);
  expect(wrinkleGain(wrinkles, new Float64Array(ACTION_COUNT), new Float32Array(192 * 192))).toBe(false);
});

const xOf = (node: number): number =>
  toFace(axes, 2 * (node % grid.columns), 2 * Math.floor(node / grid.columns)).x;

function gainOf(au: AuNumber, side: 'left' | 'right', strength: number): Float32Array {
  const actions = new Float64Array(ACTION_COUNT);
  actions[actionIndex(au, side)] = strength;
  const gain = new Float32Array(192 * 192);
  expect(wrinkleGain(wrinkles, actions, gain)).toBe(true);
  return gain;
}
