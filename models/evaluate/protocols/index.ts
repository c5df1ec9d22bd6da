/**
 * Protocols: which samples are learnt from and which are tested, fold by fold. Pure functions; they know samples by
 * set, subject and name, and neither pictures nor networks.
 *
 *     const folds = splitsOf(samples, { protocol: 'loso' });
 *     findLeaks({ isSubjectDependent: false, tested, learnt, fitted: {}, chosenBy: [], earlier: [] });   // []
 */
import type { Protocol } from '../../../contract/evaluation.ts';
import { acrossSets } from './across-sets.ts';
import { holdOutSubjects } from './hold-out.ts';
import { leaveOneClipOut, leaveOneSubjectOut } from './leave-one-out.ts';
import type { ProtocolSample, Split } from './sample.ts';

export { drawSubjects } from './hold-out.ts';
export { canonicalJson, foldId } from './fold-id.ts';
export { findLeaks, type FoldUses, personOf } from './guard.ts';
export { type ProtocolSample, sampleId, type Split } from './sample.ts';

export interface ProtocolOptions {
  readonly protocol: Protocol;
  /** Of `cross`: the sets that are tested; none: each once. */
  readonly tested?: readonly string[];
  /** Of `holdout`: the share of people that is held out. */
  readonly share?: number;
  readonly seed?: number;
}

/** A fifth of the people, as usual where nothing is said. */
const HELD_OUT_SHARE = 0.2;

/** Folds in an order that is the same on every machine; a sample is tested at most once over all of them. */
export function splitsOf(samples: readonly ProtocolSample[], options: ProtocolOptions): readonly Split[] {
  const { protocol, tested = [], share = HELD_OUT_SHARE, seed = 1 } = options;
  switch (protocol) {
    case 'loso':
    case 'cde':
      return leaveOneSubjectOut(samples);
    case 'lovo':
      return leaveOneClipOut(samples);
    case 'cross':
      return acrossSets(samples, tested);
    case 'holdout':
      return holdOutSubjects(samples, share, seed);
    default:
      return protocol satisfies never;
  }
}

/** Why samples cannot be divided so, as half a sentence; null where they can. */
export function problemWithProtocol(
  samples: readonly ProtocolSample[],
  { protocol, tested = [] }: ProtocolOptions,
): string | null {
  const sets = new Set(samples.map(({ set }) => set));
  const people = new Set(samples.map(({ subject }) => subject)).size;
  const stranger = tested.find((name) => !sets.has(name));
  if (protocol !== 'cross' && tested.length > 0) return 'only cross tests on sets of its own';
  if (stranger !== undefined) return `there are no samples of ${stranger}`;
  switch (protocol) {
    case 'loso':
      if (sets.size > 1) return 'loso takes one data set; several together are a composite: cde';
      return people < 2 ? 'there are fewer than two people' : null;
    case 'cde':
      if (sets.size < 2) return 'cde wants two data sets or more; of one it is loso';
      return null;
    case 'cross':
      if (sets.size < 2) return 'cross wants two data sets or more';
      return tested.length >= sets.size ? 'no set would be left to learn from' : null;
    case 'lovo':
      return samples.length < 2 ? 'there are fewer than two clips' : null;
    case 'holdout':
      return people < 2 ? 'there are fewer than two people' : null;
    default:
      return protocol satisfies never;
  }
}
