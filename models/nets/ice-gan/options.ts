/** What ICE-GAN can be built with: the paper's sizes, its ablations, and a build that two cores can carry. */
import type { RecognizerOptions } from '../network.ts';

/**
 * Table III: A has none (the discriminator learns from real pictures alone), B decodes noise and class, C the face as
 * well, D with skips, E with skips weighed by squeeze-and-excitation, F with graph reasoning on every skip.
 */
const GENERATORS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
export type GeneratorModel = (typeof GENERATORS)[number];

export interface IceGanOptions extends RecognizerOptions {
  /** Width and height that it sees and makes, a power of two; pictures of other sizes are resampled in the graph. */
  readonly seenPx: number;
  readonly generator: GeneratorModel;
  /**
   * `seed`: the class that is asked for enters with noise at the narrowest place, as in the paper, and norms and skips
   * leave little of it. `norms`: it also scales and shifts what every norm of the decoder gives.
   */
  readonly conditioned: 'seed' | 'norms';
  /**
   * `face`: the picture is a face anew, as in the paper. `motion`: it is the face at rest with its parts displaced as
   * the network says, and what it adds (but of model B, which sees no face); a small network cannot draw a face
   * sharply.
   */
  readonly paints: 'face' | 'motion';
  /** How graph reasoning goes over channels: as the authors' code has it, or as the paper's text. */
  readonly reasoning: 'released' | 'text';
  /** Channels of the first level of either network; the next have 2, 4 and 8 times as many, and then as many. */
  readonly width: number;
  /** Features of a face, without its expression. */
  readonly bottleneck: number;
  /** Values of z. */
  readonly noise: number;
  readonly discriminator: 'capsule' | 'cnn';
  /** Types of primary capsules, and values of each. */
  readonly primaryTypes: number;
  readonly primarySize: number;
  /** Values of the capsule of each class, and of the one that says whether a picture is real. */
  readonly dExp: number;
  readonly dAdv: number;
  readonly routings: number;
  /** Widths of what draws the picture again from its class's capsule; none: it is not drawn. */
  readonly decoderWidths: readonly number[];
  /** Channels at the end of the CNN discriminator. */
  readonly cnnWidth: number;
  /** Whether every convolution's weight is divided by its largest singular value. */
  readonly spectralNorm: boolean;
}

const WINDOW: RecognizerOptions = {
  aus: [],
  emotions: ['negative', 'positive', 'surprise', 'none'],
  frames: 16,
  sizePx: 128,
};

export const PAPER: IceGanOptions = {
  ...WINDOW,
  seenPx: 128,
  generator: 'F',
  conditioned: 'seed',
  paints: 'face',
  reasoning: 'released',
  width: 64,
  bottleneck: 320,
  noise: 100,
  discriminator: 'capsule',
  primaryTypes: 8,
  primarySize: 16,
  dExp: 32,
  dAdv: 256,
  routings: 3,
  decoderWidths: [512, 5120],
  cnnWidth: 456,
  spectralNorm: true,
};

/**
 * A quarter of the channels at half the size: a sixtieth of the arithmetic, for two cores; and steered and sharp as the
 * paper's is not.
 */
export const SMALL: IceGanOptions = {
  ...PAPER,
  seenPx: 64,
  conditioned: 'norms',
  paints: 'motion',
  width: 16,
  bottleneck: 128,
  noise: 32,
  dExp: 16,
  dAdv: 64,
  decoderWidths: [256],
  cnnWidth: 114,
};

/** Half a sentence where it cannot be built. */
export function problemWith(options: IceGanOptions): string | null {
  const { emotions, frames, sizePx, seenPx, generator, reasoning, width, discriminator } = options;
  const { conditioned, paints } = options;
  if (emotions.length < 2) return 'it needs at least two classes';
  if (frames < 1 || sizePx < 2) return 'it needs a frame of two pixels at least';
  const least = LEAST_PX[discriminator] ?? 0;
  if (seenPx < least || Math.log2(seenPx) % 1 !== 0)
    return `seenPx must be a power of two of at least ${String(least)}, not ${String(seenPx)}`;
  if (!GENERATORS.includes(generator))
    return `generator is one of ${GENERATORS.join(', ')}, not ${generator as string}`;
  if (!['seed', 'norms'].includes(conditioned))
    return `conditioned is seed or norms, not ${conditioned as string}`;
  if (!['face', 'motion'].includes(paints)) return `paints is face or motion, not ${paints as string}`;
  if (!['released', 'text'].includes(reasoning))
    return `reasoning is released or text, not ${reasoning as string}`;
  if (!['capsule', 'cnn'].includes(discriminator))
    return `discriminator is capsule or cnn, not ${discriminator as string}`;
  if (width < 4 || width % 4 !== 0) return `width must be a multiple of 4, not ${String(width)}`;
  return null;
}

/**
 * The CNN discriminator's last kernel is 4 × 4 of a map that is a sixteenth of the side; capsules want one of 2 × 2.
 */
const LEAST_PX: Readonly<Record<string, number>> = { capsule: 32, cnn: 64 };
