/**
 * What the loop trains: a step as one ONNX graph (forward, loss, backward, clipping, optimizer), which takes the state
 * in and gives it out again. The loop knows tensors by name and nothing of the network.
 */

/** Element types that enter and leave a program. Shapes are fixed, the batch among them. */
export interface TensorSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int64';
}

export type StateValues = Float32Array | BigInt64Array;

/** A tensor that lives from step to step. */
export interface StateTensor extends TensorSpec {
  /** The output that replaces it; null where this program only reads it. */
  readonly next: string | null;
  readonly kind: 'parameter' | 'moment' | 'statistic' | 'counter';
  readonly initial: StateValues;
}

export interface StepProgram {
  /** ONNX. */
  readonly bytes: Uint8Array;
  /** The batch, and scalars (shape `[]`) that schedules set, such as `learningRate`. */
  readonly inputs: readonly TensorSpec[];
  /** Float32 tensors that the loop fills with uniform values in [0, 1) from the seed (dropout masks). */
  readonly noise: readonly TensorSpec[];
  readonly state: readonly StateTensor[];
  /** Scalar outputs: `loss` first (of several programs that take turns, that of only one is called so), then its terms. */
  readonly losses: readonly string[];
  /**
   * What the size of the first loss, averaged over some steps, does not reach while all is well; absent: ten times what
   * it began with. A critic's loss has no zero to be measured from.
   */
  readonly lossLimit?: number;
  /** Further outputs that are reported when they are scalars (`gradNorm`) and read by whoever asks. */
  readonly extras: readonly string[];
}

/** Forward only, in inference form. */
export interface EvaluationProgram {
  readonly bytes: Uint8Array;
  readonly inputs: readonly TensorSpec[];
  /** Names of the state tensors it takes: parameters and running statistics, called as in the step program. */
  readonly parameters: readonly string[];
  readonly outputs: readonly string[];
}
