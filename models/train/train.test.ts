import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { OnsetError } from '../../contract/errors.ts';
import type { TrainingEnded, TrainingEvent, TrainingStep } from '../../contract/training.ts';
import { smallDataset, smallJob, smallOptions, smallProgram } from '../../test/helpers/small-training.ts';
import { tempFolder } from '../../test/helpers/temp-folder.ts';
import { encodeModel, int, int64Tensor, makeModel, makeNode, makeValue } from '../onnx/index.ts';
import { readBeginning } from './beginning.ts';
import {
  RunFolder,
  train,
  TrainingControl,
  type Dataset,
  type NamedTensors,
  type StepProgram,
  type TrainingJob,
} from './index.ts';

const root = tempFolder('train');
let count = 0;
let folder: RunFolder;
beforeEach(() => {
  folder = new RunFolder(join(root, `run ${count++}`));
});

interface Trained {
  readonly ended: TrainingEnded;
  readonly events: readonly TrainingEvent[];
}

/** Runs a job; `watch` sees every event and may tell the run something. */
async function run(
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

const stepsOf = (events: readonly TrainingEvent[]): TrainingStep[] =>
  events.filter((event) => event.event === 'step');
const lossesOf = (events: readonly TrainingEvent[]): number[] =>
  stepsOf(events).map(({ losses }) => losses['loss']!);

/** Stops once so many steps are done. */
const stopAfter =
  (step: number) =>
  (event: TrainingEvent, control: TrainingControl): void => {
    if (event.event === 'step' && event.step === step) control.tell('stop');
  };

/** The failure of a run, as its code and its one line. */
async function failureOf(promise: Promise<unknown>): Promise<OnsetError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OnsetError);
  expect((error as OnsetError).line).not.toContain('\n');
  return error as OnsetError;
}

/** SGD with momentum in plain numbers, float64: the oracle of the small program and of the loop around it. */
function descend(
  x: readonly number[][],
  y: readonly number[][],
  w: number[][],
  steps: number,
  rate: number,
): number[] {
  const [rows, classes] = [x.length, y[0]!.length];
  const m = w.map((row) => row.map(() => 0));
  const b = y[0]!.map(() => 0);
  return Array.from({ length: steps }, () => {
    const p = x.map((row) => b.map((bias, k) => row.reduce((sum, v, f) => sum + v * w[f]![k]!, bias)));
    const e = p.map((row, i) => row.map((v, k) => v - y[i]![k]!));
    const scale = 2 / (rows * classes);
    for (const f of w.keys())
      for (const k of b.keys()) {
        const gradient = scale * e.reduce((sum, row, i) => sum + x[i]![f]! * row[k]!, 0);
        m[f]![k] = 0.9 * m[f]![k]! + gradient;
        w[f]![k]! -= rate * m[f]![k];
      }
    for (const k of b.keys()) b[k]! -= rate * scale * e.reduce((sum, row) => sum + row[k]!, 0);
    return e.flat().reduce((sum, v) => sum + v * v, 0) / (rows * classes);
  });
}

/** Asks for four terabytes where its batch is above 2. */
function hungryProgram(batch: number): StepProgram {
  const model = makeModel({
    name: 'hungry',
    inputs: [makeValue('learningRate', 'float32', [])],
    outputs: [makeValue('loss', 'float32', [])],
    initializers: [int64Tensor('size', [batch > 2 ? 2 ** 40 : 4])],
    nodes: [
      makeNode('Expand', ['learningRate', 'size'], ['many']),
      makeNode('ReduceMax', ['many'], ['loss'], { keepdims: int(0) }),
    ],
  });
  return {
    bytes: encodeModel(model),
    inputs: [{ name: 'learningRate', shape: [], dtype: 'float32' }],
    noise: [],
    state: [],
    losses: ['loss'],
    extras: [],
  };
}

