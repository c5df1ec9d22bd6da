import { expect, test, vi } from 'vitest';
import { FrameTimes } from './frame-times.ts';

/** 30 frames a second with every tenth one late, as phones record. */
const times = Float64Array.from(
  { length: 30_000 },
  (_, frame) => frame * 33_333 + (frame % 10 === 9 ? 12_000 : 0),
);

function made(): { times: FrameTimes; load: ReturnType<typeof vi.fn> } {
  const load = vi.fn((from: number, to: number) => Promise.resolve(times.slice(from, to + 1)));
  const frameAt = (timeUs: number): Promise<number> => Promise.resolve(nearest(timeUs));
  return { times: new FrameTimes({ frames: times.length, durationUs: times.at(-1)! }, load, frameAt), load };
}

/** The oracle: looks at every frame. */
function nearest(timeUs: number): number {
  let best = 0;
  for (const [frame, time] of times.entries()) {
    if (Math.abs(time - timeUs) < Math.abs(times[best]! - timeUs)) best = frame;
  }
  return best;
}

test('times are exact once they are loaded, and near before', async () => {
  const { times: made1 } = made();
  expect(made1.timeOf(15_009)).toBeCloseTo(times[15_009]!, -5);
  expect(await made1.timeOfExactly(15_009)).toBe(times[15_009]);
});

test('the nearest frame of a variable rate, the earlier on a tie', async () => {
  const { times: made1 } = made();
  await made1.ensure(100);
  for (const timeUs of [0, 1, 16_666, 16_667, 305_000, 311_999, 3.2e6]) {
    expect(made1.nearestLoaded(timeUs), `at ${timeUs}`).toBe(nearest(timeUs));
  }
  expect(made1.nearestLoaded((times[4]! + times[5]!) / 2)).toBe(4);
});

test('where nothing is loaded it is asked for', async () => {
  const { times: made1 } = made();
  expect(made1.nearestLoaded(900e6)).toBeNull();
  expect(await made1.nearest(900e6)).toBe(nearest(900e6));
});

test('before the first and after the last frame there is still a nearest one', async () => {
  const { times: made1 } = made();
  await made1.ensure(0);
  await made1.ensure(29_999);
  expect(made1.nearestLoaded(-5)).toBe(0);
  expect(made1.nearestLoaded(1e12)).toBe(29_999);
});

test('a piece is loaded once, and its neighbour ahead of time', async () => {
  const { times: made1, load } = made();
  await Promise.all([made1.ensure(8000), made1.ensure(8001)]);
  await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(2));
  expect(load.mock.calls.map(([from]) => from as number).sort((a, b) => a - b)).toEqual([0, 8192]);
});
