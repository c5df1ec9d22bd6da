import { Mul } from '../elementwise.ts';
import { spatial } from '../infer.ts';
import { Expand, Reshape } from '../layout.ts';
import { constant } from '../leaves.ts';
import { product } from '../shape.ts';
import { apply, type NodeOf, type Tensor } from '../tensor.ts';

/**
 * Each output's gradient is spread evenly over its window. Windows that tile the picture: every value is repeated;
 * others: the transposed convolution by a kernel of 1/size, channel by channel.
 */
export function averagePoolGradient(node: NodeOf<'AveragePoolGradient'>, inputs: readonly Tensor[]): Tensor {
  const [dy] = inputs as readonly [Tensor];
  const { kernel, strides, before, after, inputSize } = node.attributes;
  const share = 1 / product(kernel);
  const size = spatial(dy.shape);
  const [samples, channels] = dy.shape as readonly [number, number];
  const isTiled = size.every((count, axis) => {
    const isFlush = before[axis] === 0 && after[axis] === 0 && count * kernel[axis]! === inputSize[axis];
    return isFlush && strides[axis] === kernel[axis];
  });
  if (isTiled) {
    const spread = Expand(
      Reshape(Mul(dy, share), [samples, channels, ...size.flatMap((count) => [count, 1])]),
      [samples, channels, ...size.flatMap((count, axis) => [count, kernel[axis]!])],
    );
    return Reshape(spread, [samples, channels, ...inputSize]);
  }
  const weights = constant(new Float32Array(channels * product(kernel)).fill(share), [
    channels,
    1,
    ...kernel,
  ]);
  const dilations = kernel.map(() => 1);
  return apply('ConvInputGradient', [weights, dy], {
    strides,
    before,
    after,
    dilations,
    group: channels,
    inputSize,
  });
}
