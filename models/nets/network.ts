/** What a recognition network offers to whoever trains it, exports it or lists it. */
import type { Dim, Scope, Tensor } from '../graph/index.ts';

/** What every recognizer's options say; they are plain JSON, so that a checkpoint can keep them. */
export interface RecognizerOptions {
  /** Action units, in the order of the AU logits; empty for a network that names none. */
  readonly aus: readonly number[];
  /** Classes, in the order of the emotion logits. */
  readonly emotions: readonly string[];
  /** Frames of a window (L), and their width and height in pixels (S). */
  readonly frames: number;
  readonly sizePx: number;
}

/** What a network is shown; null what it does not look at. */
export interface NetworkInputs {
  /** [N, 3, L, S, S] in [0, 1], called `clip`. */
  readonly clip: Tensor | null;
  /** [N, 3, S, S] in [0, 1], called `neutral`. */
  readonly neutral: Tensor | null;
  /** [N, 3, F, P, P] as `flowOf` asks for it, called `flow`; absent where a network never has one. */
  readonly flow?: Tensor | null;
}

/** Optical flow that whoever feeds a network has to make of a window. */
export interface FlowRequest {
  /**
   * `apex`: from the window's first frame to its middle, where its apex lies. `steps`: from each of F + 1 frames,
   * evenly spaced, to the next.
   */
  readonly between: 'apex' | 'steps';
  /** F; 1 for the apex. */
  readonly count: number;
  /** P */
  readonly sizePx: number;
  /**
   * `motion`: displacement to the right and downwards in % of the picture's width, and strain in %,
   * 100·√(u_x² + v_y² + ½(u_y + v_x)²). `hue`: red, green and blue in [0, 1] of direction as hue, the face's saturation
   * and the displacement's length as value.
   */
  readonly coding: 'motion' | 'hue';
}

export interface NetworkOutputs {
  /** [N, A]; null for a network that names no action units. */
  readonly auLogits: Tensor | null;
  /** [N, C] */
  readonly emotionLogits: Tensor;
  /** [N, A]: how much each action unit's node counts in naming the emotion, in (−1, 1); null where nothing says so. */
  readonly nodeScores: Tensor | null;
}

export interface NetworkGraph {
  readonly inputs: NetworkInputs;
  readonly outputs: NetworkOutputs;
  /**
   * What teaches the classes, for labels [N, C] with one 1 in each row, where it is not the softmax cross entropy of
   * the emotion logits: one number, the batch's mean.
   */
  readonly emotionLoss?: (labels: Tensor) => Tensor;
  /** [N, F]: what a domain classifier is shown; absent where a network was not made for one. */
  readonly features?: Tensor;
}

/** A recognizer that names action units. */
export interface UnitOutputs extends NetworkOutputs {
  readonly auLogits: Tensor;
}

/**
 * A network in two parts that together give the same numbers: one per frame, whose results are kept, one per window.
 */
export interface StreamingGraph {
  readonly frame: {
    /** [N, 3, S, S] in [0, 1], called `frame`. A neutral goes through here as well. */
    readonly input: Tensor;
    /** [N, …] */
    readonly features: Tensor;
  };
  readonly window: {
    /** [N, L, …]: the frames' features in the order of time, called `features`. */
    readonly features: Tensor;
    /** [N, …]: the neutral's features, called `neutral_features`; null where the network wants no neutral. */
    readonly neutral: Tensor | null;
    readonly outputs: NetworkOutputs;
  };
}

export interface Network<Options extends RecognizerOptions> {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** By name; the first one is the default. */
  readonly presets: Readonly<Record<string, Options>>;
  /** True where pictures are resampled inside: frames and size may then be those of any clips. */
  readonly takesAnySize?: boolean;
  /** True where the one frame that counts is the window's middle: clips whose apex lies elsewhere are laid round it. */
  readonly looksAtMiddle?: boolean;
  /** The flow it wants to see; absent or null: none. */
  flowOf?(options: Options): FlowRequest | null;
  /** Why the network cannot be built with these options, as half a sentence; null where it can. */
  problemWith(options: Options): string | null;
  /** `batch` is a number for training, `BATCH` for export. The scope's mode decides between training and inference. */
  build(scope: Scope, batch: Dim, options: Options): NetworkGraph;
  /** For a scope in inference mode; absent where the network has no part that sees frames one by one. */
  buildStreaming?(scope: Scope, batch: Dim, options: Options): StreamingGraph;
}
