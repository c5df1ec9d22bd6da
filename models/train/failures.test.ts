import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OnsetError } from '../../contract/errors.ts';
import { smallDataset, smallJob, smallOptions } from '../../test/helpers/small-training.ts';
import { failureOf, folder, freshRunFolders, lossesOf, run } from '../../test/helpers/training-run.ts';
import { encodeModel, int, int64Tensor, makeModel, makeNode, makeValue } from '../onnx/index.ts';
import { RunFolder, type Dataset, type StepProgram } from './index.ts';

const root = freshRunFolders('failures');

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
