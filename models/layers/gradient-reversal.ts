import { Add, Mul, type Operand, StopGradient, Sub, type Tensor } from '../graph/index.ts';

/**
 * Ganin and Lempitsky 2015, "Unsupervised domain adaptation by backpropagation": the value of `x`, the gradient times
 * −coefficient. What follows learns to tell domains apart, what comes before learns to keep it from doing so.
 */
export function gradientReversal(x: Tensor, coefficient: Operand): Tensor {
  const turned = Mul(x, coefficient);
  return Sub(Add(StopGradient(x), StopGradient(turned)), turned);
}
