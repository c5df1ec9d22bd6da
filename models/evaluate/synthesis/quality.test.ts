/** Against SciPy and NumPy: test/oracles/synthesis_quality.py made the values and says how. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wave } from '../../../test/helpers/torch-cases.ts';
import {
  AU_BOXES,
  correlation,
  type Features,
  frechetDistance,
  laplacianVariance,
  nearest,
  outside,
  type Picture,
  ssim,
  textureDistance,
} from './index.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

const oracle = JSON.parse(
  readFileSync(new URL('../../../test/oracles/synthesis-quality.json', import.meta.url), 'utf8'),
) as {
  readonly ssim: readonly number[];
  readonly laplacianVariance: number;
  readonly frechet: readonly number[];
  readonly correlation: number;
};

const [WIDTH, HEIGHT] = [31, 24];

/** A float32 picture of float64 formulas. */
const SINGLE = 1e-5;

function picture(seed: number, other = 0.3): Picture {
  const [one, two] = [wave([HEIGHT * WIDTH], 1, 0, 1), wave([HEIGHT * WIDTH], seed, 0, 1)];
  return {
    widthPx: WIDTH,
    heightPx: HEIGHT,
    levels: Float32Array.from(one, (value, at) => (1 - other) * value + other * two[at]!),
  };
}

describe('likeness and sharpness', () => {
  it('are what SciPy says', () => {
    const found = [
      ssim(picture(2), picture(3)),
      ssim(picture(2), picture(3, 0.05)),
      ssim(picture(2), picture(2)),
    ];
    for (const [at, value] of oracle.ssim.entries())
      expect(Math.abs(found[at]! - value)).toBeLessThan(SINGLE);
    expect(laplacianVariance(picture(4)) / oracle.laplacianVariance).toBeCloseTo(1, 5);
  });

  it('blur takes sharpness away', () => {
    const sharp = picture(4);
    const blurred = {
      ...sharp,
      levels: sharp.levels.map((value, at) => (value + (sharp.levels[at + 1] ?? value)) / 2),
    };
    expect(laplacianVariance(blurred)).toBeLessThan(0.6 * laplacianVariance(sharp));
  });
});

describe('the distance of two sets', () => {
  const rows = (count: number, seed: number, high = 1): Features => {
    const values = wave([count * 6], seed, 0, high);
    return { width: 6, rows: Array.from({ length: count }, (_, at) => values.subarray(6 * at, 6 * at + 6)) };
  };

  it('is what SciPy says', () => {
    const found = [frechetDistance(rows(30, 7), rows(25, 8)), frechetDistance(rows(30, 7), rows(25, 9, 3))];
    for (const [at, value] of oracle.frechet.entries()) expect(found[at]! / value).toBeCloseTo(1, 6);
  });

  it('is nothing for the same set, also where it has fewer samples than features', () => {
    expect(frechetDistance(rows(30, 7), rows(30, 7))).toBeLessThan(1e-9);
    expect(frechetDistance(rows(3, 7), rows(3, 7))).toBeLessThan(1e-9);
  });

  it('rests on eigenvectors that make the matrix again', () => {
    const matrix = [4, 1, 0.5, 1, 3, -2, 0.5, -2, 1];
    const { values, vectors } = symmetricEigen(matrix, 3);
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) {
        const again = [0, 1, 2].reduce(
          (sum, k) => sum + values[k]! * vectors[3 * i + k]! * vectors[3 * j + k]!,
          0,
        );
        expect(again).toBeCloseTo(matrix[3 * i + j]!, 12);
      }
  });
});

describe('texture', () => {
  it('does not change with light and contrast, and differs between pictures', () => {
    const one = picture(2);
    const lit = { ...one, levels: one.levels.map((value) => 0.2 + 0.5 * value) };
    expect(textureDistance(one, lit)).toBeLessThan(SINGLE);
    expect(textureDistance(one, picture(3, 1))).toBeGreaterThan(0.5);
    expect(nearest(one, [picture(3, 1), lit, picture(5, 1)])).toMatchObject({ index: 1 });
  });

  it('is compared outside the boxes alone', () => {
    const one = picture(2);
    const box = { name: 'half', x: 0, y: 0, width: 1, height: 0.5 };
    const changed = { ...one, levels: one.levels.map((value, at) => (at < 12 * WIDTH ? 1 - value : value)) };
    expect(textureDistance(one, changed)).toBeGreaterThan(0.5);
    expect(textureDistance(one, changed, outside([box], WIDTH, HEIGHT))).toBe(0);
  });

  it('has boxes inside the crop, which leave some of it over', () => {
    for (const { x, y, width, height } of AU_BOXES) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(1);
    }
    const left = outside(AU_BOXES, 128, 128).reduce((sum, value) => sum + value, 0) / 128 ** 2;
    expect(left).toBeGreaterThan(0.4);
    expect(left).toBeLessThan(0.7);
  });
});

it('correlates what is asked with what is measured', () => {
  const x = [...wave([40], 5, 0, 1)];
  const y = [...wave([40], 6, 0, 1)].map((value, at) => 0.6 * x[at]! + 0.4 * value);
  expect(correlation(x, y)).toBeCloseTo(oracle.correlation, 10);
  expect(correlation([1, 1, 1], [1, 2, 3])).toBeNull();
});
