/** The process that trains: `session.run` blocks its thread for whole steps, and memory that runs out ends it alone. */
import { setPriority } from 'node:os';
import { OnsetError } from '../../contract/errors.ts';
import { TrainingControl } from '../../models/train/index.ts';
import type { FromTrainer, ToTrainer } from './messages.ts';
import { linkToParent } from './parent-link.ts';
import { runTraining } from './run-training.ts';

const control = new TrainingControl();

// Whoever started it is gone: what was learnt is saved.
const parent = linkToParent(
  (message) => {
    const told = message as ToTrainer;
    if (told.kind === 'command') control.tell(told.command);
    else void start(told);
  },
  () => control.tell('stop'),
);
const tell = (message: FromTrainer): void => parent.send(message);

// Ctrl-C in a terminal reaches every process there; the one in front decides what it means.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('SIGTERM', () => control.tell('stop'));

async function start({ call, priority }: Extract<ToTrainer, { readonly kind: 'start' }>): Promise<void> {
  // Threads inherit it where it is theirs (Linux), so it is set before the runtime starts its own.
  if (priority > 0) setPriority(priority);
  try {
    await runTraining(call, control, (event) => tell({ kind: 'event', event }));
  } catch (error) {
    tell(failureOf(error));
  }
  // Nothing else is to be done here; an open message channel would keep the process.
  parent.close();
}

function failureOf(error: unknown): FromTrainer {
  if (!(error instanceof OnsetError))
    return { kind: 'crashed', stack: (error instanceof Error && error.stack) || String(error) };
  const { code, facts } = error as OnsetError;
  return { kind: 'failed', code, facts: { ...facts } };
}
