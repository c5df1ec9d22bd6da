/** What papers printed, as it stands beside a result of the same task. */
import type { ClassScheme, Protocol } from '../../../contract/evaluation.ts';

/** How sure it is that the paper says so. */
export type Confidence =
  /** Read in a public repository: code, its README, its figures. */
  | 'repository'
  /** Read in a paper or on an official page; for some methods in a later paper's comparison. */
  | 'paper'
  /** Read in a note about the paper only. */
  | 'second-hand'
  /** From memory, not looked up again. */
  | 'memory';

/** For a table's column; `CONFIDENCE_MEANS` says what they mean. */
export const CONFIDENCE_WORDS: Readonly<Record<Confidence, string>> = {
  repository: 'repository',
  paper: 'paper',
  'second-hand': 'second-hand',
  memory: 'from memory',
};

export const CONFIDENCE_MEANS =
  'How it is known: "paper", read in a paper or on an official page, for some methods in a later paper’s comparison; "repository", read in a public repository’s code or figures; "second-hand", read in a note about the paper; "from memory", not looked up again.';

/** Shares from 0 to 1, as many digits as were printed; null where nothing was printed. */
export interface RecognitionScores {
  readonly accuracy: number | null;
  readonly uf1: number | null;
  readonly uar: number | null;
}

export interface PublishedRecognition {
  readonly method: string;
  /** Onset's network of that method; null where there is none. */
  readonly network: string | null;
  /** Over all samples of the task. */
  readonly all: RecognitionScores;
  /** The same predictions restricted to one set, by the set's name here. */
  readonly bySet: Readonly<Record<string, RecognitionScores>>;
  readonly confidence: Confidence;
  /** How its procedure departs from the task's, or from honest ones; null where nothing is known. */
  readonly remark: string | null;
}

/** Samples and classes are part of a task: numbers of another task are not comparable, however alike its name is. */
export interface RecognitionTask {
  readonly title: string;
  readonly protocol: Protocol;
  readonly scheme: ClassScheme;
  readonly classes: number;
  /** Sets that are tested, in any order. */
  readonly tested: readonly string[];
  /** Sets that are learnt from where others are tested; empty where they are the same. */
  readonly learnt: readonly string[];
  /** Samples of each class, largest first, where the task fixes them: the floor is computed from these. */
  readonly sizes: readonly number[];
  readonly bySet: Readonly<Record<string, readonly number[]>>;
  /** What is known of the task's samples that a reader must know; null for nothing. */
  readonly remark: string | null;
  readonly rows: readonly PublishedRecognition[];
}

/** F1 at an overlap of a half. */
export interface SpottingF1 {
  readonly macro: number | null;
  readonly micro: number | null;
  readonly all: number | null;
}

export interface PublishedSpotting {
  readonly method: string;
  /** By the set's name here. */
  readonly bySet: Readonly<Record<string, SpottingF1>>;
  /** Counts of both kinds added over the sets. */
  readonly overall: number | null;
  readonly confidence: Confidence;
  readonly remark: string | null;
}

/** Spotted first, then recognized: F1 of spotting times F1 of what was spotted rightly. */
export interface PublishedSpotThenRecognize {
  readonly method: string;
  readonly bySet: Readonly<Record<string, number>>;
  readonly confidence: Confidence;
}
