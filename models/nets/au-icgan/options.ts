import type { RecognizerOptions } from '../network.ts';

/** `frames` (K) and `sizePx` (S) are those that the network sees and makes; clips are resampled to them. */
export interface AuIcganOptions extends RecognizerOptions {
  /** 1: luma. 3: red, green, blue. */
  readonly planes: 1 | 3;
  /**
   * `input`: intensities are further channels of the picture, as in GANimation. The norm after the first layer takes
   * away what is the same everywhere in a channel, so they are seen by the picture's edges alone. `norms`: they also
   * scale and shift what every later norm of the generator gives, and reach the whole picture.
   */
  readonly conditioned: 'input' | 'norms';
  /**
   * `face`: the colours C are a face anew, as in GANimation. `motion`: they are the picture with its parts displaced as
   * the network says, and what it adds. A network that has learnt nothing yet copies, and need not learn to draw faces
   * before it learns to move them.
   */
  readonly paints: 'face' | 'motion';
  /** Channels of the generator's first and last layers; 2 and 4 times as many further in. */
  readonly width: number;
  /** Residual blocks in the generator's middle. */
  readonly residuals: number;
  /** Channels of the image critic's first layer; each later one has twice as many. */
  readonly imageWidth: number;
  /** The same of the video critic. */
  readonly videoWidth: number;
  /** Standard deviation of first weights; 0: He's for each layer, which narrow layers need to pass anything on. */
  readonly weightDeviation: number;
}

/** The tables of the reference: the generator and image critic are GANimation's. */
const PAPER: AuIcganOptions = {
  aus: [],
  emotions: [],
  frames: 16,
  sizePx: 128,
  planes: 3,
  conditioned: 'input',
  paints: 'face',
  width: 64,
  residuals: 6,
  imageWidth: 64,
  videoWidth: 32,
  weightDeviation: 0.02,
};

export const AU_ICGAN_PRESETS = {
  small: {
    ...PAPER,
    frames: 8,
    sizePx: 64,
    planes: 1,
    conditioned: 'norms',
    paints: 'motion',
    width: 16,
    residuals: 3,
    imageWidth: 16,
    videoWidth: 8,
    weightDeviation: 0,
  },
  paper: PAPER,
} as const satisfies Readonly<Record<string, AuIcganOptions>>;

/** The image critic halves pictures to 2 pixels, the video critic to 4 pixels and one moment. */
export const imageLayers = ({ sizePx }: AuIcganOptions): number => Math.log2(sizePx / 2);
export const videoLayers = ({ sizePx }: AuIcganOptions): number => Math.log2(sizePx / 4);

/**
 * Layers of the video critic that halve pictures and not time: the first ones, where pictures are too many for time.
 */
export const stillLayers = (options: AuIcganOptions): number =>
  videoLayers(options) - Math.log2(options.frames);

const LEAST = { sizePx: 16, frames: 2 } as const;

/** Half a sentence; null where networks can be built. */
export function auIcganProblem(options: AuIcganOptions): string | null {
  const { frames, sizePx, planes, conditioned, paints } = options;
  for (const [name, value] of Object.entries({ frames, sizePx }))
    if (!Number.isInteger(Math.log2(value)) || value < LEAST[name as keyof typeof LEAST])
      return `its ${name} must be a power of two from ${String(LEAST[name as keyof typeof LEAST])} on, not ${String(value)}`;
  if (stillLayers(options) < 0)
    return `pictures of ${String(sizePx)} px are halved ${String(videoLayers(options))} times, too few for ${String(frames)} frames`;
  if (![1, 3].includes(planes)) return `its planes must be 1 or 3, not ${String(planes)}`;
  if (!['input', 'norms'].includes(conditioned))
    return `its conditioned must be input or norms, not ${conditioned as string}`;
  if (!['face', 'motion'].includes(paints))
    return `its paints must be face or motion, not ${paints as string}`;
  for (const name of ['width', 'imageWidth', 'videoWidth'] as const)
    if (!Number.isInteger(options[name]) || options[name] < 1)
      return `its ${name} must be a whole number from 1 on, not ${String(options[name])}`;
  if (!Number.isInteger(options.residuals) || options.residuals < 0)
    return `its residuals must be a whole number, not ${String(options.residuals)}`;
  return options.weightDeviation < 0 ? 'its weightDeviation must not be below 0' : null;
}
