/** Which batch would have fitted, found out by trying: estimates of what a graph needs are off by half. */
import { OnsetError } from '../../contract/errors.ts';
import type { TrainingJob, TrainingOptions } from './job.ts';
import { OutOfMemory } from './onnx-session.ts';
import type { StepProgram, TensorSpec } from './program.ts';
import { scheduledValue } from './schedule.ts';
import { StepRunner } from './step-runner.ts';

/**
 * The error to end with, once the largest half, quarter, … of the batch is known that a step can be run with. It is
 * tried in the process that ran out, where some memory stays in pieces: the answer errs on the small side.
 */
export async function explainMemory(
  cause: OutOfMemory,
  job: TrainingJob,
  options: TrainingOptions,
  threads: number,
): Promise<OnsetError> {
  const fitting = await findFittingBatch(job, options, threads);
  const advice =
    fitting === null
      ? 'Choose a lighter preset, or close other programs'
      : `A step with --batch ${fitting} was tried and fits`;
  const facts = { network: job.network.name, batch: job.batch, advice };
  return new OnsetError('training-out-of-memory', facts, cause);
}

async function findFittingBatch(
  { batch, stepAt }: TrainingJob,
  options: TrainingOptions,
  threads: number,
): Promise<number | null> {
  if (stepAt === null) return null;
  for (let smaller = Math.floor(batch / 2); smaller >= 1; smaller = Math.floor(smaller / 2))
    if (await fits(stepAt(smaller), options, threads)) return smaller;
  return null;
}

/** Two steps, because the second holds its predecessor's state while it makes its own. */
async function fits(program: StepProgram, options: TrainingOptions, threads: number): Promise<boolean> {
  try {
    await using runner = await StepRunner.open(program, threads);
    const scalars = Object.fromEntries(
      Object.entries(options.schedules).map(([name, schedule]) => [name, scheduledValue(schedule, 0, 1)]),
    );
    const batch = Object.fromEntries(program.inputs.map((spec) => [spec.name, zeros(spec)]));
    const noise = Object.fromEntries(program.noise.map((spec) => [spec.name, zeros(spec)]));
    for (let step = 0; step < 2; step++) await runner.run(batch, scalars, noise);
    return true;
  } catch (error) {
    if (error instanceof OutOfMemory || error instanceof RangeError) return false;
    throw error;
  }
}

function zeros({ shape, dtype }: TensorSpec): Float32Array | BigInt64Array {
  const count = shape.reduce((product, size) => product * size, 1);
  return dtype === 'int64' ? new BigInt64Array(count) : new Float32Array(count);
}
