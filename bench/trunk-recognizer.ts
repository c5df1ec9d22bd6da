/**
 * AU-GACN's first convolution as a recognizer: Conv3d 3→64, kernel 1×7×7, stride 1×2×2, ReLU, max pooling 2×3×3, then
 * a mean and two linear heads. At 16 frames of 256×256 that is 2.47 GMAC, 92 % of the whole network's. A kernel one
 * frame deep is a 2-D convolution of every frame, and is written as one.
 */
import { RECIPE } from '../contract/recipe.ts';
import {
  float32Tensor,
  int,
  int64Tensor,
  ints,
  makeModel,
  makeNode,
  makeValue,
  stampRecognizer,
  type ModelProto,
} from '../models/onnx/index.ts';
import { randomFloats } from '../test/helpers/random.ts';

const [FRAMES, SIZE, WIDTH] = [16, 256, 64];
const AUS = [1, 2, 4, 5, 6, 7, 9, 10, 12, 14, 15, 16, 17, 18, 20, 24, 25, 26, 38]; // the 19 of CASME II
const EMOTIONS = ['negative', 'positive', 'surprise', 'none'];

export interface BenchNetwork {
  readonly model: ModelProto;
  readonly weights: Readonly<Record<'conv' | 'bias' | 'au' | 'emotion', BenchTensor>>;
  readonly clipShape: readonly number[];
}

export interface BenchTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

export function trunkRecognizer(): BenchNetwork {
  const random = (shape: readonly number[], seed: number, spread: number): BenchTensor => ({
    shape,
    data: randomFloats(
      shape.reduce((product, dim) => product * dim, 1),
      seed,
      -spread,
      spread,
    ),
  });
  const weights = {
    conv: random([WIDTH, 3, 1, 7, 7], 1, 0.2),
    bias: random([WIDTH], 2, 0.1),
    au: random([WIDTH, AUS.length], 3, 1),
    emotion: random([WIDTH, EMOTIONS.length], 4, 1),
  };
  const half = SIZE / 2;
  const quarter = SIZE / 4;
  const model = makeModel({
    name: 'trunk',
    inputs: [makeValue('clip', 'float32', ['N', 3, FRAMES, SIZE, SIZE])],
    outputs: [
      makeValue('au_logits', 'float32', ['N', AUS.length]),
      makeValue('emotion_logits', 'float32', ['N', EMOTIONS.length]),
    ],
    nodes: [
      makeNode('Transpose', ['clip'], ['by_frame'], { perm: ints([0, 2, 1, 3, 4]) }),
      makeNode('Reshape', ['by_frame', 'pictures'], ['flat']),
      makeNode('Conv', ['flat', 'conv', 'bias'], ['found'], {
        pads: ints([3, 3, 3, 3]),
        strides: ints([2, 2]),
      }),
      makeNode('Relu', ['found'], ['positive']),
      makeNode('MaxPool', ['positive'], ['pooled'], {
        kernel_shape: ints([3, 3]),
        strides: ints([2, 2]),
        pads: ints([1, 1, 1, 1]),
      }),
      makeNode('Reshape', ['pooled', 'pairs'], ['paired']),
      makeNode('ReduceMax', ['paired', 'pair_axis'], ['strongest'], { keepdims: int(0) }),
      makeNode('Reshape', ['strongest', 'clips'], ['by_clip']),
      makeNode('ReduceMean', ['by_clip', 'mean_axes'], ['features'], { keepdims: int(0) }),
      makeNode('MatMul', ['features', 'au'], ['au_logits']),
      makeNode('MatMul', ['features', 'emotion'], ['emotion_logits']),
    ],
    initializers: [
      int64Tensor('pictures', [-1, 3, SIZE, SIZE]),
      int64Tensor('pairs', [-1, 2, WIDTH, quarter * quarter]),
      int64Tensor('pair_axis', [1]),
      int64Tensor('clips', [-1, FRAMES / 2, WIDTH, quarter * quarter]),
      int64Tensor('mean_axes', [1, 3]),
      float32Tensor('conv', [WIDTH, 3, 7, 7], weights.conv.data),
      float32Tensor('bias', [WIDTH], weights.bias.data),
      float32Tensor('au', weights.au.shape, weights.au.data),
      float32Tensor('emotion', weights.emotion.shape, weights.emotion.data),
    ],
    values: [makeValue('found', 'float32', ['M', WIDTH, half, half])],
  });
  stampRecognizer(model, {
    network: 'first-convolution',
    aus: AUS,
    emotions: EMOTIONS,
    frames: FRAMES,
    sizePx: SIZE,
    windowS: 0.5,
    recipe: RECIPE.id,
    trainedOn: 'nothing: seeded random weights',
    metrics: {},
  });
  return { model, weights, clipShape: [1, 3, FRAMES, SIZE, SIZE] };
}
