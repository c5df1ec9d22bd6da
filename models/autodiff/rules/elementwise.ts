import {
  Add,
  And,
  constantValue,
  Div,
  Exp,
  Greater,
  GreaterOrEqual,
  Less,
  LessOrEqual,
  Log,
  Mul,
  Neg,
  type OperatorName,
  Pow,
  range,
  ReduceSum,
  Reshape,
  Sigmoid,
  Sign,
  Sub,
  type Tensor,
  Where,
} from '../../graph/index.ts';
import { flat, ofOne, type Rule, type Vjp } from './rule.ts';

/** Sums a cotangent over the axes along which `x` was broadcast: what is left has the shape of `x`. */
export function unbroadcast(cotangent: Tensor, x: Tensor): Tensor {
  const extra = cotangent.shape.length - x.shape.length;
  const repeated = x.shape.flatMap((dim, axis) =>
    dim === 1 && cotangent.shape[axis + extra] !== 1 ? [axis + extra] : [],
  );
  const kept = ReduceSum(cotangent, [...range(extra), ...repeated], { keepDims: true });
  return Reshape(kept, x.shape);
}

/** One input, whose cotangent is the output's times a derivative. */
const times = <Name extends OperatorName>(derivative: (x: Tensor, y: Tensor) => Tensor): Rule<Name> =>
  ofOne((cotangent, _, [x], y) => [() => Mul(cotangent, derivative(x!, y))]);

/** Lets the cotangent through where a condition holds. */
const gate = <Name extends OperatorName>(
  isOpen: (x: Tensor, y: Tensor, cotangent: Tensor) => Tensor,
): Rule<Name> => ofOne((cotangent, _, [x], y) => [() => Where(isOpen(x!, y, cotangent), cotangent, 0)]);

/** d erf(x)/dx = 2/√π · e^(−x²) */
const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

export const ELEMENTWISE = {
  Neg: ofOne((cotangent) => [() => Neg(cotangent)]),
  Abs: times((x) => Sign(x)),
  Sign: flat,
  Exp: times((_, y) => y),
  Log: ofOne((cotangent, _, [x]) => [() => Div(cotangent, x!)]),
  Sqrt: ofOne((cotangent, _, __, y) => [() => Div(Mul(cotangent, 0.5), y)]),
  Reciprocal: times((_, y) => Neg(Mul(y, y))),
  Floor: flat,
  Erf: times((x) => Mul(Exp(Neg(Mul(x, x))), TWO_OVER_ROOT_PI)),
  // From the output, so that what went in need not be kept.
  Relu: gate((_, y) => Greater(y, 0)),
  // From the output again, which has the sign of what went in unless the slope is below zero.
  LeakyRelu: ofOne((cotangent, { attributes: { alpha } }, [x], y) => [
    () => Mul(cotangent, Where(Greater(alpha < 0 ? x! : y, 0), 1, alpha)),
  ]),
  // Below zero y = α(eˣ − 1), whose derivative is y + α.
  Elu: ofOne((cotangent, { attributes }, [x], y) => [
    () => Mul(cotangent, Where(Greater(x!, 0), 1, Add(y, attributes.alpha))),
  ]),
  Sigmoid: times((_, y) => Mul(y, Sub(1, y))),
  HardSigmoid: ofOne((cotangent, { attributes }, _, y) => [
    () => Where(And(Greater(y, 0), Less(y, 1)), Mul(cotangent, attributes.alpha), 0),
  ]),
  Tanh: times((_, y) => Sub(1, Mul(y, y))),
  Softplus: times((x) => Sigmoid(x)),
  Clip: ofOne((cotangent, { attributes: { min, max } }, [x]) => [
    () => Where(And(GreaterOrEqual(x!, min), LessOrEqual(x!, max)), cotangent, 0),
  ]),
  Not: flat,
  Cast: flat,

  Add: ofOne((cotangent, _, [a, b]) => [() => unbroadcast(cotangent, a!), () => unbroadcast(cotangent, b!)]),
  Sub: ofOne((cotangent, _, [a, b]) => [
    () => unbroadcast(cotangent, a!),
    () => unbroadcast(Neg(cotangent), b!),
  ]),
  Mul: ofOne((cotangent, _, [a, b]) => [
    () => unbroadcast(Mul(cotangent, b!), a!),
    () => unbroadcast(Mul(cotangent, a!), b!),
  ]),
  Div: ofOne((cotangent, _, [a, b], y) => [
    () => unbroadcast(Div(cotangent, b!), a!),
    () => unbroadcast(Neg(Mul(cotangent, Div(y, b!))), b!),
  ]),
  Pow: ofOne((cotangent, _, [a, b], y) => [
    () => unbroadcast(Mul(cotangent, powerSlope(a!, b!)), a!),
    // Where the base is not positive the exponent has no derivative.
    () =>
      unbroadcast(Where(Greater(a!, 0), Mul(Mul(cotangent, y), Log(Where(Greater(a!, 0), a!, 1))), 0), b!),
  ]),
  // Of two equal values the first one gets it all, as the first of equals does in pooling.
  Max: ofOne((cotangent, _, [a, b]) => choice(cotangent, GreaterOrEqual(a!, b!), a!, b!)),
  Min: ofOne((cotangent, _, [a, b]) => choice(cotangent, LessOrEqual(a!, b!), a!, b!)),
  Equal: flat,
  Greater: flat,
  GreaterOrEqual: flat,
  Less: flat,
  LessOrEqual: flat,
  And: flat,
  Or: flat,
  Where: ofOne((cotangent, _, [condition, yes, no]) => [
    null,
    () => unbroadcast(Where(condition!, cotangent, 0), yes!),
    () => unbroadcast(Where(condition!, 0, cotangent), no!),
  ]),
} satisfies { readonly [Name in OperatorName]?: Rule<Name> };

/** b·a^(b − 1); for a square without a power. */
const powerSlope = (a: Tensor, b: Tensor): Tensor =>
  constantValue(b) === 2 ? Mul(a, 2) : Mul(b, Pow(a, Sub(b, 1)));

/** What the first one does not get is the second one's: a subtraction is cheaper than choosing again. */
function choice(cotangent: Tensor, isFirst: Tensor, a: Tensor, b: Tensor): readonly Vjp[] {
  const first = Where(isFirst, cotangent, 0);
  return [() => unbroadcast(first, a), () => unbroadcast(Sub(cotangent, first), b)];
}
