/**
 * Trains in a process of its own, which tells what it does and can be told to pause, stop or finish.
 *
 *     const training = startTraining(call, (event) => console.log(event.event));
 *     training.command('stop');
 *     await training.ended;
 */
import { join } from 'node:path';
import { type ErrorCode, OnsetError } from '../../contract/errors.ts';
import type { TrainingCall, TrainingCommand, TrainingEnded, TrainingEvent } from '../../contract/training.ts';
import { forkProcess, type StartProcess } from './hosted-process.ts';
import type { FromTrainer, ToTrainer } from './messages.ts';

export interface Training {
  /** Null where the process could not be started. */
  readonly pid: number | null;
  /** Rejects with the catalogue's error that ended it. */
  readonly ended: Promise<TrainingEnded>;
  command(command: TrainingCommand): void;
}

export interface TrainingManners {
  /** As `os.setPriority` has it, 0 the usual one: with a higher number other programs go first. */
  readonly priority?: number;
  /** How its process is started; forked unless told. */
  readonly startProcess?: StartProcess;
}

export function startTraining(
  call: TrainingCall,
  tell: (event: TrainingEvent) => void,
  { priority = 0, startProcess = forkProcess }: TrainingManners = {},
): Training {
  const child = startProcess(join(import.meta.dirname, 'process.ts'));
  const send = (message: ToTrainer): void => child.send(message);
  const watch = new Watch(call, tell);
  child.onMessage((message) => watch.hear(message as FromTrainer));
  const ended = new Promise<TrainingEnded>((resolve, reject) => {
    child.onEnd((how) => {
      const ending = watch.ending(how);
      if (ending instanceof Error) reject(ending);
      else resolve(ending);
    });
  });
  send({ kind: 'start', call, priority });
  return { pid: child.pid, ended, command: (command) => send({ kind: 'command', command }) };
}

/** Remembers what is needed to say how a run ended, also where it ended without a word. */
class Watch {
  readonly #call: TrainingCall;
  readonly #tell: (event: TrainingEvent) => void;
  #ended: TrainingEnded | null = null;
  #failure: Error | null = null;
  #batch = 0;
  #memoryBytes = 0;

  constructor(call: TrainingCall, tell: (event: TrainingEvent) => void) {
    this.#call = call;
    this.#tell = tell;
  }

  hear(message: FromTrainer): void {
    switch (message.kind) {
      case 'event':
        if (message.event.event === 'started') this.#batch = message.event.batch;
        if (message.event.event === 'step') this.#memoryBytes = message.event.memoryBytes;
        if (message.event.event === 'ended') this.#ended = message.event;
        this.#tell(message.event);
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

  ending(how: string): TrainingEnded | Error {
    if (this.#failure !== null) return this.#failure;
    if (this.#ended !== null) return this.#ended;
    return new OnsetError('training-killed', {
      network: this.#call.network,
      folder: this.#call.folder,
      how,
      when:
        this.#memoryBytes === 0
          ? 'before its first step'
          : `while it held ${(this.#memoryBytes / 2 ** 30).toFixed(1)} GB with a batch of ${this.#batch}`,
    });
  }
}
