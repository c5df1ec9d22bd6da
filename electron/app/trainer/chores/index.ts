/**
 * Work of the Trainer that takes long, much memory, or native code on files from anywhere: each is done in a process of
 * its own, which can be ended at any moment and whose death costs nobody anything.
 */
import type { estimate } from './estimate.ts';
import type { evaluation } from './evaluation.ts';
import type { look } from './look.ts';
import type { networks } from './networks.ts';
import type { prepare } from './prepare.ts';
import type { score } from './score.ts';

export interface Chores {
  readonly look: typeof look;
  readonly prepare: typeof prepare;
  readonly networks: typeof networks;
  readonly estimate: typeof estimate;
  readonly score: typeof score;
  readonly evaluation: typeof evaluation;
}

export type ChoreName = keyof Chores;
export type ChoreTakes<Name extends ChoreName> = Parameters<Chores[Name]>[0];
export type ChoreGives<Name extends ChoreName> = Awaited<ReturnType<Chores[Name]>>;
