import { Flip, Reshape, Transpose } from '../layout.ts';
import { MatMul, TransposeLast } from '../linear.ts';
import { product, range } from '../shape.ts';
import { apply, type NodeOf, type Tensor } from '../tensor.ts';
import { spatial } from '../infer.ts';
import { onePlaceKernels } from './one-place-kernels.ts';

/**
 * dx of a convolution. With stride 1 it is a convolution of dy by the weights turned round, which ONNX Runtime
 * computes faster than `ConvTranspose` where pictures are large beside the channels, and 6 times faster in 3-D. Of few
 * places and many channels it is one product over all samples. Otherwise the node stays and is written as
 * `ConvTranspose`.
 */
export function convInputGradient(
  node: NodeOf<'ConvInputGradient'>,
  inputs: readonly Tensor[],
): Tensor | null {
  const [w, dy] = inputs as readonly [Tensor, Tensor];
  const outputs = product(spatial(dy.shape));
  const channels = w.shape[0] as number;
  const isVolume = w.shape.length === 5;
  const isFlush = node.attributes.strides.every((stride) => stride === 1);
  if (isFlush && (isVolume || outputs > channels)) return turned(node, w, dy);
  return isDeep(node, w, dy) ? byOneProduct(node, w, dy) : null;
}

/**
 * `ConvTranspose` rearranges all weights once for each sample, some 0.3 ns a weight, which little work on each makes
 * dear; the other form moves the columns, some 2 ns each (measured: 14 ms against 22 with 512 channels and 16 places
 * of 16 samples, 16 against 15 with 256 and 64).
 */
function isDeep({ attributes }: NodeOf<'ConvInputGradient'>, w: Tensor, dy: Tensor): boolean {
  const [samples, channels] = dy.shape;
  if (typeof samples !== 'number' || samples === 1 || attributes.group > 1 || w.shape.length !== 4)
    return false;
  return CHANNELS_A_PLACE * product(spatial(dy.shape)) <= (channels as number);
}

const CHANNELS_A_PLACE = 8;

/**
 * [N·P, K] · [K, C·k]: what each output's gradient is to the places that it saw; then each where it belongs, added up.
 */
function byOneProduct({ attributes }: NodeOf<'ConvInputGradient'>, w: Tensor, dy: Tensor): Tensor {
  const [samples, outputs, ...size] = dy.shape as readonly number[];
  const [, channels, ...kernel] = w.shape as readonly number[];
  const [places, columns] = [product(size), channels! * product(kernel)];
  const rows = Reshape(Transpose(dy, [0, 2, 3, 1]), [samples! * places, outputs!]);
  const spread = Reshape(MatMul(rows, Reshape(w, [outputs!, columns])), [samples!, places, columns]);
  const seen = Reshape(TransposeLast(spread), [samples!, columns, ...size]);
  return apply('ConvInputGradient', [onePlaceKernels(channels!, kernel), seen], {
    ...attributes,
    group: channels!,
  });
}

/** Weights [K, C/g, …k] as [C, K/g, …k reversed]; a pad of p becomes dilation·(k − 1) − p. */
function turned(node: NodeOf<'ConvInputGradient'>, w: Tensor, dy: Tensor): Tensor | null {
  const { before, dilations, group, inputSize } = node.attributes;
  const [outputs, inputs, ...kernel] = w.shape as readonly number[];
  const axes = range(kernel.length);
  const grouped = Reshape(w, [group, outputs! / group, inputs!, ...kernel]);
  const exchanged = Transpose(grouped, [0, 2, 1, ...axes.map((axis) => axis + 3)]);
  const weights = Flip(
    Reshape(exchanged, [group * inputs!, outputs! / group, ...kernel]),
    axes.map((axis) => axis + 2),
  );
  const reach = axes.map((axis) => dilations[axis]! * (kernel[axis]! - 1));
  const size = spatial(dy.shape);
  const front = axes.map((axis) => reach[axis]! - before[axis]!);
  // What the forward pass did not reach at the end gets zeros.
  const back = axes.map((axis) => inputSize[axis]! - size[axis]! - front[axis]! + reach[axis]!);
  // A pad beyond the kernel has no turned form.
  if ([...front, ...back].some((pad) => pad < 0)) return null;
  return apply('Conv', [dy, weights], {
    strides: axes.map(() => 1),
    before: front,
    after: back,
    dilations,
    group,
  });
}
