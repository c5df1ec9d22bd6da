/** What a run will take, from some of its own steps: formulas for time and memory of a graph are off by half. */
import { availableParallelism, freemem } from 'node:os';
import type { TrainingCall } from '../../../../contract/training.ts';
import { BatchPlan } from '../../../../models/train/batch-plan.ts';
import { Evaluator } from '../../../../models/train/evaluate.ts';
import {
  scheduledValue,
  stateOf,
  type TrainingJob,
  type TrainingOptions,
  turnsOf,
} from '../../../../models/train/index.ts';
import { explainMemory } from '../../../../models/train/memory.ts';
import { OutOfMemory } from '../../../../models/train/onnx-session.ts';
import { StepRunner } from '../../../../models/train/step-runner.ts';
import { openTraining } from '../../../trainer/run-training.ts';

export interface Measured {
  readonly threads: number;
  readonly parameters: number;
  readonly trainSamples: number;
  readonly validationSamples: number;
  readonly stepMs: number;
  readonly scoreMs: number;
  readonly steps: number;
  readonly epochs: number;
  readonly memoryBytes: number;
  readonly freeMemoryBytes: number;
}

/** Throws what opening a run throws, and `training-out-of-memory` with the batch that fits. */
export async function estimate({ call }: { readonly call: TrainingCall }): Promise<Measured> {
  using opening = new DisposableStack();
  const freeMemoryBytes = freemem();
  const { job, options } = openTraining(call, opening);
  try {
    await using runner = await StepRunner.open(turnsOf(job), call.threads);
    const plan = new BatchPlan(job, options);
    const stepMs = await timeSteps(runner, plan, job, options);
    const scoreMs = await timeScoring(runner, job, call.threads);
    return {
      threads: call.threads === 0 ? availableParallelism() : call.threads,
      parameters: stateOf(turnsOf(job)).reduce(
        (sum, { kind, initial }) => sum + (kind === 'parameter' ? initial.length : 0),
        0,
      ),
      trainSamples: job.dataset.length,
      validationSamples: job.evaluation?.dataset.length ?? 0,
      stepMs,
      scoreMs,
      steps: plan.steps,
      epochs: options.epochs,
      // Kilobytes, and the most there was.
      memoryBytes: process.resourceUsage().maxRSS * 1024,
      freeMemoryBytes,
    };
  } catch (error) {
    if (error instanceof OutOfMemory) throw await explainMemory(error, job, options, call.threads);
    throw error;
  }
}

/** After the first round, which warms up, steps are alike; more than some seconds of them would make a person wait. */
const LEAST_STEPS = 4;
/** Steps of programs that take turns last for long: one of each after the first will do. */
const LEAST_ROUNDS = 2;
const MOST_ROUNDS = 12;
const ENOUGH_MS = 6000;

/**
 * Milliseconds of a step, its batch read as in a run: the median, or where programs take turns the mean of their medians
 * as often as each has its turn.
 */
async function timeSteps(
  runner: StepRunner,
  plan: BatchPlan,
  job: TrainingJob,
  { schedules }: TrainingOptions,
): Promise<number> {
  const turns = turnsOf(job);
  const programs = new Map([...new Set(turns)].map((program) => [program, [] as number[]]));
  const leastRounds = programs.size > 1 ? LEAST_ROUNDS : LEAST_STEPS;
  const startedMs = performance.now();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    for (const [program, times] of programs) {
      const step = round * turns.length + turns.indexOf(program);
      if (step >= plan.steps) continue;
      const beganMs = performance.now();
      const batch = await plan.take(step);
      const scalars = Object.fromEntries(
        Object.entries(schedules).map(([name, schedule]) => [
          name,
          scheduledValue(schedule, step, plan.steps),
        ]),
      );
      await runner.run(batch, scalars, plan.noiseOf(step, program), step);
      times.push(performance.now() - beganMs);
    }
    if (round + 1 >= leastRounds && performance.now() - startedMs > ENOUGH_MS) break;
  }
  const measured = turns.flatMap((program) => {
    const times = programs.get(program)!;
    return times.length === 0 ? [] : [median(times.length > 1 ? times.slice(1) : times)];
  });
  return measured.reduce((sum, ms) => sum + ms, 0) / measured.length;
}

/** Milliseconds that scoring one validation sample takes, over two batches; 0 where nothing is scored. */
async function timeScoring(
  runner: StepRunner,
  { evaluation }: TrainingJob,
  threads: number,
): Promise<number> {
  if (evaluation === null) return 0;
  const { dataset, program } = evaluation;
  const length = Math.min(dataset.length, 2 * (program.inputs[0]?.shape[0] ?? 1));
  await using evaluator = await Evaluator.open({ ...evaluation, dataset: { ...dataset, length } }, threads);
  const beganMs = performance.now();
  await evaluator.score(runner.state);
  return (performance.now() - beganMs) / length;
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
