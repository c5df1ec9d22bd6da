import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { smallDataset, smallJob, smallOptions, smallProgram } from '../../test/helpers/small-training.ts';
import {
  failureOf,
  folder,
  freshRunFolders,
  lossesOf,
  run,
  stopAfter,
} from '../../test/helpers/training-run.ts';
import { RunFolder, type TrainingJob } from './index.ts';

const root = freshRunFolders('resume');

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
