import { join } from 'node:path';
import { type ErrorCode, OnsetError } from '../../../../contract/errors.ts';
import { forkProcess, type StartProcess } from '../../../trainer/hosted-process.ts';
import type { EvaluationEvent } from '../../../trainer/evaluation/index.ts';
import { HostedChildren } from './children.ts';
import type { ChoreGives, ChoreName, ChoreTakes } from './index.ts';
import type { FromChore, ToChore } from './messages.ts';

export interface ChoreOptions {
  /** For the error where its process dies: "Reading the folder …". */
  readonly what: string;
  /** Ends the process; the promise rejects with the signal's reason at once, or settles with the process's own end. */
  readonly signal?: AbortSignal;
  /** Where the chore itself says how it ends when it is told to: how long it may take over that. */
  readonly endsWithinMs?: number;
  readonly onTold?: (event: EvaluationEvent) => void;
  readonly onProgress?: (done01: number) => void;
  /** As `os.setPriority` has it, 0 the usual one. */
  readonly priority?: number;
  readonly startProcess?: StartProcess;
}

/** Does a chore in a process of its own. Rejects with the catalogue's error that ended it, or `trainer-work-ended`. */
export function runChore<Name extends ChoreName>(
  chore: Name,
  takes: ChoreTakes<Name>,
  { what, signal, endsWithinMs, onProgress, onTold, priority = 0, startProcess = forkProcess }: ChoreOptions,
): Promise<ChoreGives<Name>> {
  signal?.throwIfAborted();
  const child = startProcess(join(import.meta.dirname, 'process.ts'));
  const { promise, resolve, reject } = Promise.withResolvers<ChoreGives<Name>>();
  const children = new HostedChildren(startProcess, priority, (told) => child.send(told));
  let killing: NodeJS.Timeout | undefined;
  const abort = (): void => {
    if (endsWithinMs === undefined) reject(signal!.reason as Error);
    const withinMs = endsWithinMs ?? END_WITHIN_MS;
    child.send({ kind: 'cancel', withinMs } satisfies ToChore);
    killing = setTimeout(() => child.kill(), 2 * withinMs);
  };
  signal?.addEventListener('abort', abort);
  child.onMessage((told) => {
    const message = told as FromChore;
    switch (message.kind) {
      case 'progress':
        onProgress?.(message.done01);
        return;
      case 'told':
        onTold?.(message.event);
        return;
      case 'start-child':
      case 'to-child':
      case 'kill-child':
        children.hear(message);
        return;
      case 'done':
        // Both sides are one program: the chore of this name gives this.
        resolve(message.gives as ChoreGives<Name>);
        return;
      case 'failed':
        reject(new OnsetError(message.code as ErrorCode, message.facts as never));
        return;
      case 'crashed':
        reject(new Error(message.stack));
        return;
      default:
        message satisfies never;
    }
  });
  // Where it has answered, this is too late to say anything.
  child.onEnd((how) => {
    signal?.removeEventListener('abort', abort);
    clearTimeout(killing);
    children[Symbol.dispose]();
    reject(new OnsetError('trainer-work-ended', { what, how }));
  });
  child.send({ kind: 'start', chore, takes, priority } satisfies ToChore);
  return promise;
}

const END_WITHIN_MS = 2000;
