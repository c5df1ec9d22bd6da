/** Runs of the small training job, each in a folder of its own. */
import { join } from 'node:path';
import { beforeEach, expect } from 'vitest';
import { OnsetError } from '../../contract/errors.ts';
import type { TrainingEnded, TrainingEvent, TrainingStep } from '../../contract/training.ts';
import { RunFolder, train, TrainingControl } from '../../models/train/index.ts';
import { smallJob, smallOptions } from './small-training.ts';
import { tempFolder } from './temp-folder.ts';

/** The folder of the test that runs: a live binding, new before each. */
export let folder: RunFolder;

/** Called once by a test file; gives the folder in which the runs' folders lie. */
export function freshRunFolders(name: string): string {
  const root = tempFolder(name);
  let count = 0;
  beforeEach(() => {
    folder = new RunFolder(join(root, `run ${count++}`));
  });
  return root;
}

export interface Trained {
  readonly ended: TrainingEnded;
  readonly events: readonly TrainingEvent[];
}

/** Runs a job; `watch` sees every event and may tell the run something. */
export async function run(
  {
    job = smallJob(),
    options = smallOptions(),
    isResumed = false,
    from = null as RunFolder | null,
    to = folder,
  } = {},
  watch: (event: TrainingEvent, control: TrainingControl) => void = () => undefined,
): Promise<Trained> {
  const events: TrainingEvent[] = [];
  const control = new TrainingControl();
  const tell = (event: TrainingEvent): void => {
    events.push(event);
    watch(event, control);
  };
  const ended = await train(job, options, {
    folder: to,
    isResumed,
    from,
    threads: 1,
    control,
    tell,
    now: () => performance.now(),
  });
  return { ended, events };
}

export const stepsOf = (events: readonly TrainingEvent[]): TrainingStep[] =>
  events.filter((event) => event.event === 'step');
export const lossesOf = (events: readonly TrainingEvent[]): number[] =>
  stepsOf(events).map(({ losses }) => losses['loss']!);

/** Stops once so many steps are done. */
export const stopAfter =
  (step: number) =>
  (event: TrainingEvent, control: TrainingControl): void => {
    if (event.event === 'step' && event.step === step) control.tell('stop');
  };

/** The failure of a run, as its code and its one line. */
export async function failureOf(promise: Promise<unknown>): Promise<OnsetError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OnsetError);
  expect((error as OnsetError).line).not.toContain('\n');
  return error as OnsetError;
}
