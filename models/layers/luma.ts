import { constant, type Dim, MatMul, Reshape, type Tensor } from '../graph/index.ts';

/** ITU-R BT.601: what brightness takes of red, green and blue. They sum to 1, so grey stays as it is. */
const LUMA = [0.299, 0.587, 0.114];

/** Brightness of a clip: [N, 3, L, S, S] → [N, 1, L, S, S]. */
export function luma(clip: Tensor): Tensor {
  const [batch, colours, frames, height, width] = clip.shape as readonly [
    Dim,
    number,
    number,
    number,
    number,
  ];
  // A matrix of one row: a 1×1 convolution to one channel takes four times as long.
  const byColour = Reshape(clip, [batch, colours, frames * height * width]);
  return Reshape(MatMul(constant(LUMA, [1, 3]), byColour), [batch, 1, frames, height, width]);
}
