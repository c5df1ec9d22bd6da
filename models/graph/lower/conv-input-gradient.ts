import { Flip, Reshape, Transpose } from '../layout.ts';
import { product, range } from '../shape.ts';
import { apply, type NodeOf, type Tensor } from '../tensor.ts';
import { spatial } from '../infer.ts';

/**
 * dx of a convolution. With stride 1 it is a convolution of dy by the weights turned round, which ONNX Runtime
 * computes faster than `ConvTranspose` where pictures are large beside the channels, and 6 times faster in 3-D;
 * otherwise the node stays and is written as `ConvTranspose`.
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
  return isFlush && (isVolume || outputs > channels) ? turned(node, w, dy) : null;
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