describe('a run', () => {
  it('computes what momentum descent computes in plain numbers', async () => {
    // One batch of the same four samples over and over. The mask is an input here, and keeps every feature (times 4/3).
    const program = smallProgram();
    const maskless = { ...program, noise: [], inputs: [...program.inputs, ...program.noise] };
    const points = smallDataset(4, 3);
    const inOrder = [0, 1, 2, 3].map((index) => ({ index, seed: null }));
    const dataset: Dataset = {
      ...points,
      readBatch: async () => ({ ...(await points.readBatch(inOrder)), u: new Float32Array(24).fill(0.9) }),
    };
    const { events } = await run({
      job: smallJob({ step: maskless, dataset, evaluation: null }),
      options: smallOptions({
        epochs: 12,
        schedules: { learningRate: { kind: 'constant', value: 0.2 } },
        sampling: { isBalanced: false, shares: null },
      }),
    });
    const batch = await points.readBatch(inOrder);
    const rowsOf = (values: ArrayLike<number>, width: number, factor = 1): number[][] =>
      Array.from({ length: values.length / width }, (_, i) =>
        Array.from({ length: width }, (_, j) => factor * values[i * width + j]!),
      );
    const expected = descend(
      rowsOf(batch['x'] as Float32Array, 6, 1 / 0.75),
      rowsOf(batch['y'] as Float32Array, 3),
      rowsOf(program.state[0]!.initial as Float32Array, 3),
      12,
      0.2,
    );
    const losses = lossesOf(events);
    expect(losses).toHaveLength(12);
    // float32 against float64 over a dozen steps of a contracting iteration
    for (const [step, loss] of losses.entries()) expect(loss / expected[step]!).toBeCloseTo(1, 4);
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 3);
  });

  it('learns, says how it goes, and leaves a record, the best parameters and a model', async () => {
    const { ended, events } = await run({ options: smallOptions({ epochs: 12 }) });
    expect(ended).toMatchObject({ ending: 'completed', step: 60, model: folder.modelPath });
    expect(ended.best!.metrics['uf1']).toBeGreaterThan(0.9);
    expect(events[0]).toMatchObject({ event: 'started', parameters: 21, steps: 60, resumedAt: null });
    const step = stepsOf(events)[30]!;
    expect(step.samplesPerS).toBeGreaterThan(0);
    expect(step.leftS).toBeGreaterThan(0);
    expect(step.memoryBytes).toBeGreaterThan(1e6);
    expect(step.scalars).toHaveProperty('gradNorm');
    expect(step.scalars['learningRate']).toBeLessThan(0.1);
    const record = folder.readRecord();
    expect(record).toMatchObject({ step: 60, ending: 'completed', network: { name: 'small' } });
    expect(record.history).toHaveLength(12);
    expect(readdirSync(folder.path).sort()).toEqual(
      ['run.json', record.state.file, record.best!.file, 'model.onnx'].sort(),
    );
  });

  it('ends when the watched metric stops improving, and keeps the parameters of the best epoch', async () => {
    const { ended } = await run({ options: smallOptions({ epochs: 100, patience: 3 }) });
    const { best, history } = folder.readRecord();
    expect(ended.ending).toBe('no-improvement');
    expect(history.length - best!.epoch).toBe(3);
    expect(history[best!.epoch - 1]!.metrics).toEqual(best!.metrics);
  });

  it('finishes when it is told: the open epoch is scored and a model written', async () => {
    const { ended } = await run({}, (event, control) => {
      if (event.event === 'step' && event.step === 7) control.tell('finish');
    });
    expect(ended).toMatchObject({ ending: 'finished-early', step: 7, model: folder.modelPath });
    expect(folder.readRecord().history.map(({ step }) => step)).toEqual([5, 7]);
    expect(existsSync(folder.modelPath)).toBe(true);
  });

  it('pauses between steps, and goes on to the same numbers', async () => {
    const straight = await run({ to: new RunFolder(join(root, 'straight')) });
    let seen = 0;
    const paused = await run({}, (event, control) => {
      if (event.event === 'step' && event.step === 3) control.tell('pause');
      if (event.event === 'paused') {
        seen = event.step;
        setTimeout(() => control.tell('resume'), 50);
      }
    });
    expect(seen).toBe(3);
    expect(lossesOf(paused.events)).toEqual(lossesOf(straight.events));
  });
});

