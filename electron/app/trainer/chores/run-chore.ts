import { join } from 'node:path';
import { type ErrorCode, OnsetError } from '../../../../contract/errors.ts';
import { forkProcess, type StartProcess } from '../../../trainer/hosted-process.ts';
import type { ChoreGives, ChoreName, ChoreTakes } from './index.ts';
import type { FromChore, ToChore } from './messages.ts';

export interface ChoreOptions {
  /** For the error where its process dies: "Reading the folder …". */
  readonly what: string;
  /** Ends the process at once; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done01: number) => void;
  /** As `os.setPriority` has it, 0 the usual one. */
  readonly priority?: number;
  readonly startProcess?: StartProcess;
}

/** Does a chore in a process of its own. Rejects with the catalogue's error that ended it, or `trainer-work-ended`. */
export function runChore<Name extends ChoreName>(
  chore: Name,
  takes: ChoreTakes<Name>,
  { what, signal, onProgress, priority = 0, startProcess = forkProcess }: ChoreOptions,
): Promise<ChoreGives<Name>> {
  signal?.throwIfAborted();
  const child = startProcess(join(import.meta.dirname, 'process.ts'));
  const { promise, resolve, reject } = Promise.withResolvers<ChoreGives<Name>>();
  let killing: NodeJS.Timeout | undefined;
  const abort = (): void => {
    reject(signal!.reason as Error);
    child.send({ kind: 'cancel' } satisfies ToChore);
    killing = setTimeout(() => child.kill(), KILL_AFTER_MS);
  };
  signal?.addEventListener('abort', abort);
  child.onMessage((told) => {
    const message = told as FromChore;
    switch (message.kind) {
      case 'progress':
        onProgress?.(message.done01);
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
    reject(new OnsetError('trainer-work-ended', { what, how }));
  });
  child.send({ kind: 'start', chore, takes, priority } satisfies ToChore);
  return promise;
}

/** Longer than a chore that hears takes to end. */
const KILL_AFTER_MS = 4000;
