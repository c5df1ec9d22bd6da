/**
 * A small real network that fulfils the recognizer's file contract, and the same arithmetic in plain TypeScript.
 * It convolves differences over time (or from the neutral) and averages what it finds over the picture. Its
 * weights are random but seeded: it recognizes nothing, it only has to be computed exactly.
 */
import type { UnhashedCard } from '../../models/onnx/index.ts';
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
} from '../../models/onnx/index.ts';
import { RECIPE } from '../../contract/recipe.ts';
import { randomFloats } from './random.ts';

export interface SmallRecognizer {
  readonly model: ModelProto;
  readonly card: UnhashedCard;
  readonly weights: SmallWeights;
}

interface SmallWeights {
  readonly conv: Float32Array<ArrayBuffer>;
  readonly bias: Float32Array<ArrayBuffer>;
  readonly au: Float32Array<ArrayBuffer>;
  readonly emotion: Float32Array<ArrayBuffer>;
}

/** Kernels of the one convolution: enough that a mixed-up channel shows. */
const KERNELS = 6;
/** Movements change pixels by a few hundredths; this brings them to the scale of the weights. */
const GAIN = 8;

export function smallRecognizer({
  usesNeutral = false,
  frames = 8,
  sizePx = 32,
  seed = 1,
} = {}): SmallRecognizer {
  const card: UnhashedCard = {
    network: 'small-for-tests',
    aus: [1, 4, 12],
    emotions: ['negative', 'positive', 'surprise', 'none'],
    frames,
    sizePx,
    windowS: 0.5,
    recipe: RECIPE.id,
    trainedOn: 'nothing: seeded random weights',
    metrics: { uf1: null },
    usesNeutral,
  };
  const channels = 3 * differences(card);
  const weights: SmallWeights = {
    conv: randomFloats(KERNELS * channels * 9, seed, -0.5, 0.5),
    bias: randomFloats(KERNELS, seed + 1, -0.1, 0.1),
    au: randomFloats(KERNELS * card.aus.length, seed + 2, -2, 2),
    emotion: randomFloats(KERNELS * card.emotions.length, seed + 3, -2, 2),
  };
  const model = buildModel(card, channels, weights);
  stampRecognizer(model, card);
  return { model, card, weights };
}

function buildModel(card: UnhashedCard, channels: number, weights: SmallWeights): ModelProto {
  const { frames, sizePx, aus, emotions } = card;
  const changes = card.usesNeutral
    ? [
        makeNode('Unsqueeze', ['neutral', 'time_axis'], ['still']),
        makeNode('Sub', ['clip', 'still'], ['change']),
      ]
    : [
        makeNode('Slice', ['clip', 'one', 'frames', 'time_axis'], ['later']),
        makeNode('Slice', ['clip', 'zero', 'last', 'time_axis'], ['earlier']),
        makeNode('Sub', ['later', 'earlier'], ['change']),
      ];
  return makeModel({
    name: card.network,
    inputs: [
      makeValue('clip', 'float32', ['N', 3, frames, sizePx, sizePx]),
      ...(card.usesNeutral ? [makeValue('neutral', 'float32', ['N', 3, sizePx, sizePx])] : []),
    ],
    outputs: [
      makeValue('au_logits', 'float32', ['N', aus.length]),
      makeValue('emotion_logits', 'float32', ['N', emotions.length]),
    ],
    nodes: [
      ...changes,
      makeNode('Mul', ['change', 'gain'], ['scaled']),
      makeNode('Reshape', ['scaled', 'planes'], ['stack']),
      makeNode('Conv', ['stack', 'conv', 'bias'], ['found'], {
        pads: ints([1, 1, 1, 1]),
        strides: ints([2, 2]),
      }),
      makeNode('Relu', ['found'], ['positive']),
      makeNode('GlobalAveragePool', ['positive'], ['mean']),
      makeNode('Flatten', ['mean'], ['features'], { axis: int(1) }),
      makeNode('MatMul', ['features', 'au'], ['au_logits']),
      makeNode('MatMul', ['features', 'emotion'], ['emotion_logits']),
    ],
    initializers: [
      int64Tensor('time_axis', [2]),
      ...(card.usesNeutral
        ? []
        : [
            int64Tensor('zero', [0]),
            int64Tensor('one', [1]),
            int64Tensor('last', [frames - 1]),
            int64Tensor('frames', [frames]),
          ]),
      float32Tensor('gain', [], [GAIN]),
      int64Tensor('planes', [0, channels, sizePx, sizePx]), // 0 keeps the batch
      float32Tensor('conv', [KERNELS, channels, 3, 3], weights.conv),
      float32Tensor('bias', [KERNELS], weights.bias),
      float32Tensor('au', [KERNELS, aus.length], weights.au),
      float32Tensor('emotion', [KERNELS, emotions.length], weights.emotion),
    ],
  });
}

/** The logits of one window, computed in float64 from the definition of each operator. */
export function evaluateSmall(
  { card, weights }: SmallRecognizer,
  clip: Float32Array,
  neutral?: Float32Array,
): { readonly au: number[]; readonly emotion: number[] } {
  const features = convolveAndAverage(card, weights, changesOf(card, clip, neutral));
  const project = (matrix: Float32Array, count: number): number[] =>
    Array.from({ length: count }, (_, to) =>
      features.reduce((sum, value, from) => sum + value * matrix[from * count + to]!, 0),
    );
  return {
    au: project(weights.au, card.aus.length),
    emotion: project(weights.emotion, card.emotions.length),
  };
}

const differences = (card: UnhashedCard): number => (card.usesNeutral ? card.frames : card.frames - 1);

/** [3 × differences, S, S]: colour outermost, as the network's Reshape leaves it. */
function changesOf(card: UnhashedCard, clip: Float32Array, neutral: Float32Array | undefined): Float64Array {
  const { frames, sizePx } = card;
  const plane = sizePx * sizePx;
  const count = differences(card);
  const changes = new Float64Array(3 * count * plane);
  for (let colour = 0; colour < 3; colour++)
    for (let t = 0; t < count; t++)
      for (let p = 0; p < plane; p++) {
        const at = (frame: number): number => clip[(colour * frames + frame) * plane + p]!;
        const change = card.usesNeutral ? at(t) - neutral![colour * plane + p]! : at(t + 1) - at(t);
        changes[(colour * count + t) * plane + p] = GAIN * change;
      }
  return changes;
}

/** 3×3 convolution with stride 2 and a border of zeros, ReLU, mean over the picture. */
function convolveAndAverage(card: UnhashedCard, weights: SmallWeights, stack: Float64Array): number[] {
  const size = card.sizePx;
  const channels = 3 * differences(card);
  const out = Math.floor((size - 1) / 2) + 1;
  return Array.from({ length: KERNELS }, (_, kernel) => {
    let total = 0;
    for (let y = 0; y < out; y++)
      for (let x = 0; x < out; x++) {
        let sum = weights.bias[kernel]!;
        for (let channel = 0; channel < channels; channel++)
          for (let dy = -1; dy <= 1; dy++)
            for (let dx = -1; dx <= 1; dx++) {
              const [row, column] = [2 * y + dy, 2 * x + dx];
              if (row < 0 || row >= size || column < 0 || column >= size) continue;
              const weight = weights.conv[((kernel * channels + channel) * 3 + dy + 1) * 3 + dx + 1]!;
              sum += weight * stack[(channel * size + row) * size + column]!;
            }
        total += Math.max(0, sum);
      }
    return total / (out * out);
  });
}
