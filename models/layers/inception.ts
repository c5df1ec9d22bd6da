import { Concat, MaxPool, Relu, type Scope, type Tensor, xavierUniform } from '../graph/index.ts';
import { convolution } from './convolution.ts';

/**
 * Szegedy et al. 2015, "Going deeper with convolutions": four ways side by side, each `width` channels and a ReLU
 * after every convolution. 1×1; 1×1 then 3×3; 1×1 then 5×5; the maximum over 3×3, then 1×1. [N, C, H, W] → [N, 4·width,
 * H, W].
 */
export function inception(scope: Scope, x: Tensor, width: number): Tensor {
  const conv = (name: string, from: Tensor, size: number): Tensor =>
    Relu(
      convolution(scope.within(name), from, width, [size, size], {
        pads: (size - 1) / 2,
        initializer: xavierUniform,
      }),
    );
  return Concat(
    [
      conv('one', x, 1),
      conv('three', conv('three_in', x, 1), 3),
      conv('five', conv('five_in', x, 1), 5),
      conv('pooled', MaxPool(x, 3, { strides: 1, pads: 1 }), 1),
    ],
    1,
  );
}
