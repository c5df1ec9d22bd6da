import { Add, type Dim, MatMul, Mul, Reshape, type Scope, type Tensor, ZEROS } from '../graph/index.ts';

/**
 * (1 + s) ⊙ x + b: features [N, C, H, W] scaled and shifted by what a network is told, `told` [N, A]; s and b are
 * linear in it and the same at all places (FiLM, Perez et al. 2018). After a norm, which would take away what is the
 * same everywhere. Parameters `scale` and `shift` [A, C] begin at nought: nothing is steered at first.
 */
export function steered(scope: Scope, x: Tensor, told: Tensor): Tensor {
  const channels = x.shape[1] as number;
  const [, count] = told.shape as readonly [Dim, number];
  const row = (name: string): Tensor =>
    Reshape(MatMul(told, scope.parameter(name, [count, channels], ZEROS)), [-1, channels, 1, 1]);
  return Add(Mul(x, Add(row('scale'), 1)), row('shift'));
}