describe('a run that is resumed', () => {
  const identity = smallJob().network;

  it.each([10, 12])('has the loss curve it would have had, bit for bit, from step %i on', async (step) => {
    const straight = await run({ to: new RunFolder(join(root, `straight ${step}`)) });
    expect(lossesOf(straight.events)).toHaveLength(20);
    const first = await run({}, stopAfter(step));
    expect(first.ended).toMatchObject({ ending: 'stopped', step, model: null });
    const second = await run({ isResumed: true });
    expect(second.events[0]).toMatchObject({ event: 'started', resumedAt: step });
    expect([...lossesOf(first.events), ...lossesOf(second.events)]).toEqual(lossesOf(straight.events));
    const [whole, parts] = [new RunFolder(join(root, `straight ${step}`)), folder].map((at) => {
      const { history, state, best } = at.readRecord();
      return { history, state, best };
    });
    expect(parts).toEqual(whole); // the hash of the state among them
  });

  it('would differ with another seed', async () => {
    const { events } = await run({});
    const other = await run({
      options: smallOptions({ seed: 8 }),
      to: new RunFolder(join(root, 'other seed')),
    });
    expect(lossesOf(other.events)).not.toEqual(lossesOf(events));
  });

  it('wants a run to be there, and none where it begins', async () => {
    expect(await failureOf(run({ isResumed: true }))).toMatchObject({ code: 'run-missing', exitStatus: 3 });
    await run({}, stopAfter(2));
    expect(await failureOf(run({}))).toMatchObject({
      code: 'run-exists',
      facts: { step: 2, network: 'small' },
    });
  });

  it.each<[string, Partial<TrainingJob>, string]>([
    ['another network', { network: { ...identity, name: 'other' } }, 'it is of small'],
    ['another preset', { network: { ...identity, preset: 'wide' } }, 'it is of the preset only, not wide'],
    ['another option', { network: { ...identity, options: { classes: 4 } } }, 'its classes is 3, not 4'],
    ['an option less', { network: { ...identity, options: {} } }, 'its classes is 3, not null'],
    ['other shapes', { step: smallProgram(4, 5) }, 'its tensor "w" is [6, 3], not [5, 3]'],
    ['another batch', { batch: 2 }, 'its batch is 4, not 2'],
  ])('refuses %s and names the difference', async (_, change, reason) => {
    await run({}, stopAfter(2));
    const error = await failureOf(run({ job: smallJob(change), isResumed: true }));
    expect(error).toMatchObject({ code: 'checkpoint-foreign', exitStatus: 3 });
    expect(error.message).toContain(reason);
  });

  it('refuses other samples', async () => {
    await run({}, stopAfter(2));
    const error = await failureOf(run({ job: smallJob({ dataset: smallDataset(21, 1) }), isResumed: true }));
    expect(error.line).toContain('22 samples of points then, 21 samples of points now');
  });

  it.each<[string, (path: string) => void, string]>([
    [
      'cut short',
      (path) => writeFileSync(path, readFileSync(path).subarray(0, -8)),
      'ends before the tensor',
    ],
    ['empty', (path) => writeFileSync(path, ''), 'it ends before its header'],
    [
      'changed by one bit',
      (path) => {
        const bytes = readFileSync(path);
        bytes[bytes.length - 1]! ^= 1;
        writeFileSync(path, bytes);
      },
      'its content is not what was saved',
    ],
  ])('says of a state file what is wrong with it: %s', async (_, damage, reason) => {
    await run({}, stopAfter(2));
    const path = join(folder.path, folder.readRecord().state.file);
    damage(path);
    const error = await failureOf(run({ isResumed: true }));
    expect(error).toMatchObject({ code: 'checkpoint-damaged', exitStatus: 3 });
    expect(error.message).toContain(path);
    expect(error.message).toContain(reason);
  });

  it.each([
    ['no JSON', '{ "format": 1,', 'it is no JSON'],
    ['another format', '{ "format": 2 }', 'format'],
  ])('says what is wrong with run.json: %s', async (_, text, reason) => {
    await run({}, stopAfter(2));
    writeFileSync(join(folder.path, 'run.json'), text);
    const error = await failureOf(run({ isResumed: true }));
    expect(error.code).toBe('checkpoint-damaged');
    expect(error.message).toContain(reason);
  });
});

