/** Why a run died and what to do, for a person who has buttons and no command line. */
import type { Problem } from '../../../contract/channels/fields.ts';
import { type ErrorCode, OnsetError } from '../../../contract/errors.ts';
import { problemOf, type Log } from '../problem.ts';

/** What to do, where the catalogue speaks of the command line. */
const REMEDIES: Partial<Record<ErrorCode, string>> = {
  'training-diverged':
    'Begin a new run with a lower learning rate (a third of this one), from this run’s parameters or anew.',
  'training-out-of-memory': 'Begin a new run with that batch or a lighter preset, or close other programs.',
  'training-killed':
    'If memory ran out, begin a new run with a smaller batch. Otherwise let it go on: what was saved last is kept.',
  'clips-damaged': 'Prepare the data anew; then let the run go on.',
  'clips-missing': 'The clips are gone: prepare the data again, and begin a new run.',
  'clips-too-few': 'Choose data of more people, or other people’s data to score with.',
  'clips-unfit': 'Choose another preset, or prepare clips of that size.',
  'clips-unlike': 'Choose data that was prepared with the same settings.',
  'clips-labelled-otherwise': 'Choose data with the same labels, or begin without the earlier run.',
  'training-data-changed': 'The clips are not those that the run began with: begin a new run.',
  'checkpoint-damaged': 'What was saved cannot be read; begin a new run.',
  'checkpoint-foreign': 'Begin a new run with these settings.',
  'beginning-foreign': 'Begin with a run of the same network, or anew.',
  'run-unsaved':
    'Make room on the disk (runs and data that are no longer needed can be removed here), then let the run go on.',
  usage: 'Leave that option as the preset has it.',
};

export function problemOfRun(error: unknown, name: string, log: Log): Problem {
  const problem = problemOf(error, `the run ${name}`, log);
  if (!(error instanceof OnsetError)) return problem;
  return {
    ...problem,
    message: problem.message.replaceAll(/--batch (\d+)/g, 'a batch of $1'),
    remedy: REMEDIES[error.code as ErrorCode] ?? problem.remedy,
  };
}
