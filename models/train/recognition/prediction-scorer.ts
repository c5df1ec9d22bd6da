/** Keeps what a recognizer says of each clip, for tables that are made later. */
import type { Scorer } from '../job.ts';
import { argmaxRows } from '../metrics.ts';
import { AU_LABELS, EMOTION_LABELS } from './clip-dataset.ts';
import { AU_LOGITS, EMOTION_LOGITS } from './scorer.ts';

export interface PredictedClip {
  /** Indices into the classes. */
  readonly known: number;
  readonly said: number;
  /** Of each class; they sum to 1. */
  readonly probabilities: readonly number[];
  /** Logit and label of each action unit; null for a network that names none. */
  readonly aus: readonly { readonly logit: number; readonly known: 0 | 1 | null }[] | null;
}

/** Where it is found what is known, in a batch, and what is said, in the outputs: [N, K] each. */
export interface PredictionTensors {
  readonly known: string;
  readonly said: string;
}

const CLASSES: PredictionTensors = { known: EMOTION_LABELS, said: EMOTION_LOGITS };

/** In the order of the data set. */
export class PredictionScorer implements Scorer {
  readonly clips: PredictedClip[] = [];
  readonly #aus: number;
  readonly #classes: number;
  readonly #tensors: PredictionTensors;

  /** `aus`: how many action units are kept, of a network that names any. */
  constructor(aus: number, classes: number, tensors = CLASSES) {
    this.#tensors = tensors;
    this.#aus = aus;
    this.#classes = classes;
  }

  add(...[outputs, batch, rows]: Parameters<Scorer['add']>): void {
    const logits = numbers(outputs[this.#tensors.said]);
    const known = argmaxRows(numbers(batch[this.#tensors.known]), this.#classes);
    const said = argmaxRows(logits, this.#classes);
    for (let row = 0; row < rows; row++)
      this.clips.push({
        known: known[row]!,
        said: said[row]!,
        probabilities: softmax(logits.subarray(row * this.#classes, (row + 1) * this.#classes)),
        aus: this.#aus === 0 ? null : this.#unitsOf(outputs, batch, row),
      });
  }

  result(): ReturnType<Scorer['result']> {
    return { metrics: {}, confusion: null };
  }

  #unitsOf(
    outputs: Parameters<Scorer['add']>[0],
    batch: Parameters<Scorer['add']>[1],
    row: number,
  ): NonNullable<PredictedClip['aus']> {
    const own = (values: Float32Array): Float32Array =>
      values.subarray(row * this.#aus, (row + 1) * this.#aus);
    const labels = own(numbers(batch[AU_LABELS]));
    return Array.from(own(numbers(outputs[AU_LOGITS])), (logit, unit) => {
      const label = labels[unit]!;
      return { logit, known: label < 0 ? null : label >= 0.5 ? 1 : 0 };
    });
  }
}

function softmax(logits: Float32Array): number[] {
  const most = Math.max(...logits);
  const powers = Array.from(logits, (logit) => Math.exp(logit - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

const numbers = (values: unknown): Float32Array => {
  if (!(values instanceof Float32Array)) throw new Error('internal: a tensor that is to be kept is missing');
  return values;
};
