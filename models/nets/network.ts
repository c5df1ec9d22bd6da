/** What a recognition network offers to whoever trains it, exports it or lists it. */
import type { Dim, Scope, Tensor } from '../graph/index.ts';

/** What every recognizer's options say; they are plain JSON, so that a checkpoint can keep them. */
export interface RecognizerOptions {
  /** Action units, in the order of the AU logits. */
  readonly aus: readonly number[];
  /** Classes, in the order of the emotion logits. */
  readonly emotions: readonly string[];
  /** Frames of a window (L), and their width and height in pixels (S). */
  readonly frames: number;
  readonly sizePx: number;
}

export interface NetworkInputs {
  /** [N, 3, L, S, S] in [0, 1], called `clip`. */
  readonly clip: Tensor;
  /** [N, 3, S, S] in [0, 1], called `neutral`; null where the network does not want one. */
  readonly neutral: Tensor | null;
}

export interface NetworkOutputs {
  /** [N, A] */
  readonly auLogits: Tensor;
  /** [N, C] */
  readonly emotionLogits: Tensor;
  /** [N, A]: how much each action unit's node counts in naming the emotion, in (−1, 1); null where nothing says so. */
  readonly nodeScores: Tensor | null;
}

export interface NetworkGraph {
  readonly inputs: NetworkInputs;
  readonly outputs: NetworkOutputs;
}

/** A network in two parts that together give the same numbers: one per frame, whose results are kept, one per window. */
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
  /** Why the network cannot be built with these options, as half a sentence; null where it can. */
  problemWith(options: Options): string | null;
  /** `batch` is a number for training, `BATCH` for export. The scope's mode decides between training and inference. */
  build(scope: Scope, batch: Dim, options: Options): NetworkGraph;
  /** For a scope in inference mode; absent where the network has no part that sees frames one by one. */
  buildStreaming?(scope: Scope, batch: Dim, options: Options): StreamingGraph;
}
