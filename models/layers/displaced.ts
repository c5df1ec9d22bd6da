/** Pictures whose parts are displaced a little, as skin is by muscles. */
import {
  Add,
  constant,
  Conv,
  type Dim,
  Mul,
  range,
  ReduceSum,
  Reshape,
  type Tensor,
} from '../graph/index.ts';

/** Displacements of two pixels in steps of one, for which slopes are good. */
const STEPS = 2;

/**
 * `pictures` [N, J, C, S, S] (J = 1: one for all frames, or K) moved by `motion` [N, K, 2, S, S], pixels to the right
 * and down: I(p − m) ≈ I(p) − m · ∇I(p), in two halves. Differentiable by everything in it.
 */
export function displaced(pictures: Tensor, motion: Tensor): Tensor {
  const [batch, frames, , sizePx] = motion.shape as readonly [Dim, number, number, number];
  const planes = pictures.shape[2] as number;
  const by = Mul(Reshape(motion, [batch, frames, 1, 2, sizePx, sizePx]), 1 / STEPS);
  let moved = pictures;
  for (let step = 0; step < STEPS; step++) {
    const count = moved.shape[1] as number;
    const slopes = Reshape(descents(moved, sizePx), [batch, count, planes, 2, sizePx, sizePx]);
    moved = Add(moved, ReduceSum(Mul(slopes, by), [3]));
  }
  return moved;
}

/** −∂I/∂x and −∂I/∂y of every plane (Sobel), nought on the outermost pixels: [·, 2, S, S]. */
function descents(pictures: Tensor, sizePx: number): Tensor {
  const kernels = constant(
    [...[1, 0, -1, 2, 0, -2, 1, 0, -1], ...[1, 2, 1, 0, 0, 0, -1, -2, -1]].map((weight) => weight / 8),
    [2, 1, 3, 3],
  );
  const last = sizePx - 1;
  const inside = range(sizePx * sizePx).map((at) => {
    const [x, y] = [at % sizePx, Math.floor(at / sizePx)];
    return x > 0 && x < last && y > 0 && y < last ? 1 : 0;
  });
  const all = Conv(Reshape(pictures, [-1, 1, sizePx, sizePx]), kernels, { pads: 1 });
  return Mul(all, constant(inside, [1, 1, sizePx, sizePx]));
}
