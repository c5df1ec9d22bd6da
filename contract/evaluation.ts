/** What comes of evaluating a recognizer by a protocol: every prediction once, from which all tables are made. */

/** How samples are divided into what is learnt from and what is tested. */
export type Protocol =
  /** Leave one subject out. */
  | 'loso'
  /** Leave one clip out: subjects are on both sides. */
  | 'lovo'
  /** Composite of several sets, one subject left out (MEGC 2018, 2019). */
  | 'cde'
  /** Learnt from some sets, tested on another. */
  | 'cross'
  /** Some subjects are held out once. */
  | 'holdout';

/** Which classes the labels are merged into. */
export type ClassScheme = 'three' | 'four' | 'five' | 'all' | 'objective';

export interface EvaluatedSample {
  /** Set, subject and clip: `casme2/1/EP02_01f`. */
  readonly sample: string;
  readonly subject: string;
  /** Indices into the result's classes. */
  readonly known: number;
  readonly said: number;
  /** Of each class; they sum to 1. Null for a classifier that gives none. */
  readonly probabilities: readonly number[] | null;
  /**
   * Logit, and what is known (1, 0; null where nobody coded it), of each of the result's action units; null for a
   * network that names none.
   */
  readonly aus: readonly { readonly logit: number; readonly known: 0 | 1 | null }[] | null;
}

export interface EvaluatedFold {
  /** Named by content: the same network, options, samples, split and seed have the same name on every machine. */
  readonly id: string;
  /** What is held out, in words: a subject, a clip, a set. */
  readonly held: string;
  readonly trainSamples: number;
  readonly epochs: number;
  readonly wallS: number;
  readonly predictions: readonly EvaluatedSample[];
}

export interface EvaluatedSet {
  /** As in `--data NAME=DIR`. */
  readonly name: string;
  /** Which label file was read. */
  readonly coding: string;
  /** Of the list of samples and their labels. */
  readonly fingerprint: string;
  readonly samples: number;
  readonly subjects: number;
  readonly isSynthetic: boolean;
}

export interface EvaluationResult {
  readonly network: string;
  readonly preset: string;
  /** Plain JSON: what the network was built and taught with. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly protocol: Protocol;
  readonly scheme: ClassScheme;
  readonly classes: readonly string[];
  /** In the order of `EvaluatedSample.aus`. */
  readonly aus: readonly number[];
  readonly sets: readonly EvaluatedSet[];
  readonly seed: number;
  /** The same subjects are on both sides (LOVO). */
  readonly isSubjectDependent: boolean;
  /**
   * `honest`: every prediction is of a sample that nothing was learnt or chosen from. `best-epoch-on-test` and
   * `generated-in-test` name procedures of published code, and are never a headline.
   */
  readonly procedure: 'honest' | 'best-epoch-on-test' | 'generated-in-test';
  /** How many apexes are coded, taken as midpoints, estimated. */
  readonly apexes: Readonly<Record<'coded' | 'midpoint' | 'estimated', number>>;
  /** What differs from the paper's set-up, one sentence each. */
  readonly departures: readonly string[];
  /** Folds that are done, of so many. */
  readonly folds: readonly EvaluatedFold[];
  readonly foldCount: number;
}
