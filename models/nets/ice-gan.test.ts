/** Every count that networks.md derives from the paper and its code: numbers learnt and multiplications. */
import { describe, expect, it } from 'vitest';
import { constant, costOf, evaluate, Scope, type Tensor } from '../graph/index.ts';
import {
  type CapsuleJudgement,
  generate,
  type IceGanOptions,
  ICE_GAN,
  judge,
  redraw,
  surest,
} from './ice-gan.ts';

/** As in the paper: three classes. Spectral norms are left out, as their products are no part of the tables. */
const PAPER: IceGanOptions = {
  ...ICE_GAN.presets.paper,
  emotions: ['negative', 'positive', 'surprise'],
  spectralNorm: false,
};
const blank = (...shape: number[]): Tensor =>
  constant(new Float32Array(shape.reduce((count, size) => count * size, 1)), shape);

function generatorCost(changes: Partial<IceGanOptions>) {
  const options = { ...PAPER, ...changes };
  const made = generate(new Scope('inference'), blank(1, 1, 128, 128), blank(1, 100), blank(1, 3), options);
  expect(made.shape).toEqual([1, 1, 128, 128]);
  return costOf([made]);
}

function discriminatorCost(changes: Partial<IceGanOptions>, isWhole = true) {
  const options = { ...PAPER, ...changes };
  const scope = new Scope('inference');
  const judgement = judge(scope, blank(1, 1, 128, 128), options);
  if (judgement.kind === 'cnn') return costOf([judgement.logits, judgement.authenticity]);
  const redrawn = isWhole ? [redraw(scope, judgement, surest(judgement), options)] : [];
  return costOf([judgement.lengths, ...(isWhole ? [judgement.authenticity] : []), ...redrawn]);
}

describe('the generators of Table III', () => {
  it.each([
    ['B', 11_987_905, 0.492],
    ['C', 28_375_233, 0.988],
    ['D', 39_517_377, 1.478],
    ['E', 39_628_541, 1.478],
    ['F', 40_282_753, 1.555],
  ] as const)('model %s', (generator, parameters, gigaMacs) => {
    const cost = generatorCost({ generator });
    expect(cost.parameters).toBe(parameters);
    expect(cost.macs / 1e9).toBeCloseTo(gigaMacs, 3);
  });

  it('model F with graph reasoning as the text has it', () => {
    const cost = generatorCost({ reasoning: 'text' });
    expect(cost.parameters).toBe(50_706_017);
    expect(cost.macs / 1e9).toBeCloseTo(2.489, 2);
  });

  it('model F multiplies as often as the layers of the table add up to', () => {
    expect(generatorCost({}).macs).toBe(1_554_776_064);
  });
});

describe('the discriminators', () => {
  it('has 92.5 million numbers as recommended, and 3.8 when it runs', () => {
    expect(discriminatorCost({}).parameters).toBe(92_479_936);
    expect(discriminatorCost({}, false).parameters).toBe(3_804_096);
  });

  it.each([
    [8, 89_821_632, 85.7],
    [16, 90_096_064, 85.9],
    [32, 90_644_928, 86.4],
    [64, 91_742_656, 87.5],
    [128, 93_938_112, 89.6],
  ])('of Table IV with d = %i', (d, parameters, mebi) => {
    const cost = discriminatorCost({ dExp: d, dAdv: d });
    expect(cost.parameters).toBe(parameters);
    expect(cost.parameters / 2 ** 20).toBeCloseTo(mebi, 1);
  });

  it.each([
    [456, 7_019_908, 6.7, 0.887],
    [2268, 89_719_588, 85.6, 3.1],
  ])('of Table IV without capsules, %i channels', (cnnWidth, parameters, mebi, gigaMacs) => {
    const cost = discriminatorCost({ discriminator: 'cnn', cnnWidth });
    expect(cost.parameters).toBe(parameters);
    expect(cost.parameters / 2 ** 20).toBeCloseTo(mebi, 1);
    expect(cost.macs / 1e9).toBeCloseTo(gigaMacs, 2);
  });

  it('redraws by the longest capsule after training', () => {
    const lengths = constant([0.1, 0.7, 0.3, 0.2, 0.1, 0.9], [2, 3]);
    const judgement: CapsuleJudgement = {
      kind: 'capsule',
      expressions: lengths,
      lengths,
      authenticity: lengths,
    };
    const [rows] = evaluate([surest(judgement)], new Map());
    expect(Array.from(rows!.data)).toEqual([0, 1, 0, 0, 0, 1]);
  });
});

describe('what cannot be built', () => {
  it.each([
    [{ seenPx: 100 }, 'power of two'],
    [{ width: 6 }, 'multiple of 4'],
    [{ emotions: ['one'] }, 'two classes'],
    [{ generator: 'G' as 'F' }, 'generator is one of'],
    [{ discriminator: 'rnn' as 'cnn' }, 'capsule or cnn'],
    [{ reasoning: 'none' as 'text' }, 'released or text'],
  ])('is refused: %o', (changes, words) => {
    expect(ICE_GAN.problemWith({ ...PAPER, ...changes })).toContain(words);
  });

  it('is not the presets', () => {
    for (const preset of Object.values(ICE_GAN.presets)) expect(ICE_GAN.problemWith(preset)).toBeNull();
  });
});
