import { spatial } from '../infer.ts';
import { Flip, Reshape, Transpose } from '../layout.ts';
import { MatMul, TransposeLast } from '../linear.ts';
import { ReduceSum } from '../reductions.ts';
import { product, range } from '../shape.ts';
import { apply, type NodeOf, type Tensor } from '../tensor.ts';
import { onePlaceKernels } from './one-place-kernels.ts';

/**
 * dw of a convolution: every output's gradient times the patch it saw, summed over outputs and samples. The patches
 * are taken by a depthwise convolution with `onePlaceKernels`; a kernel of one place needs none. Then either one
 * product per sample and a sum, or, where a weight-sized product per sample would be larger than the patches, one
 * product over all.
 */
export function convWeightGradient(node: NodeOf<'ConvWeightGradient'>, inputs: readonly Tensor[]): Tensor {
  const [x, dy] = inputs as readonly [Tensor, Tensor];
  const { kernel, group } = node.attributes;
  const [samples, outputs] = dy.shape as readonly [number, number];
  const perGroup = (x.shape[1] as number) / group;
  const places = product(spatial(dy.shape));
  if (isFlush(node) && group === 1 && outputs < perGroup) return byPatchesOfGradient(node, x, dy);
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

/** With stride 1 and nothing between taps a place of dy is under the kernel where the kernel's place is over x. */
const isFlush = (node: NodeOf<'ConvWeightGradient'>): boolean => {
  const { kernel, strides, before, after, dilations } = node.attributes;
  return (
    !isPointwise(node) &&
    [...strides, ...dilations].every((size) => size === 1) &&
    kernel.every((size, axis) => before[axis]! < size && after[axis]! < size)
  );
};

/**
 * dw[k, c, t] = Σ_p dy[k, p]·x[c, p + t − before] = Σ_q x[c, q]·dy[k, q − t + before]: of a layer with fewer channels
 * out than in (the last one of a generator) the patches of dy are fewer than those of x by that factor. Taps come out
 * turned round.
 */
function byPatchesOfGradient(node: NodeOf<'ConvWeightGradient'>, x: Tensor, dy: Tensor): Tensor {
  const { kernel, before, after } = node.attributes;
  const [samples, channels] = x.shape as readonly [number, number];
  const outputs = dy.shape[1] as number;
  const turn = (pads: readonly number[]): number[] => pads.map((pad, axis) => kernel[axis]! - 1 - pad);
  const seen = patchesOf(dy, kernel, {
    strides: node.attributes.strides,
    before: turn(before),
    after: turn(after),
  });
  const places = product(spatial(x.shape));
  // [N, K·k, Q] · [N, C, Q]ᵀ
  const perSample = MatMul(
    Reshape(seen, [samples, outputs * product(kernel), places]),
    TransposeLast(Reshape(x, [samples, channels, places])),
  );
  const turned = Reshape(ReduceSum(perSample, [0]), [outputs, ...kernel, channels]);
  const axes = range(kernel.length).map((axis) => axis + 1);
  return Transpose(Flip(turned, axes), [0, kernel.length + 1, ...axes]);
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
  return patchesOf(x, kernel, { strides, before, after, dilations });
}

function patchesOf(
  x: Tensor,
  kernel: readonly number[],
  {
    dilations = kernel.map(() => 1),
    ...form
  }: {
    readonly strides: readonly number[];
    readonly before: readonly number[];
    readonly after: readonly number[];
    readonly dilations?: readonly number[];
  },
): Tensor {
  const channels = x.shape[1] as number;
  return apply('Conv', [x, onePlaceKernels(channels, kernel)], { ...form, dilations, group: channels });
}
