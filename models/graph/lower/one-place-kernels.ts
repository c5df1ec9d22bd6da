import { constant } from '../leaves.ts';
import { product, range } from '../shape.ts';
import type { Tensor } from '../tensor.ts';

/**
 * [C·k, 1, …kernel], for each channel and each of the kernel's k places one kernel that is 1 there and 0 elsewhere. A
 * depthwise convolution by them takes what lies under each place apart (im2col), its input gradient puts it together
 * (col2im); ONNX Runtime is fast at both, and strides, pads and dilations come with them.
 */
export function onePlaceKernels(channels: number, kernel: readonly number[]): Tensor {
  const places = product(kernel);
  const values = new Float32Array(channels * places * places);
  for (const channel of range(channels))
    for (const place of range(places)) values[(channel * places + place) * places + place] = 1;
  return constant(values, [channels * places, 1, ...kernel]);
}
