import {
  Add,
  countOver,
  Mul,
  Neg,
  type NodeOf,
  type OperatorName,
  range,
  Reciprocal,
  ReduceMean,
  ReduceSum,
  Reshape,
  Sqrt,
  Sub,
  type Tensor,
} from '../../graph/index.ts';
import { unbroadcast } from './elementwise.ts';
import { ofOne, type Rule } from './rule.ts';

export const NORMALIZATION = {
  BatchNormalization: ofOne((cotangent, { attributes }, [x, scale, , mean, variance]) => {
    const inverse = Reciprocal(Sqrt(Add(variance!, attributes.epsilon)));
    const centred = Sub(x!, perChannel(mean!, x!));
    const sum = (t: Tensor): Tensor => ReduceSum(t, allButChannel(x!));
    return [
      () => Mul(cotangent, perChannel(Mul(scale!, inverse), x!)),
      () => Mul(sum(Mul(cotangent, centred)), inverse),
      () => sum(cotangent),
      () => Neg(Mul(sum(cotangent), Mul(scale!, inverse))),
      // d(v + ε)^(−½)/dv = −½·(v + ε)^(−3/2)
      () => Mul(sum(Mul(cotangent, centred)), Mul(Mul(scale!, -0.5), cubed(inverse))),
    ];
  }),
  BatchNormalizationTraining: (node, cotangents) => batchNormalization(node, cotangents),
  InstanceNormalization: ofOne((cotangent, { attributes: { epsilon } }, [x, scale, bias]) => {
    const spatialAxes = range(x!.shape.length).slice(2);
    const { normalized, backwards } = normalization(x!, spatialAxes, epsilon);
    const sum = (t: Tensor): Tensor => ReduceSum(t, allButChannel(x!));
    return [
      () => backwards(Mul(cotangent, perChannel(scale!, x!))),
      () => Reshape(sum(Mul(cotangent, normalized)), scale!.shape),
      () => Reshape(sum(cotangent), bias!.shape),
    ];
  }),
  LayerNormalization: ofOne((cotangent, { attributes: { axis, epsilon } }, [x, scale, bias]) => {
    const { normalized, backwards } = normalization(x!, range(x!.shape.length).slice(axis), epsilon);
    return [
      () => backwards(Mul(cotangent, scale!)),
      () => unbroadcast(Mul(cotangent, normalized), scale!),
      () => unbroadcast(cotangent, bias!),
    ];
  }),
} satisfies { readonly [Name in OperatorName]?: Rule<Name> };

/**
 * With n values per channel, x̂ = (x − μ)·r, r = 1/√(σ² + ε) and g the cotangent of y:
 *
 *     dx = γr·g + b·(x − μ) + c,   b = −γr³·Σ g(x − μ)/n,   c = −γr·Σg/n
 *
 * plus what flows back through the statistics themselves: dμ/n, and 2(x − μ)·dσ²/n.
 */
function batchNormalization(
  { inputs, outputs, attributes }: NodeOf<'BatchNormalizationTraining'>,
  [ofY, ofMean, ofVariance]: readonly (Tensor | null)[],
): ReturnType<Rule<'BatchNormalizationTraining'>> {
  const [x, scale] = inputs as readonly [Tensor, Tensor, Tensor];
  const [, mean, variance] = outputs as readonly [Tensor, Tensor, Tensor];
  const axes = allButChannel(x);
  const share = 1 / countOver(x, axes);
  const inverse = Reciprocal(Sqrt(Add(variance, attributes.epsilon)));
  const centred = Sub(x, perChannel(mean, x));
  const sums =
    ofY == null ? null : { plain: ReduceSum(ofY, axes), centred: ReduceSum(Mul(ofY, centred), axes) };
  const dx = (): Tensor => {
    const parts: Tensor[] = [];
    let slope = ofVariance == null ? null : Mul(ofVariance, 2 * share);
    let shift = ofMean == null ? null : Mul(ofMean, share);
    if (ofY != null && sums !== null) {
      const gain = Mul(scale, inverse);
      parts.push(Mul(ofY, perChannel(gain, x)));
      slope = sum(slope, Mul(Mul(sums.centred, Mul(scale, cubed(inverse))), -share));
      shift = sum(shift, Mul(Mul(sums.plain, gain), -share));
    }
    if (slope !== null) parts.push(Mul(centred, perChannel(slope, x)));
    const whole = parts.reduce((total, part) => Add(total, part));
    return shift === null ? whole : Add(whole, perChannel(shift, x));
  };
  const none = (): Tensor => Mul(scale, 0);
  return [
    dx,
    sums === null ? none : () => Mul(sums.centred, inverse),
    sums === null ? none : () => sums.plain,
  ];
}

/** x̂ over some axes, and how a cotangent g of it goes back: r·(g − mean g − x̂·mean(g·x̂)). */
function normalization(
  x: Tensor,
  axes: readonly number[],
  epsilon: number,
): { readonly normalized: Tensor; readonly backwards: (cotangent: Tensor) => Tensor } {
  const mean = (t: Tensor): Tensor => ReduceMean(t, axes, { keepDims: true });
  const centred = Sub(x, mean(x));
  const inverse = Reciprocal(Sqrt(Add(mean(Mul(centred, centred)), epsilon)));
  const normalized = Mul(centred, inverse);
  return {
    normalized,
    backwards: (g) => Mul(inverse, Sub(Sub(g, mean(g)), Mul(normalized, mean(Mul(g, normalized))))),
  };
}

const sum = (one: Tensor | null, two: Tensor): Tensor => (one === null ? two : Add(one, two));

const cubed = (x: Tensor): Tensor => Mul(x, Mul(x, x));

const allButChannel = (x: Tensor): readonly number[] => range(x.shape.length).filter((axis) => axis !== 1);

/** [C] as [1,C,1,…]. */
const perChannel = (values: Tensor, like: Tensor): Tensor =>
  Reshape(values, [1, -1, ...like.shape.slice(2).map(() => 1)]);
