/**
 * Convolutions and pools as nobody would choose them: sizes, strides, pads, dilations and groups drawn at random. What
 * onnxruntime makes of values, gradients and their gradients, as they are lowered, against the reference in float64.
 */
import { expect, it } from 'vitest';
import { gradients } from '../models/autodiff/index.ts';
import { Add, apply, evaluate, range, type Tensor } from '../models/graph/index.ts';
import type { convolvedSize } from '../models/graph/infer.ts';
import { lossOf, weighted } from './helpers/gradient-check.ts';
import { buildCase, feedsOf, type OperatorCase, spread, useOf } from './helpers/operator-cases/index.ts';
import { seededRandom } from './helpers/random.ts';
import { relativeError } from './helpers/relative-error.ts';
import { runCase } from './helpers/run-case.ts';

const COUNT = 300;

it('agrees for random convolutions and pools', async () => {
  const random = seededRandom(1);
  const drawn = Array.from({ length: COUNT }, () => draw(random));
  const groups = drawn.filter(({ label }) => !label.includes('"group":1'));
  // A quarter are pools, and two fifths of the rest have groups: the draw is as varied as it is meant to be.
  expect(drawn.filter(({ label }) => label.startsWith('pool')).length).toBeGreaterThan(COUNT / 6);
  expect(groups.length).toBeGreaterThan(COUNT / 4);
  for (const one of drawn) {
    const { inputs, outputs } = buildCase(one);
    const first = gradients(lossOf(outputs), inputs);
    const slope = first
      .map((gradient, k) => weighted(gradient, 200 + k))
      .reduce((sum, term) => Add(sum, term));
    const all = [...outputs, ...first, ...gradients(slope, inputs)];
    const actual = await runCase(one, inputs, all);
    for (const [index, { data, shape }] of evaluate(all, feedsOf(one)).entries()) {
      expect(actual[index]!.dims, one.label).toEqual(shape);
      // 4e-7 was the worst of 500; sums of some hundred terms around 1 in float32.
      expect(relativeError(actual[index]!.data, data, 1), one.label).toBeLessThan(5e-6);
    }
  }
});

/** Draws again while a kernel does not fit into its input. */
function draw(random: () => number): OperatorCase {
  const whole = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const axes = range(whole(1, 3));
  const each = (low: number, high: number): readonly number[] => axes.map(() => whole(low, high));
  const group = [1, 1, 1, 2, 3][whole(0, 4)]!;
  const [samples, channels, outputs] = [whole(1, 3), group * whole(1, 3), group * whole(1, 4)];
  const size = each(2, axes.length === 3 ? 5 : 7);
  const [kernel, strides] = [each(1, 3), each(1, 3)];
  if (random() < 0.25) {
    // A window that sees only padding has no maximum.
    const [before, after] = [kernel.map((k) => whole(0, k - 1)), kernel.map((k) => whole(0, k - 1))];
    const attributes = { kernel, strides, before, after };
    if (!fits(size, kernel, { ...attributes, dilations: axes.map(() => 1) })) return draw(random);
    const pool = (x: Tensor): readonly Tensor[] => [
      apply('AveragePool', [x], attributes),
      apply('MaxPool', [x], attributes),
    ];
    return useOf(
      `pool ${JSON.stringify({ size, ...attributes })}`,
      [spread([samples, channels, ...size])],
      pool,
    );
  }
  const attributes = { strides, before: each(0, 2), after: each(0, 2), dilations: each(1, 2), group };
  if (!fits(size, kernel, attributes)) return draw(random);
  return useOf(
    `convolution ${JSON.stringify({ samples, channels, outputs, size, kernel, ...attributes })}`,
    [spread([samples, channels, ...size]), spread([outputs, channels / group, ...kernel], { seed: 2 })],
    (x, w) => apply('Conv', [x, w], attributes),
  );
}

const fits = (
  size: readonly number[],
  kernel: readonly number[],
  { before, after, dilations }: Omit<Parameters<typeof convolvedSize>[2], 'strides'>,
): boolean =>
  size.every((length, axis) => {
    const room = length + before[axis]! + after[axis]!;
    return room > dilations[axis]! * (kernel[axis]! - 1);
  });
