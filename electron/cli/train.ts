/** `onset train`: a run in a process of its own, on the terminal in front. */
import type { TrainingCommand } from '../../contract/training.ts';
import { startTraining } from '../trainer/index.ts';
import { onInterruption } from './interruption.ts';
import { prepareOutputFolder } from './output-folder.ts';
import { processTerminal } from './report.ts';
import { parseTrainCall } from './train-call.ts';
import { createTrainReport } from './train-report.ts';

/** Resolves to the exit status. */
export async function trainCommand(argv: readonly string[]): Promise<number> {
  const { isJson, ...call } = parseTrainCall(argv);
  if (!call.isResumed) prepareOutputFolder(call.folder);
  using interruption = onInterruption();
  using report = createTrainReport(isJson, processTerminal());
  const training = startTraining(call, (event) => report.tell(event));
  interruption.signal.addEventListener('abort', () => training.command('stop'));
  const stopListening = listenToKeys((command) => training.command(command));
  try {
    await training.ended;
  } finally {
    stopListening();
  }
  return 0;
}

const CTRL_C = '\u0003';

/** On a terminal: p pauses and goes on, f finishes. Keys come unseen, so Ctrl-C is no signal here but a key. */
function listenToKeys(tell: (command: TrainingCommand) => void): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => undefined;
  let isPaused = false;
  const hear = (keys: Buffer): void => {
    for (const key of keys.toString()) {
      if (key === CTRL_C) process.kill(process.pid, 'SIGINT');
      else if (key === 'f') tell('finish');
      else if (key === 'p') {
        isPaused = !isPaused;
        tell(isPaused ? 'pause' : 'resume');
      }
    }
  };
  stdin.setRawMode(true).on('data', hear);
  return () => {
    stdin.off('data', hear).setRawMode(false).pause();
  };
}
