import { GreaterOrEqual, Mul, type Scope, type Tensor, Where } from '../graph/index.ts';

/** While training, sets values to zero with probability `p` and enlarges the rest by 1/(1 − p); else does nothing. */
export function dropout(scope: Scope, x: Tensor, p = 0.5): Tensor {
  if (!scope.isTraining || p === 0) return x;
  const isKept = GreaterOrEqual(scope.noise('dropout', x.shape), p);
  return Mul(x, Where(isKept, 1 / (1 - p), 0));
}
