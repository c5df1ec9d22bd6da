import { expect, test, vi } from 'vitest';
import type { Job } from '../../contract/channels/library.ts';
import { OnsetError } from '../../contract/errors.ts';
import type { JobHandle } from './context.ts';
import { JobQueue } from './jobs.ts';

function queue(): { jobs: JobQueue; told: Job[]; logged: string[] } {
  const [told, logged]: [Job[], string[]] = [[], []];
  const jobs = new JobQueue(
    (job) => void told.push(job),
    (line) => void logged.push(line),
  );
  return { jobs, told, logged };
}

/** Work that lasts until it is let go. */
function held(): { work: (job: JobHandle) => Promise<void>; begun: Promise<JobHandle>; end: () => void } {
  const begun = Promise.withResolvers<JobHandle>();
  const ended = Promise.withResolvers<undefined>();
  return {
    work: async (job) => {
      begun.resolve(job);
      await Promise.race([ended.promise, new Promise((_, reject) => onAbort(job.signal, reject))]);
    },
    begun: begun.promise,
    end: () => {
      ended.resolve(undefined);
    },
  };
}

function onAbort(signal: AbortSignal, reject: (reason: unknown) => void): void {
  signal.addEventListener('abort', () => {
    reject(signal.reason);
  });
}

const states = (jobs: JobQueue): string[] => jobs.list().map(({ state }) => state);

test('one analysis at a time, in the order they came; an export runs beside it', async () => {
  const { jobs } = queue();
  const [first, second, exporting] = [held(), held(), held()];
  jobs.start('analysis', 'a', null, first.work);
  jobs.start('analysis', 'b', null, second.work);
  jobs.start('export', 'c', null, exporting.work);
  await Promise.all([first.begun, exporting.begun]);
  expect(states(jobs)).toEqual(['running', 'waiting', 'running']);
  first.end();
  await second.begun;
  expect(states(jobs)).toEqual(['done', 'running', 'running']);
});

test('a failure of the world is told as it is, ours in one sentence; the next one runs all the same', async () => {
  const { jobs, logged } = queue();
  const path = '/videos/a.mp4';
  jobs.start('analysis', 'a', null, () => Promise.reject(new OnsetError('input-not-found', { path })));
  jobs.start('analysis', 'b', null, () => Promise.reject(new TypeError('secret')));
  jobs.start('analysis', 'c', null, () => Promise.resolve());
  await vi.waitFor(() => expect(states(jobs)).toEqual(['failed', 'failed', 'done']));
  const problems = jobs.list().map(({ problem }) => problem);
  expect(problems[0]).toMatchObject({ code: 'input-not-found' });
  expect(problems[1]).toMatchObject({
    code: 'internal',
    message: expect.stringContaining('the analysis of b') as string,
  });
  expect(problems[1]!.message).not.toContain('secret');
  expect(logged.join()).toContain('secret');
});

test('a running job that is cancelled ends as cancelled, a waiting one never begins', async () => {
  const { jobs } = queue();
  const [running, waiting] = [held(), held()];
  const begun = vi.fn(waiting.work);
  const first = jobs.start('analysis', 'a', null, running.work);
  const second = jobs.start('analysis', 'b', null, begun);
  await running.begun;
  jobs.cancel(second);
  jobs.cancel(first);
  await vi.waitFor(() => expect(states(jobs)).toEqual(['cancelled', 'cancelled']));
  expect(begun).not.toHaveBeenCalled();
  expect(jobs.list().map(({ problem }) => problem)).toEqual([null, null]);
});

test('progress is told some ten times a second, its last word and every change of state at once', async () => {
  vi.useFakeTimers();
  try {
    const { jobs, told } = queue();
    const work = held();
    jobs.start('analysis', 'a', null, work.work);
    const job = await work.begun;
    const before = told.length;
    for (let i = 0; i < 1000; i++) {
      job.update({ progress01: i / 1000 });
      await vi.advanceTimersByTimeAsync(1);
    }
    await vi.advanceTimersByTimeAsync(100);
    const progress = told.slice(before).map(({ progress01 }) => progress01);
    expect(progress.length).toBeGreaterThanOrEqual(9);
    expect(progress.length).toBeLessThanOrEqual(11);
    expect(progress.at(-1)).toBe(0.999);
    work.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(told.at(-1)).toMatchObject({ state: 'done', progress01: 1 });
  } finally {
    vi.useRealTimers();
  }
});

test('only what has ended can be dismissed; what is not there is said', async () => {
  const { jobs } = queue();
  const work = held();
  const id = jobs.start('analysis', 'a', null, work.work);
  await work.begun;
  jobs.dismiss(id);
  expect(states(jobs)).toEqual(['running']);
  work.end();
  await vi.waitFor(() => expect(states(jobs)).toEqual(['done']));
  jobs.dismiss(id);
  expect(jobs.list()).toEqual([]);
  expect(() => {
    jobs.cancel(id);
  }).toThrow(expect.objectContaining({ code: 'job-unknown' }));
});

test('closing ends what runs, waits for it and begins nothing more', async () => {
  const { jobs } = queue();
  const [running, waiting] = [held(), held()];
  jobs.start('analysis', 'a', null, running.work);
  jobs.start('analysis', 'b', null, waiting.work);
  await running.begun;
  await jobs.close();
  expect(states(jobs)).toEqual(['cancelled', 'cancelled']);
});

test('jobs that nobody dismisses do not pile up without end', async () => {
  const { jobs } = queue();
  for (let i = 0; i < 300; i++) jobs.start('analysis', String(i), null, () => Promise.resolve());
  await vi.waitFor(() =>
    expect(states(jobs).includes('waiting') || states(jobs).includes('running')).toBe(false),
  );
  jobs.start('analysis', 'last', null, () => Promise.resolve());
  expect(jobs.list().length).toBeLessThanOrEqual(201);
});
