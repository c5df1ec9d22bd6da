/** What keeps a critic's slope near one between real and made samples (Gulrajani et al. 2017). */
import { gradients } from '../../autodiff/index.ts';
import {
  Add,
  Flatten,
  Mul,
  noise,
  ReduceL2,
  ReduceMean,
  Square,
  StopGradient,
  Sub,
  type Tensor,
} from '../../graph/index.ts';

/**
 * mean (‖∇D(x̂)‖₂ − 1)², x̂ = α·real + (1 − α)·made with one α for each sample. `judge` gives a critic's numbers of
 * samples, of which the sum is differentiated; `name` is that of the noise.
 */
export function gradientPenalty(
  judge: (x: Tensor) => Tensor,
  real: Tensor,
  made: Tensor,
  name: string,
): Tensor {
  const alpha = noise(name, [real.shape[0]!, ...real.shape.slice(1).map(() => 1)]);
  // x̂ as a leaf: the gradient by it is a graph of its own, through which the critic is then differentiated again.
  const between = StopGradient(Add(made, Mul(alpha, Sub(real, made))));
  const [slope] = gradients(judge(between), [between]);
  return ReduceMean(Square(Sub(ReduceL2(Flatten(slope!), [1]), 1)));
}
