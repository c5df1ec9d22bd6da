/** One process that runs folds when it is handed them. */
import { join } from 'node:path';
import type { EvaluatedFold } from '../../../contract/evaluation.ts';
import { type ErrorCode, OnsetError } from '../../../contract/errors.ts';
import { forkProcess, type HostedProcess, type StartProcess } from '../hosted-process.ts';
import type { EvaluationCall } from './call.ts';
import type { FromFolds, ToFolds } from './messages.ts';

interface Waiting {
  readonly held: string;
  readonly onStep: (step: number, steps: number) => void;
  readonly resolve: (fold: EvaluatedFold | null) => void;
  readonly reject: (error: Error) => void;
}

export class FoldProcess {
  readonly #child: HostedProcess;
  #waiting: Waiting | null = null;
  #hasEnded = false;
  #failure: Error | null = null;

  constructor(call: EvaluationCall, startProcess: StartProcess = forkProcess) {
    this.#child = startProcess(join(import.meta.dirname, 'process.ts'));
    this.#child.onMessage((message) => this.#hear(message as FromFolds));
    this.#child.onEnd((how) => this.#end(how));
    this.#send({ kind: 'start', call });
  }

  /** Null where it was told to stop. Rejects with what the fold threw, or `fold-killed`. */
  run(
    fold: { readonly id: string; readonly held: string },
    onStep: Waiting['onStep'],
  ): Promise<EvaluatedFold | null> {
    return new Promise((resolve, reject) => {
      this.#waiting = { held: fold.held, onStep, resolve, reject };
      if (this.#hasEnded) this.#end('it had ended before');
      else this.#send({ kind: 'fold', id: fold.id });
    });
  }

  /** What runs is saved; the process ends. */
  stop(): void {
    this.#send({ kind: 'stop' });
  }

  kill(): void {
    this.#child.kill();
  }

  #send(message: ToFolds): void {
    this.#child.send(message);
  }

  #hear(message: FromFolds): void {
    switch (message.kind) {
      case 'step':
        this.#waiting?.onStep(message.step, message.steps);
        return;
      case 'done':
        this.#settle((waiting) => waiting.resolve(message.fold));
        return;
      case 'stopped':
        this.#settle((waiting) => waiting.resolve(null));
        return;
      case 'failed':
        // Code and facts come from an OnsetError of the same program.
        this.#failure = new OnsetError(message.code as ErrorCode, message.facts as never);
        return;
      case 'crashed':
        this.#failure = new Error(message.stack);
        return;
      default:
        message satisfies never;
    }
  }

  #end(how: string): void {
    this.#hasEnded = true;
    this.#settle(({ held, reject }) => reject(this.#failure ?? new OnsetError('fold-killed', { held, how })));
  }

  #settle(act: (waiting: Waiting) => void): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting !== null) act(waiting);
  }
}
