import { range } from '../shape.ts';
import { combined, mapped } from './elementwise.ts';
import { meanOver } from './reductions.ts';
import type { Values } from './values.ts';

/** Over batch and space, by channel: y, mean, biased variance. */
export function BatchNormalizationTraining(
  x: Values,
  scale: Values,
  bias: Values,
  epsilon: number,
): readonly [Values, Values, Values] {
  const axes = range(x.shape.length).filter((axis) => axis !== 1);
  const { y, mean, variance } = standardized(x, axes, epsilon);
  const flat = ({ data }: Values): Values => ({ shape: scale.shape, data });
  return [scaled(y, byChannel(scale, x), byChannel(bias, x)), flat(mean), flat(variance)];
}

export function BatchNormalization(
  x: Values,
  scale: Values,
  bias: Values,
  mean: Values,
  variance: Values,
  epsilon: number,
): Values {
  const centred = combined(x, byChannel(mean, x), (a, b) => a - b);
  const y = combined(centred, byChannel(variance, x), (a, b) => a / Math.sqrt(b + epsilon));
  return scaled(y, byChannel(scale, x), byChannel(bias, x));
}

export const InstanceNormalization = (x: Values, scale: Values, bias: Values, epsilon: number): Values =>
  scaled(standardized(x, range(x.shape.length).slice(2), epsilon).y, byChannel(scale, x), byChannel(bias, x));

export const LayerNormalization = (
  x: Values,
  scale: Values,
  bias: Values,
  axis: number,
  epsilon: number,
): Values => scaled(standardized(x, range(x.shape.length).slice(axis), epsilon).y, scale, bias);

function standardized(
  x: Values,
  axes: readonly number[],
  epsilon: number,
): { y: Values; mean: Values; variance: Values } {
  const mean = meanOver(x, { axes, keepDims: true });
  const centred = combined(x, mean, (a, b) => a - b);
  const variance = meanOver(
    mapped(centred, (a) => a * a),
    { axes, keepDims: true },
  );
  return { y: combined(centred, variance, (a, b) => a / Math.sqrt(b + epsilon)), mean, variance };
}

const scaled = (x: Values, scale: Values, bias: Values): Values =>
  combined(
    combined(x, scale, (a, b) => a * b),
    bias,
    (a, b) => a + b,
  );

/** [C] so that it broadcasts over x [N,C,…]. */
const byChannel = ({ shape, data }: Values, x: Values): Values => ({
  shape: [...shape, ...x.shape.slice(2).map(() => 1)],
  data,
});
