/** A process that runs folds: the runtime blocks its thread for whole steps, and memory that runs out ends it alone. */
import { OnsetError } from '../../../contract/errors.ts';
import { linkToParent } from '../parent-link.ts';
import { FoldRunner } from './fold-runner.ts';
import type { FromFolds, ToFolds } from './messages.ts';

let runner: FoldRunner | null = null;
let isRunning = false;
let isStopped = false;

// Whoever started it is gone, or wants it to end: what was learnt is saved.
const stop = (): void => {
  isStopped = true;
  runner?.stop();
  if (!isRunning) leave();
};

const parent = linkToParent((message) => hear(message as ToFolds), stop);
const tell = (message: FromFolds): void => parent.send(message);

// Ctrl-C in a terminal reaches every process there; the one in front decides what it means.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('SIGTERM', stop);

function hear(message: ToFolds): void {
  switch (message.kind) {
    case 'start':
      runner = new FoldRunner(message.call);
      return;
    case 'fold':
      void run(message.id);
      return;
    case 'stop':
      stop();
      return;
    default:
      message satisfies never;
  }
}

/** Steps of small networks last for milliseconds; nobody reads them that fast. */
const STEP_EVERY_MS = 200;
let toldMs = 0;

async function run(id: string): Promise<void> {
  isRunning = true;
  try {
    const fold = await runner!.run(id, (step, steps) => tellStep(id, step, steps));
    isRunning = false;
    if (fold !== null) tell({ kind: 'done', fold });
    if (fold === null || isStopped) leave();
  } catch (error) {
    tell(failureOf(error));
    parent.close();
  }
}

function tellStep(id: string, step: number, steps: number): void {
  const now = performance.now();
  if (now - toldMs < STEP_EVERY_MS) return;
  toldMs = now;
  tell({ kind: 'step', id, step, steps });
}

function leave(): void {
  tell({ kind: 'stopped' });
  runner?.[Symbol.dispose]();
  parent.close();
}

function failureOf(error: unknown): FromFolds {
  if (!(error instanceof OnsetError))
    return { kind: 'crashed', stack: (error instanceof Error && error.stack) || String(error) };
  const { code, facts } = error as OnsetError;
  return { kind: 'failed', code, facts: { ...facts } };
}
