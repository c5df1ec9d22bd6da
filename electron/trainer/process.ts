/** The process that trains: `session.run` blocks its thread for whole steps, and memory that runs out ends it alone. */
import { OnsetError } from '../../contract/errors.ts';
import { TrainingControl } from '../../models/train/index.ts';
import type { FromTrainer, ToTrainer } from './messages.ts';
import { runTraining } from './run-training.ts';

const control = new TrainingControl();

// Without the function, a message to someone who is gone would be an error that ends this process before it saves.
const tell = (message: FromTrainer): void => {
  if (process.connected) process.send!(message, () => undefined);
};

process.on('message', (message: ToTrainer) => {
  if (message.kind === 'command') control.tell(message.command);
  else void start(message);
});

// Ctrl-C in a terminal reaches every process there; the one in front decides what it means.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('SIGTERM', () => control.tell('stop'));
// Whoever started it is gone: what was learnt is saved.
process.on('disconnect', () => control.tell('stop'));
// It may have gone while this file was being loaded, before anyone listened; a call to start can still have come.
if (!process.connected) control.tell('stop');

async function start({ call }: Extract<ToTrainer, { readonly kind: 'start' }>): Promise<void> {
  try {
    await runTraining(call, control, (event) => tell({ kind: 'event', event }));
  } catch (error) {
    tell(failureOf(error));
  }
  // Nothing else is to be done here; an open message channel would keep the process.
  if (process.connected) process.disconnect();
}

function failureOf(error: unknown): FromTrainer {
  if (!(error instanceof OnsetError))
    return { kind: 'crashed', stack: (error instanceof Error && error.stack) || String(error) };
  const { code, facts } = error as OnsetError;
  return { kind: 'failed', code, facts: { ...facts } };
}
