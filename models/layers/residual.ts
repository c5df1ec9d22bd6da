import { Add, kaimingNormal, MaxPool, Relu, type Scope, type Tensor } from '../graph/index.ts';
import { batchNormalization } from './batch-normalization.ts';
import { convolution, type ConvolutionOptions } from './convolution.ts';
import { maxPoolByHalves } from './max-pool-by-halves.ts';

/**
 * A convolution without bias and batch normalization after it. `conv` and `bn` name their parameters; weights begin
 * normal with √(2 / fan-out) as in He et al. 2016.
 */
export function normalizedConvolution(
  scope: Scope,
  x: Tensor,
  channels: number,
  kernel: readonly number[],
  { conv = 'conv', bn = 'bn', ...options }: NormalizedOptions = {},
): Tensor {
  const y = convolution(scope.within(conv), x, channels, kernel, {
    ...options,
    bias: false,
    initializer: (shape) => kaimingNormal(shape, 'out'),
  });
  return batchNormalization(scope.within(bn), y);
}

interface NormalizedOptions extends Omit<ConvolutionOptions, 'bias' | 'initializer'> {
  readonly conv?: string;
  readonly bn?: string;
}

/**
 * He et al. 2016, "Deep residual learning": two convolutions of 3 along every spatial axis, and what came in added to
 * them; through a convolution of 1 where the stride or the channels change. Names are torchvision's (`conv1`, `bn1`,
 * `downsample.0`).
 */
export function basicBlock(scope: Scope, x: Tensor, channels: number, stride: number): Tensor {
  const axes = x.shape.length - 2;
  const [three, one] = [3, 1].map((size) => new Array<number>(axes).fill(size)) as [number[], number[]];
  const first = Relu(
    normalizedConvolution(scope, x, channels, three, { conv: 'conv1', bn: 'bn1', strides: stride, pads: 1 }),
  );
  const second = normalizedConvolution(scope, first, channels, three, { conv: 'conv2', bn: 'bn2', pads: 1 });
  const isSame = stride === 1 && x.shape[1] === channels;
  const shortcut = isSame
    ? x
    : normalizedConvolution(scope.within('downsample'), x, channels, one, {
        conv: '0',
        bn: '1',
        strides: stride,
      });
  return Relu(Add(second, shortcut));
}

/** `count` basic blocks, the first with the stride: a stage of a residual network. */
export function residualStage(
  scope: Scope,
  x: Tensor,
  channels: number,
  stride: number,
  count: number,
): Tensor {
  let y = x;
  for (let block = 0; block < count; block++)
    y = basicBlock(scope.within(String(block)), y, channels, block === 0 ? stride : 1);
  return y;
}

/** Max pooling 3×3 with stride 2 and padding 1, as residual networks begin: [N, C, H, W], by halves while training. */
export function stemPooling(scope: Scope, x: Tensor): Tensor {
  const isEven = [2, 3].every((axis) => (x.shape[axis] as number) % 2 === 0);
  return scope.isTraining && isEven ? maxPoolByHalves(x) : MaxPool(x, 3, { strides: 2, pads: 1 });
}
