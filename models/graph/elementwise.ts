/**
 * Operators that work element by element. Numbers are taken where tensors are (`Mul(x, 2)`); what changes nothing
 * (adding 0, multiplying by 1) is not written, and a tensor that was only expanded is used as it was before, because
 * these operators broadcast anyway: so the gradient of a mean stays one number until something needs it whole.
 */
import { constantValue, scalar } from './leaves.ts';
import { broadcast, sameShape } from './shape.ts';
import type { ElementType } from './tensor-info.ts';
import { apply, type Tensor } from './tensor.ts';

export type Operand = Tensor | number;

export const Neg = (x: Tensor): Tensor => apply('Neg', [x], {});
export const Abs = (x: Tensor): Tensor => apply('Abs', [x], {});
export const Sign = (x: Tensor): Tensor => apply('Sign', [x], {});
export const Exp = (x: Tensor): Tensor => apply('Exp', [x], {});
export const Log = (x: Tensor): Tensor => apply('Log', [x], {});
export const Sqrt = (x: Tensor): Tensor => apply('Sqrt', [x], {});
export const Reciprocal = (x: Tensor): Tensor => apply('Reciprocal', [x], {});
export const Floor = (x: Tensor): Tensor => apply('Floor', [x], {});
export const Erf = (x: Tensor): Tensor => apply('Erf', [x], {});
export const Relu = (x: Tensor): Tensor => apply('Relu', [x], {});
export const LeakyRelu = (x: Tensor, alpha = 0.01): Tensor => apply('LeakyRelu', [x], { alpha });
export const Elu = (x: Tensor, alpha = 1): Tensor => apply('Elu', [x], { alpha });
export const Sigmoid = (x: Tensor): Tensor => apply('Sigmoid', [x], {});
/** max(0, min(1, αx + β)). */
export const HardSigmoid = (x: Tensor, alpha = 0.2, beta = 0.5): Tensor =>
  apply('HardSigmoid', [x], { alpha, beta });
export const Tanh = (x: Tensor): Tensor => apply('Tanh', [x], {});
/** log(1 + eˣ). */
export const Softplus = (x: Tensor): Tensor => apply('Softplus', [x], {});
export const Clip = (x: Tensor, min: number, max: number): Tensor => apply('Clip', [x], { min, max });
export const Not = (x: Tensor): Tensor => apply('Not', [x], {});
export const Cast = (x: Tensor, to: ElementType): Tensor => (x.type === to ? x : apply('Cast', [x], { to }));
export const StopGradient = (x: Tensor): Tensor => apply('StopGradient', [x], {});

export function Add(a: Operand, b: Operand): Tensor {
  return (isTensor(a) && isTensor(b) ? (joined(a, b) ?? joined(b, a)) : null) ?? withNeutral('Add', a, b, 0);
}
export const Mul = (a: Operand, b: Operand): Tensor => withNeutral('Mul', a, b, 1);
export const Sub = (a: Operand, b: Operand): Tensor =>
  valueOf(b) === 0 && isTensor(a) && keepsShape(a, b) ? a : binary('Sub', a, b);
export const Div = (a: Operand, b: Operand): Tensor =>
  valueOf(b) === 1 && isTensor(a) && keepsShape(a, b) ? a : binary('Div', a, b);
export const Pow = (a: Operand, b: Operand): Tensor => binary('Pow', a, b);
export const Max = (a: Operand, b: Operand): Tensor => binary('Max', a, b);
export const Min = (a: Operand, b: Operand): Tensor => binary('Min', a, b);
export const Equal = (a: Operand, b: Operand): Tensor => binary('Equal', a, b);
export const Greater = (a: Operand, b: Operand): Tensor => binary('Greater', a, b);
export const GreaterOrEqual = (a: Operand, b: Operand): Tensor => binary('GreaterOrEqual', a, b);
export const Less = (a: Operand, b: Operand): Tensor => binary('Less', a, b);
export const LessOrEqual = (a: Operand, b: Operand): Tensor => binary('LessOrEqual', a, b);
export const And = (a: Tensor, b: Tensor): Tensor => apply('And', [a, b], {});
export const Or = (a: Tensor, b: Tensor): Tensor => apply('Or', [a, b], {});
export const Where = (condition: Tensor, yes: Operand, no: Operand): Tensor =>
  apply('Where', [condition, tensorOf(yes), tensorOf(no)], {});

export const Square = (x: Tensor): Tensor => Mul(x, x);

type Binary =
  | 'Add'
  | 'Sub'
  | 'Mul'
  | 'Div'
  | 'Pow'
  | 'Max'
  | 'Min'
  | 'Equal'
  | 'Greater'
  | 'GreaterOrEqual'
  | 'Less'
  | 'LessOrEqual';

function binary(operator: Binary, a: Operand, b: Operand): Tensor {
  const [left, right] = [tensorOf(a), tensorOf(b)];
  const [slimLeft, slimRight] = [beforeExpand(left), beforeExpand(right)];
  const shape = broadcast(left.shape, right.shape);
  if (sameShape(broadcast(slimLeft.shape, right.shape), shape)) {
    if (sameShape(broadcast(slimLeft.shape, slimRight.shape), shape))
      return apply(operator, [slimLeft, slimRight], {});
    return apply(operator, [slimLeft, right], {});
  }
  return apply(
    operator,
    [left, sameShape(broadcast(left.shape, slimRight.shape), shape) ? slimRight : right],
    {},
  );
}

function withNeutral(operator: 'Add' | 'Mul', a: Operand, b: Operand, neutral: number): Tensor {
  if (valueOf(b) === neutral && isTensor(a) && keepsShape(a, b)) return a;
  if (valueOf(a) === neutral && isTensor(b) && keepsShape(b, a)) return b;
  return binary(operator, a, b);
}

/**
 * Two tensors padded with zeros, each where the other is, are put side by side: so gradients of the parts of a split
 * tensor become one without being added up.
 */
function joined(first: Tensor, second: Tensor): Tensor | null {
  if (first.node.operator !== 'Pad' || second.node.operator !== 'Pad') return null;
  const [one, two] = [first.node, second.node];
  const [left, right] = [one.inputs[0]!, two.inputs[0]!];
  if (one.attributes.value !== 0 || two.attributes.value !== 0) return null;
  const padded = [...one.attributes.before, ...two.attributes.after];
  const axis = one.attributes.after.findIndex((count) => count > 0);
  const fits =
    axis >= 0 &&
    padded.every((count) => count === 0) &&
    one.attributes.after.every((count, at) => count === (at === axis ? right.shape[axis] : 0)) &&
    two.attributes.before.every((count, at) => count === (at === axis ? left.shape[axis] : 0));
  return fits ? apply('Concat', [left, right], { axis }) : null;
}

const isTensor = (operand: Operand): operand is Tensor => typeof operand !== 'number';

const tensorOf = (operand: Operand): Tensor => (isTensor(operand) ? operand : scalar(operand));

const valueOf = (operand: Operand): number | null => (isTensor(operand) ? constantValue(operand) : operand);

const keepsShape = (x: Tensor, other: Operand): boolean =>
  !isTensor(other) || sameShape(broadcast(x.shape, other.shape), x.shape);

const beforeExpand = (x: Tensor): Tensor => (x.node.operator === 'Expand' ? x.node.inputs[0]! : x);
