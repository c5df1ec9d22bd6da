import { describe, expect, it } from 'vitest';
import { costOf } from './cost.ts';
import {
  BATCH,
  Conv,
  ConvTranspose,
  input,
  MatMul,
  parameter,
  statistic,
  type Tensor,
  ZEROS,
} from './index.ts';

const weight = (...shape: number[]): Tensor => parameter('w', shape, ZEROS);

describe('costOf', () => {
  it.each<[string, Tensor, number, number]>([
    // 4·5 outputs of 3 numbers each.
    ['a product, of one sample', MatMul(input('x', [BATCH, 4, 3]), weight(3, 5)), 60, 15],
    ['a product of a fixed batch', MatMul(input('x', [7, 3]), weight(3, 5)), 105, 15],
    // Eight channels of 4×4, each from 3×3 places of one of two groups of 2.
    [
      'a grouped convolution',
      Conv(input('x', [BATCH, 4, 8, 8]), weight(8, 2, 3, 3), { strides: 2, pads: 1, group: 2 }),
      8 * 16 * 18,
      144,
    ],
    // Every value in meets all of its channel's weights.
    [
      'a transposed convolution',
      ConvTranspose(input('x', [BATCH, 4, 8, 8]), weight(4, 6, 4, 4), { strides: 2, pads: 1 }),
      4 * 64 * 6 * 16,
      384,
    ],
  ])('counts %s', (_, y, macs, parameters) => {
    expect(costOf([y])).toMatchObject({ macs, parameters, nodes: 3 });
  });

  it('counts what is shared once, and no running statistics', () => {
    const w = weight(3, 3);
    const x = MatMul(MatMul(input('x', [BATCH, 3]), w), w);
    expect(costOf([x, statistic('mean', [3], ZEROS)])).toEqual({ macs: 18, parameters: 9, nodes: 5 });
  });
});
