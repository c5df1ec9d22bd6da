/**
 * Convolutions as both networks have them: weights begin normal with 0.02, and may be divided by their spectral norm.
 */
import {
  Conv,
  ConvTranspose,
  type Initializer,
  normal,
  type Scope,
  type Tensor,
  ZEROS,
} from '../../graph/index.ts';
import { batchNormalizationParameters, spectrallyNormalized } from '../../layers/index.ts';

/** Radford et al. 2016, as in the authors' code. */
const FIRST_WEIGHTS = normal(0.02);

export interface SquareConvolution {
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
  readonly bias: boolean;
  readonly spectralNorm: boolean;
}

/** x [N, C, H, W] → [N, channels, …]. Parameters `weight` [channels, C, k, k] and `bias` [channels]. */
export function squareConvolution(
  scope: Scope,
  x: Tensor,
  channels: number,
  { kernel, stride, pad, bias, spectralNorm }: SquareConvolution,
): Tensor {
  const shape = [channels, x.shape[1] as number, kernel, kernel];
  const weight = scope.parameter('weight', shape, FIRST_WEIGHTS);
  return Conv(x, spectralNorm ? spectrallyNormalized(scope, weight) : weight, {
    strides: stride,
    pads: pad,
    bias: bias ? scope.parameter('bias', [channels], ZEROS) : null,
  });
}

/** Doubles height and width. Parameters `weight` [C, channels, 4, 4] and `bias` [channels]. */
export function doubling(
  scope: Scope,
  x: Tensor,
  channels: number,
  spectralNorm: boolean,
  first: Initializer = FIRST_WEIGHTS,
): Tensor {
  const weight = scope.parameter('weight', [x.shape[1] as number, channels, 4, 4], first);
  return ConvTranspose(x, spectralNorm ? spectrallyNormalized(scope, weight, 1) : weight, {
    strides: 2,
    pads: 1,
    bias: scope.parameter('bias', [channels], ZEROS),
  });
}

/** Halves height and width, with a bias. */
export const halving = (spectralNorm: boolean): SquareConvolution => ({
  kernel: 4,
  stride: 2,
  pad: 1,
  bias: true,
  spectralNorm,
});

/** Gains of batch normalization begin normal round 1 (the layer asks for them again, and gets these). */
export function scatteredGains(scope: Scope, channels: number): void {
  scope.parameter('weight', [channels], normal(0.02, 1));
  batchNormalizationParameters(scope, channels);
}
