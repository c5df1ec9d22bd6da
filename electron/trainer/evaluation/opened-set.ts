/** A data set once its clips are at hand, and what each of them is taken for. */
import type { ClipEntry, ClipStore } from '../../../models/data/clips/index.ts';
import type { SetIndex } from '../../../models/data/sets/sample.ts';
import type { StartProcess } from '../hosted-process.ts';

export interface Preparing {
  readonly opening: DisposableStack;
  readonly signal: AbortSignal;
  readonly jobs: number;
  /** How processes that prepare are started: forked unless told. Null: everything is done in this one. */
  readonly startProcess?: StartProcess | null;
  readonly tell: (what: string, done: number, of: number) => void;
}

export interface OpenedSet {
  readonly name: string;
  readonly coding: string;
  readonly store: ClipStore;
  /** Null for folders of clips, which are no set of anybody's. */
  readonly index: SetIndex | null;
  readonly notes: readonly string[];
}

export interface Assigned {
  readonly classes: readonly string[];
  /** The class of a clip; null where the scheme leaves it out. */
  readonly of: (set: OpenedSet, clip: ClipEntry) => number | null;
  readonly notes: readonly string[];
}
