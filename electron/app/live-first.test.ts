import { expect, test } from 'vitest';
import type { Job } from '../../contract/channels/library.ts';
import { LiveFirst } from './live-first.ts';

function madeJob() {
  const abort = new AbortController();
  const told: Partial<Job>[] = [];
  return {
    id: 'j',
    signal: abort.signal,
    update: (change: Partial<Job>) => void told.push(change),
    abort,
    told,
  };
}

test('work goes on at once where nothing is watched, and says nothing', async () => {
  const job = madeJob();
  await new LiveFirst().turn(job);
  expect(job.told).toEqual([]);
});

test('work waits from the opening of a source until it is over, and says so', async () => {
  const liveFirst = new LiveFirst();
  const job = madeJob();
  liveFirst.heardLive({ state: 'opening' });
  let hasTurn = false;
  const waiting = liveFirst.turn(job).then(() => (hasTurn = true));
  liveFirst.heardLive({ state: 'running' });
  await new Promise(setImmediate);
  expect([hasTurn, job.told]).toEqual([false, [{ waitsForLive: true }]]);
  liveFirst.heardLive({ state: 'off' });
  await waiting;
  expect(job.told).toEqual([{ waitsForLive: true }, { waitsForLive: false }]);
  await liveFirst.turn(job);
  expect(job.told).toHaveLength(2);
});

test('a source that is lost lets work go on', async () => {
  const liveFirst = new LiveFirst();
  liveFirst.heardLive({ state: 'running' });
  const waiting = liveFirst.turn(madeJob());
  liveFirst.heardLive({ state: 'lost' });
  await expect(waiting).resolves.toBeUndefined();
});

test('work that is cancelled while it waits ends', async () => {
  const liveFirst = new LiveFirst();
  const job = madeJob();
  liveFirst.heardLive({ state: 'running' });
  const waiting = liveFirst.turn(job);
  job.abort.abort(new DOMException('cancelled', 'AbortError'));
  await expect(waiting).rejects.toThrow('cancelled');
  expect(job.told.at(-1)).toEqual({ waitsForLive: false });
  await expect(liveFirst.turn(job)).rejects.toThrow('cancelled');
});
