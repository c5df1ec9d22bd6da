import {
  Cast,
  countOver,
  Div,
  Equal,
  Exp,
  Expand,
  Max,
  Mul,
  type NodeOf,
  type OperatorName,
  ReduceSum,
  Reshape,
  Sub,
  type Tensor,
} from '../../graph/index.ts';
import { flat, ofOne, type Rule } from './rule.ts';

/** Keeps 0/0 at 0: far below any norm that matters, far above the smallest float32. */
const TINY = 1e-30;

export const REDUCTIONS = {
  ReduceSum: ofOne((cotangent, { attributes }, [x]) => [() => spread(cotangent, x!, attributes.axes)]),
  ReduceMean: ofOne((cotangent, { attributes }, [x]) => [
    () => spread(Mul(cotangent, 1 / countOver(x!, attributes.axes)), x!, attributes.axes),
  ]),
  ReduceMax: ofOne((cotangent, node, [x], y) => [() => toExtremes(cotangent, node, x!, y)]),
  ReduceMin: ofOne((cotangent, node, [x], y) => [() => toExtremes(cotangent, node, x!, y)]),
  ReduceL2: ofOne((cotangent, { attributes }, [x], y) => [
    () => Mul(spread(Div(cotangent, Max(y, TINY)), x!, attributes.axes), x!),
  ]),
  ArgMax: flat,
  Softmax: ofOne((cotangent, { attributes: { axis } }, _, y) => [
    () => Mul(y, Sub(cotangent, ReduceSum(Mul(cotangent, y), [axis], { keepDims: true }))),
  ]),
  LogSoftmax: ofOne((cotangent, { attributes: { axis } }, _, y) => [
    () => Sub(cotangent, Mul(Exp(y), ReduceSum(cotangent, [axis], { keepDims: true }))),
  ]),
} satisfies { readonly [Name in OperatorName]?: Rule<Name> };

/** The same value for every element that was reduced into one. */
const spread = (cotangent: Tensor, x: Tensor, axes: readonly number[]): Tensor =>
  Expand(kept(cotangent, x, axes), x.shape);

const kept = (reduced: Tensor, x: Tensor, axes: readonly number[]): Tensor =>
  Reshape(
    reduced,
    x.shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim)),
  );

/** Equal extremes share the cotangent evenly. */
function toExtremes(
  cotangent: Tensor,
  { attributes: { axes } }: NodeOf<'ReduceMax'> | NodeOf<'ReduceMin'>,
  x: Tensor,
  y: Tensor,
): Tensor {
  const isExtreme = Cast(Equal(x, kept(y, x, axes)), 'float32');
  const count = ReduceSum(isExtreme, axes, { keepDims: true });
  return Mul(isExtreme, Div(kept(cotangent, x, axes), count));
}
