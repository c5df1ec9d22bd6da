import { expect, test } from 'vitest';
import { judge } from './judge.ts';

const clip = (emotion: number, aus: number[], peakPctIod: number, moves: string[] = []) => ({
  subject: 'x',
  seed: 1,
  emotion,
  aus,
  peakPctIod,
  moves,
  crc32: 0,
});
const STORE = {
  aus: [4, 12],
  emotions: ['negative', 'positive', 'surprise', 'none'],
  clips: [clip(0, [4], 0.7), clip(0, [4], 3), clip(1, [12], 3), clip(3, [], 0, ['blink']), clip(3, [], 0)],
};
const oneHot = (classes: number[]): Float32Array =>
  Float32Array.from(classes.flatMap((c) => [0, 1, 2, 3].map((k) => (k === c ? 1 : 0))));

test('all right', () => {
  const aus = Float32Array.of(0.9, 0.1, 0.6, 0.2, 0.3, 0.8, 0, 0, 0, 0);
  const { uf1, uar, auMacroF1 } = judge(STORE, { emotions: oneHot([0, 0, 1, 3, 3]), aus });
  expect([uf1, uar, auMacroF1]).toEqual([1, 1, 1]);
});

test('two mistakes, worked out by hand', () => {
  // The weak frown is called none, the blink a smile.
  const aus = Float32Array.of(0.4, 0.1, 0.6, 0.2, 0.3, 0.8, 0, 0.7, 0, 0);
  const found = judge(STORE, { emotions: oneHot([3, 0, 1, 1, 3]), aus });
  expect(found.confusion).toEqual([
    [1, 0, 0, 1],
    [0, 1, 0, 0],
    [0, 0, 0, 0],
    [0, 1, 0, 1],
  ]);
  // F1: negative 2/3, positive 2/3, none 1/2; surprise does not occur.
  expect(found.uf1).toBeCloseTo((2 / 3 + 2 / 3 + 1 / 2) / 3, 12);
  expect(found.uar).toBeCloseTo((1 / 2 + 1 + 1 / 2) / 3, 12);
  expect(found.auF1).toEqual({ 4: 2 / 3, 12: 2 / 3 });
  expect(found.noneRightByMove).toEqual({ blink: '0 of 1', still: '1 of 1' });
  expect(found.rightByPeak).toEqual({ '0.5–1 %': '0 of 1', '2–5 %': '2 of 2' });
});
