import { existsSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { smallDataset, smallJob, smallOptions, smallProgram } from '../../test/helpers/small-training.ts';
import {
  failureOf,
  folder,
  freshRunFolders,
  lossesOf,
  run,
  stopAfter,
  type Trained,
} from '../../test/helpers/training-run.ts';
import { readBeginning } from './beginning.ts';
import { RunFolder, type NamedTensors, type TrainingJob } from './index.ts';

freshRunFolders('beginning');

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

  it('takes the last state where no score says which is the best', async () => {
    await pretrain();
    const { best, state, step } = earlier.readRecord();
    expect(best!.file).not.toBe(state.file);
    const { from } = readBeginning(earlier, smallJob({ beginsWithLast: true }));
    expect(from).toMatchObject({ ...state, step });
    expect(readBeginning(earlier, smallJob()).from.file).toBe(best!.file);
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
