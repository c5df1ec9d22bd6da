/** An evaluation that is wanted: plain, so that it can be handed to another process or another machine. */
import type { ClassScheme, EvaluatedFold, EvaluationResult, Protocol } from '../../../contract/evaluation.ts';

/** LBP-TOP with a linear support vector machine: no network, but named beside them. */
export const LBP_TOP = 'lbp-top';

/** ICE-GAN's released procedure: generated pictures of the tested people are scored beside the real ones. */
export const GENERATED_IN_TEST = 'generated-in-test';

export interface EvaluationData {
  /** A set's name, or `windows`, or `windows-…` where several folders of clips are given. */
  readonly name: string;
  readonly folder: string;
}

/** Null: the network's usual for small sets. */
export interface EvaluationCall {
  readonly network: string;
  readonly preset: string | null;
  /** Single options of the network and of its losses, by name. */
  readonly changes: Readonly<Record<string, boolean | number | string>>;
  readonly data: readonly EvaluationData[];
  /** Where data sets lie once they are prepared. */
  readonly cache: string;
  readonly protocol: Protocol;
  /** Of `cross`: the sets that are tested; none: each once. */
  readonly tested: readonly string[];
  /** Of `holdout`: the share of people that is held out. */
  readonly heldShare: number;
  readonly scheme: ClassScheme;
  readonly epochs: number | null;
  readonly batch: number | null;
  readonly learningRate: number | null;
  /** Every class as often as another. */
  readonly isBalanced: boolean;
  /** Share of the people learnt from by whom the epoch is chosen; 0: the last epoch counts. */
  readonly innerShare: number;
  readonly procedure: EvaluationResult['procedure'];
  /** Folder of an earlier run to begin every fold with. */
  readonly from: string | null;
  /** Clips of expressions of everyday size, whose difference is to be unlearnt. */
  readonly macro: string | null;
  readonly seed: number;
  /** Threads of the runtime in each process. */
  readonly threads: number;
  readonly folder: string;
}

export type EvaluationEvent =
  /** Data sets are read and prepared, flow and descriptors are found. */
  | { readonly event: 'preparing'; readonly what: string; readonly done: number; readonly of: number }
  | {
      readonly event: 'started';
      readonly network: string;
      readonly preset: string;
      readonly protocol: Protocol;
      readonly samples: number;
      readonly subjects: number;
      readonly classes: readonly string[];
      readonly folds: number;
      /** Folds that are already there. */
      readonly done: number;
      /** Folds that this call is to run. */
      readonly wanted: number;
      readonly folder: string;
    }
  | { readonly event: 'step'; readonly held: string; readonly step: number; readonly steps: number }
  | {
      readonly event: 'fold';
      readonly id: string;
      readonly held: string;
      /** Of its samples, so many were named right. */
      readonly right: number;
      readonly samples: number;
      readonly wallS: number;
      /** Folds that are there now, of all. */
      readonly done: number;
      readonly of: number;
    };

export type { EvaluatedFold };
