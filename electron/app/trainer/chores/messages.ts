/** What goes between the engine and a process that does one chore of the Trainer for it. */
import type { EvaluationEvent } from '../../../trainer/evaluation/index.ts';
import type { ChoreGives, ChoreName, ChoreTakes } from './index.ts';

export type ToChore =
  | {
      readonly kind: 'start';
      readonly chore: ChoreName;
      readonly takes: ChoreTakes<ChoreName>;
      readonly priority: number;
    }
  /** Nobody wants it any more: what it has started is to be ended with it. */
  | { readonly kind: 'cancel'; readonly withinMs: number }
  | { readonly kind: 'child-said'; readonly child: number; readonly message: unknown }
  | { readonly kind: 'child-ended'; readonly child: number; readonly how: string };

export type FromChore =
  | { readonly kind: 'progress'; readonly done01: number }
  | { readonly kind: 'told'; readonly event: EvaluationEvent }
  /** Wants a process beside it; `path` is a module of this program. */
  | { readonly kind: 'start-child'; readonly child: number; readonly path: string }
  | { readonly kind: 'to-child'; readonly child: number; readonly message: unknown }
  | { readonly kind: 'kill-child'; readonly child: number }
  | { readonly kind: 'done'; readonly gives: ChoreGives<ChoreName> }
  /** The world failed: an error of the catalogue, to be made again from its code and facts. */
  | { readonly kind: 'failed'; readonly code: string; readonly facts: Readonly<Record<string, unknown>> }
  /** We failed. */
  | { readonly kind: 'crashed'; readonly stack: string };
