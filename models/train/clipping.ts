/** Keeps one wild batch from throwing the parameters away. */
import { Add, Div, Min, Mul, ReduceSum, Sqrt, Square, type Tensor } from '../graph/index.ts';

/** As PyTorch: keeps a gradient of zero from being divided by. */
const TINY = 1e-6;

/**
 * The gradients' common norm √ΣΣg², and the gradients scaled so that it is at most `most`; null leaves them as they
 * are.
 */
export function clipByGlobalNorm(
  gradients: readonly Tensor[],
  most: number | null,
): { readonly norm: Tensor; readonly clipped: readonly Tensor[] } {
  const squares = gradients.map((gradient) => ReduceSum(Square(gradient)));
  const norm = Sqrt(squares.reduce((sum, square) => Add(sum, square)));
  if (most === null) return { norm, clipped: gradients };
  const scale = Min(Div(most, Add(norm, TINY)), 1);
  return { norm, clipped: gradients.map((gradient) => Mul(gradient, scale)) };
}