describe('a run that begins with an earlier one', () => {
  const other = smallJob({ dataset: smallDataset(26, 9) });
  const options = smallOptions({ seed: 3 });
  let earlier: RunFolder;
  beforeEach(() => {
    earlier = new RunFolder(`${folder.path} before`);
  });
  const pretrain = (epochs = 12): Promise<Trained> => run({ options: smallOptions({ epochs }), to: earlier });

  it('has the losses of one whose first values are those of its best epoch, moments at nought', async () => {
    await pretrain();
    const best = earlier.readRecord().best!;
    const learnt = earlier.readTensors(best);
    const state = other.step.state.map((tensor) => ({
      ...tensor,
      initial: learnt.get(tensor.name)?.values ?? tensor.initial,
    }));
    const expected = await run({
      job: { ...other, step: { ...other.step, state } },
      options,
      to: new RunFolder(`${folder.path} expected`),
    });
    const fresh = await run({ job: other, options, to: new RunFolder(`${folder.path} fresh`) });
    const { events } = await run({ job: other, options, from: earlier });
    expect(lossesOf(events)).toEqual(lossesOf(expected.events));
    expect(lossesOf(events)[0]).toBeLessThan(lossesOf(fresh.events)[0]! / 2);
    const { step } = earlier.readRecord().history[best.epoch - 1]!;
    expect(events[0]).toMatchObject({
      event: 'started',
      resumedAt: null,
      from: { folder: earlier.path, step },
    });
    const { file, sha256 } = best;
    expect(folder.readRecord().from).toEqual({ folder: earlier.path, file, sha256, step, samples: 22 });
  });

  it('takes the last state where no epoch was scored, and goes on without the earlier run', async () => {
    await run({ to: earlier }, stopAfter(3));
    const { state } = earlier.readRecord();
    const straight = await run({
      job: other,
      options,
      from: earlier,
      to: new RunFolder(`${folder.path} whole`),
    });
    await run({ job: other, options, from: earlier }, stopAfter(8));
    rmSync(earlier.path, { recursive: true });
    const second = await run({ job: other, options, isResumed: true });
    expect(second.events[0]).toMatchObject({ resumedAt: 8, from: { folder: earlier.path, step: 3 } });
    expect(lossesOf(second.events)).toEqual(lossesOf(straight.events).slice(8));
    expect(folder.readRecord().from).toMatchObject({ ...state, step: 3 });
  });

  it('may weigh its losses otherwise', async () => {
    await pretrain(1);
    const weights = { name: 'loss.weights', shape: [2], dtype: 'float32', kind: 'parameter' } as const;
    const withWeights = (from: NamedTensors): NamedTensors =>
      new Map([...from, [weights.name, { shape: weights.shape, values: new Float32Array(2) }]]);
    const { step } = smallJob();
    const weighed = smallJob({
      step: { ...step, state: [...step.state, { ...weights, next: '', initial: new Float32Array(2) }] },
    });
    const names = ({ tensors }: { readonly tensors: NamedTensors }): string[] => [...tensors.keys()].sort();
    expect(names(readBeginning(earlier, weighed))).toEqual(['b', 'w']);
    const record = earlier.readRecord();
    const best = earlier.writeTensors('best', 5, withWeights(earlier.readTensors(record.best!)));
    earlier.commit({ ...record, best: { ...record.best!, ...best } });
    expect(names(readBeginning(earlier, weighed))).toEqual(['b', 'loss.weights', 'w']);
    expect(names(readBeginning(earlier, smallJob()))).toEqual(['b', 'w']);
  });

  const renamed = other.step.state.map((tensor) => (tensor.name === 'b' ? { ...tensor, name: 'c' } : tensor));
  it.each<[string, Partial<TrainingJob>, string]>([
    ['another network', { network: { ...other.network, name: 'other' } }, 'it is of small'],
    [
      'another preset',
      { network: { ...other.network, preset: 'wide' } },
      'it is of the preset only, not wide',
    ],
    ['other shapes', { step: smallProgram(4, 5) }, 'its tensor "w" is [6, 3], not [5, 3]'],
    ['a tensor more', { step: { ...other.step, state: other.step.state.slice(1) } }, 'no tensor "w" [6, 3]'],
    ['a tensor less', { step: { ...other.step, state: renamed } }, 'it has no tensor "c" [3]'],
  ])('is refused for %s, and nothing is begun', async (_, change, reason) => {
    await pretrain(1);
    const error = await failureOf(Promise.resolve().then(() => readBeginning(earlier, smallJob(change))));
    expect(error).toMatchObject({ code: 'beginning-foreign', exitStatus: 3 });
    expect(error.message).toContain(reason);
  });

  it('is refused where the earlier run is missing or damaged, and nothing is begun', async () => {
    expect(await failureOf(run({ from: earlier }))).toMatchObject({
      code: 'run-missing',
      facts: { folder: earlier.path },
    });
    await pretrain(1);
    const path = join(earlier.path, earlier.readRecord().best!.file);
    truncateSync(path, 20);
    expect(await failureOf(run({ from: earlier }))).toMatchObject({
      code: 'checkpoint-damaged',
      facts: { path },
    });
    expect(existsSync(folder.path)).toBe(false);
  });
});

