import { spatial } from '../infer.ts';
import { Reshape, Transpose } from '../layout.ts';
import { constant } from '../leaves.ts';
import { MatMul, TransposeLast } from '../linear.ts';
import { ReduceSum } from '../reductions.ts';
import { product, range } from '../shape.ts';
import { apply, type NodeOf, type Tensor } from '../tensor.ts';

/**
 * dw of a convolution: every output's gradient times the patch it saw, summed over outputs and samples. The patches
 * are taken by a depthwise convolution with kernels that are 1 in one place (fast in ONNX Runtime, and strides, pads
 * and dilations come with it); a kernel of one place needs none. Then either one product per sample and a sum, or,
 * where a weight-sized product per sample would be larger than the patches, one product over all.
 */
export function convWeightGradient(node: NodeOf<'ConvWeightGradient'>, inputs: readonly Tensor[]): Tensor {
  const [x, dy] = inputs as readonly [Tensor, Tensor];
  const { kernel, group } = node.attributes;
  const [samples, outputs] = dy.shape as readonly [number, number];
  const perGroup = (x.shape[1] as number) / group;
  const places = product(spatial(dy.shape));
  const seen = isPointwise(node) ? x : patches(node, x);
  const weights = [outputs, perGroup, ...kernel];
  const columns = perGroup * product(kernel);
  const grouped = {
    dy: Reshape(dy, [samples, group, outputs / group, places]),
    seen: Reshape(seen, [samples, group, columns, places]),
  };
  if (outputs / group < places) {
    const perSample = MatMul(grouped.dy, TransposeLast(grouped.seen));
    return Reshape(ReduceSum(perSample, [0]), weights);
  }
  // [g, K/g, N·P] · [g, C/g·k, N·P]ᵀ: whole rows of P are moved; the product turns the second factor on its way.
  const left = Reshape(Transpose(grouped.dy, [1, 2, 0, 3]), [group, outputs / group, samples * places]);
  const right = Reshape(Transpose(grouped.seen, [1, 2, 0, 3]), [group, columns, samples * places]);
  return Reshape(MatMul(left, TransposeLast(right)), weights);
}

function isPointwise({ attributes }: NodeOf<'ConvWeightGradient'>): boolean {
  const { kernel, strides, before, after } = attributes;
  return (
    product(kernel) === 1 &&
    strides.every((stride) => stride === 1) &&
    [...before, ...after].every((pad) => pad === 0)
  );
}

/** [N, C·k, …out]: for each channel and each place in the kernel what lies under it. */
function patches(node: NodeOf<'ConvWeightGradient'>, x: Tensor): Tensor {
  const { kernel, strides, before, after, dilations } = node.attributes;
  const channels = x.shape[1] as number;
  const places = product(kernel);
  const onePlace = new Float32Array(channels * places * places);
  for (const channel of range(channels))
    for (const place of range(places)) onePlace[(channel * places + place) * places + place] = 1;
  const kernels = constant(onePlace, [channels * places, 1, ...kernel]);
  return apply('Conv', [x, kernels], { strides, before, after, dilations, group: channels });
}
