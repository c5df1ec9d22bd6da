/**
 * What judges: an image critic (GANimation's) and a video critic, chains of convolutions with leaky ramps and no norm,
 * so that the gradient penalty is about one picture at a time. Neither's numbers are bounded.
 */
import {
  Add,
  Conv,
  Flatten,
  LeakyRelu,
  range,
  ReduceMean,
  type Scope,
  type Tensor,
} from '../../graph/index.ts';
import { type AuIcganOptions, imageLayers, stillLayers, videoLayers } from './options.ts';
import { bias, weight } from './weights.ts';

const SLOPE = 0.01;

export interface ImageJudgement {
  /** [N, 1, 2, 2]: how real each quarter looks. */
  readonly realness: Tensor;
  /** [N, A]: intensities of action units. */
  readonly units: Tensor;
}

/** `images` [N, C, S, S] in [−1, 1]. */
export function judgeImages(scope: Scope, images: Tensor, options: AuIcganOptions): ImageJudgement {
  let x = images;
  for (const layer of range(imageLayers(options))) {
    const own = scope.within(`conv${String(layer)}`);
    x = leaky(
      own,
      x,
      options.imageWidth * 2 ** layer,
      { kernel: [4, 4], strides: [2, 2], pads: [1, 1] },
      options,
    );
  }
  const realness = headOf(scope.within('realness'), x, 1, [3, 3], [1, 1], options);
  const left = x.shape.slice(2) as readonly number[];
  return {
    realness,
    units: Flatten(headOf(scope.within('units'), x, options.aus.length, left, [0, 0], options)),
  };
}

export interface VideoJudgement {
  /** [N, 1, 1, 4, 4]: how real each part looks; the mean is what is said. */
  readonly realness: Tensor;
  /** [N, E]: which micro-expression it is. */
  readonly emotionLogits: Tensor;
}

/** `clips` [N, C, K, S, S] in [−1, 1]. */
export function judgeClips(scope: Scope, clips: Tensor, options: AuIcganOptions): VideoJudgement {
  const still = stillLayers(options);
  let x = clips;
  for (const layer of range(videoLayers(options))) {
    const own = scope.within(`conv${String(layer)}`);
    // The first layers see three frames and keep every one.
    const form =
      layer < still
        ? { kernel: [3, 4, 4], strides: [1, 2, 2], pads: [1, 1, 1] }
        : { kernel: [4, 4, 4], strides: [2, 2, 2], pads: [1, 1, 1] };
    x = leaky(own, x, options.videoWidth * 2 ** layer, form, options);
  }
  const realness = headOf(scope.within('realness'), x, 1, [1, 3, 3], [0, 1, 1], options);
  const left = x.shape.slice(2) as readonly number[];
  const emotion = scope.within('emotion');
  const classes = options.emotions.length;
  const logits = headOf(emotion, x, classes, left, [0, 0, 0], options);
  return { realness, emotionLogits: Add(Flatten(logits), bias(emotion, classes)) };
}

/** One number for each picture or clip: [N]. */
export const meanRealness = (realness: Tensor): Tensor =>
  ReduceMean(
    realness,
    range(realness.shape.length).filter((axis) => axis > 0),
  );

interface Form {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly pads: readonly number[];
}

function leaky(
  scope: Scope,
  x: Tensor,
  channels: number,
  { kernel, strides, pads }: Form,
  options: AuIcganOptions,
): Tensor {
  const w = weight(scope, [channels, x.shape[1] as number, ...kernel], options);
  return LeakyRelu(Conv(x, w, { strides, pads, bias: bias(scope, channels) }), SLOPE);
}

const headOf = (
  scope: Scope,
  x: Tensor,
  channels: number,
  kernel: readonly number[],
  pads: readonly number[],
  options: AuIcganOptions,
): Tensor => Conv(x, weight(scope, [channels, x.shape[1] as number, ...kernel], options), { pads });