describe('what goes wrong on the way', () => {
  it('divergence ends the run, says where, and keeps the last good state', async () => {
    const options = smallOptions({
      epochs: 40,
      schedules: { learningRate: { kind: 'step', value: 0.1, factor: 100, everySteps: 12 } },
    });
    const error = await failureOf(run({ options }));
    expect(error).toMatchObject({ code: 'training-diverged', exitStatus: 1 });
    expect(error.line).toMatch(
      /left its course at step \d+ \(.*(loss grew|became).*learningRate .*the state after step \d+ is kept/,
    );
    const { state } = folder.readRecord();
    const saved = [...folder.readTensors(state).values()].map(({ values }) => values);
    const floats = saved.flatMap((values) => (values instanceof Float32Array ? [...values] : []));
    expect(floats.every(Number.isFinite)).toBe(true);
    // A lower rate goes on from there.
    const calm = smallOptions({ epochs: 40, schedules: { learningRate: { kind: 'constant', value: 0.01 } } });
    const { ended } = await run({ options: calm, isResumed: true });
    expect(ended.ending).toBe('completed');
  });

  it('memory that runs out is said with a batch that fits, which was tried', async () => {
    const steps: number[] = [];
    const stepAt = (batch: number): StepProgram => {
      steps.push(batch);
      return hungryProgram(batch);
    };
    const job = smallJob({ step: hungryProgram(16), batch: 16, stepAt, evaluation: null });
    const error = await failureOf(run({ job }));
    expect(error).toMatchObject({ code: 'training-out-of-memory', exitStatus: 1 });
    expect(error.line).toContain('a batch of 16. A step with --batch 2 was tried and fits.');
    expect(steps).toEqual([8, 4, 2]);
    const lost = await failureOf(run({ job: { ...job, stepAt: null } }));
    expect(lost.line).toContain('lighter preset');
  });

  it('a state with values that are no numbers is never saved', async () => {
    // The rate of the last step of the second epoch is beyond float32; its loss is still that of the step before.
    const learningRate = { kind: 'step', value: 0.1, factor: 1e60, everySteps: 9 } as const;
    const job = smallJob({ evaluation: null });
    const error = await failureOf(run({ job, options: smallOptions({ schedules: { learningRate } }) }));
    expect(error.message).toMatch(/"(w|b)" hold values that are no numbers.*after step 5 is kept/);
    expect(folder.readRecord().step).toBe(5);
  });

  it('a number that is none ends it at once, also when it comes out of a sample', async () => {
    const dataset = smallDataset(22, 1);
    const poisoned: Dataset = {
      ...dataset,
      readBatch: async (requests) => {
        const batch = await dataset.readBatch(requests);
        if (requests.some(({ index }) => index === 4)) batch['x']![0] = NaN;
        return batch;
      },
    };
    const error = await failureOf(run({ job: smallJob({ dataset: poisoned }) }));
    expect(error.message).toContain('loss became NaN');
  });

  it('a sample that cannot be read ends the run, and the steps before it are kept', async () => {
    const dataset = smallDataset(22, 1);
    let batches = 0;
    const broken: Dataset = {
      ...dataset,
      readBatch: (requests) =>
        ++batches > 9
          ? Promise.reject(new OnsetError('input-undecodable', { path: 'clip-17.bin', reason: 'cut short' }))
          : dataset.readBatch(requests),
    };
    const job = smallJob({ dataset: broken, evaluation: null });
    const error = await failureOf(run({ job }));
    expect(error.line).toContain('clip-17.bin');
    expect(folder.readRecord().step).toBe(9);
    const whole = smallJob({ evaluation: null });
    expect((await run({ job: whole, isResumed: true })).ended.step).toBe(20);
  });

  it('a sample that cannot be scored does so too; the epoch is closed by the run that goes on', async () => {
    const straight = await run({ to: new RunFolder(join(root, 'scored')) });
    const { evaluation } = smallJob();
    const failure = new OnsetError('input-undecodable', { path: 'clip-3.bin', reason: 'cut short' });
    const dataset = { ...evaluation!.dataset, readBatch: () => Promise.reject(failure) };
    const job = smallJob({ evaluation: { ...evaluation!, dataset } });
    expect(await failureOf(run({ job }))).toBe(failure);
    expect(folder.readRecord()).toMatchObject({ step: 5, history: [], openEpoch: { steps: 5 } });
    const second = await run({ isResumed: true });
    expect(lossesOf(second.events)).toEqual(lossesOf(straight.events).slice(5));
    expect(folder.readRecord().history).toEqual(new RunFolder(join(root, 'scored')).readRecord().history);
  });
});
