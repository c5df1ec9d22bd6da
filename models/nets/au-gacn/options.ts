import type { RecognizerOptions } from '../network.ts';
import { CASME_II_AUS } from '../au-graph.ts';

export interface AuGacnOptions extends RecognizerOptions {
  /**
   * What the first convolution sees: `rgb`, the frames as they are, as in the paper; `neutral`, each frame less the
   * face at rest.
   */
  readonly input: 'rgb' | 'neutral';
  /** Sees brightness alone: a third of the arithmetic. */
  readonly luma: boolean;
  /** What differences from the neutral are multiplied by: movements change pixels by a few hundredths. */
  readonly gain: number;
  /** Channels between blocks, and inside them. The paper's table is 64 and, by P3D's expansion of 4, 16. */
  readonly width: number;
  readonly mid: number;
  /**
   * How the trunk's grid becomes an action unit's features: its mean over all places, as in the paper; or `grid`, with
   * weights of the unit's own for each place. Crops are aligned to the eyes, so a place is the same part of every face.
   */
  readonly pooling: 'mean' | 'grid';
  /** A node's first feature: its AU logit (one number), or the trunk's features weighted as for that logit. */
  readonly nodeInput: 'logit' | 'trunk';
  /** Features of a node after each graph convolution (d′). */
  readonly nodeFeatures: number;
  /** Whether only the ⌈p·A⌉ best nodes are read out (the paper), or all of them (its ablation). */
  readonly graphPooling: boolean;
  readonly poolingRatio: number;
  /** Â, [A, A] row-major, as `auAdjacency` makes it; null: from anatomy alone. */
  readonly adjacency: readonly number[] | null;
  /** Share of the first fully connected layer's values dropped while training. */
  readonly dropout: number;
}

/** The pools over time halve the frames four times. */
const FRAMES_MULTIPLE = 16;

/** The stem halves height and width twice, and pools by halves while training. */
const SIZE_MULTIPLE = 4;

/** Below this nothing would be left for the last block. */
const LEAST_SIZE_PX = 16;

export function problemWith({ frames, sizePx, aus, emotions, adjacency }: AuGacnOptions): string | null {
  if (!isMultiple(frames, FRAMES_MULTIPLE))
    return `it takes windows of 16 frames or a multiple, not ${String(frames)}`;
  if (!isMultiple(sizePx, SIZE_MULTIPLE) || sizePx < LEAST_SIZE_PX)
    return `it takes crops of 16 pixels or more in steps of 4, not ${String(sizePx)}`;
  if (aus.length === 0) return 'it needs at least one action unit';
  if (emotions.length < 2) return 'it needs at least two classes';
  if (adjacency !== null && adjacency.length !== aus.length ** 2)
    return `its graph has ${String(adjacency.length)} edges for ${String(aus.length)} action units`;
  return null;
}

const isMultiple = (value: number, of: number): boolean => value >= of && value % of === 0;

const PAPER: AuGacnOptions = {
  aus: CASME_II_AUS,
  emotions: ['negative', 'positive', 'surprise', 'none'],
  frames: 16,
  sizePx: 256,
  input: 'rgb',
  luma: false,
  gain: 8,
  width: 64,
  mid: 16,
  pooling: 'mean',
  nodeInput: 'logit',
  nodeFeatures: 64,
  graphPooling: true,
  poolingRatio: 0.5,
  adjacency: null,
  dropout: 0.5,
};

export const AU_GACN_PRESETS = {
  paper: PAPER,
  neutral: { ...PAPER, input: 'neutral' },
  // A thirtieth of the paper's arithmetic. A unit's own weights for each place teach it sooner.
  light: {
    ...PAPER,
    input: 'neutral',
    sizePx: 128,
    luma: true,
    width: 32,
    pooling: 'grid',
    nodeInput: 'trunk',
    dropout: 0.1,
  },
} as const satisfies Readonly<Record<string, AuGacnOptions>>;
