/**
 * Features of a picture of a face, as a perceptual loss compares them (Johnson, Alahi and Fei-Fei 2016): the first two
 * stages of VGG-16 over brightness, up to where that paper takes them (relu2_2). Others' trained weights are not to be
 * had here, so they are learnt by telling pictures of one training face from those of others; that head is not kept.
 */
import {
  type Dim,
  input,
  kaimingNormal,
  MaxPool,
  ReduceMean,
  Relu,
  type Scope,
  type Tensor,
} from '../graph/index.ts';
import { convolution, linear } from '../layers/index.ts';
import type { RecognizerOptions } from './network.ts';

export interface FaceFeaturesOptions extends RecognizerOptions {
  /** Channels of the first stage; the next have 2 and 4 times as many. 64 in VGG-16. */
  readonly width: number;
  /** How many faces there are to be told apart; a run's own. */
  readonly people: number;
}

const WINDOW: RecognizerOptions = {
  aus: [],
  emotions: ['negative', 'positive', 'surprise', 'none'],
  frames: 16,
  sizePx: 128,
};

export const FACE_FEATURES = {
  name: 'face-features',
  summary: 'Face features: what a generator keeps of a face (ice-gan, --set perceptualFrom=RUN)',
  presets: {
    paper: { ...WINDOW, width: 64, people: 2 },
    small: { ...WINDOW, width: 16, people: 2 },
  } as Readonly<Record<string, FaceFeaturesOptions>>,
  problemWith: ({ width, people }: FaceFeaturesOptions): string | null => {
    if (width < 1) return `width must be at least 1, not ${String(width)}`;
    return people < 2 ? 'it needs at least two faces to tell apart' : null;
  },
};

/** [N, 1, S, S] in [−1, 1] → [N, 2·width, S/2, S/2]. */
export const faceFeatures = (scope: Scope, picture: Tensor, width: number): Tensor =>
  stage(scope.within('2'), MaxPool(stage(scope.within('1'), picture, width), 2), 2 * width);

/** Whose face it is: one more stage, the mean over all places, one logit for each. */
export function nameFace(
  scope: Scope,
  batch: Dim,
  { width, sizePx, people }: FaceFeaturesOptions,
): {
  readonly picture: Tensor;
  readonly logits: Tensor;
} {
  const picture = input('picture', [batch, 1, sizePx, sizePx]);
  const third = stage(scope.within('3'), MaxPool(faceFeatures(scope, picture, width), 2), 4 * width);
  return { picture, logits: linear(scope.within('person'), ReduceMean(MaxPool(third, 2), [2, 3]), people) };
}

function stage(scope: Scope, x: Tensor, channels: number): Tensor {
  const layer = (y: Tensor, name: string): Tensor =>
    Relu(
      convolution(scope.within(name), y, channels, [3, 3], {
        pads: 1,
        initializer: (shape) => kaimingNormal(shape),
      }),
    );
  return layer(layer(x, '1'), '2');
}
