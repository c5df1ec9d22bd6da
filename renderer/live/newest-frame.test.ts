import { expect, test } from 'vitest';
import type { LiveFrame } from '../../contract/channels/live.ts';
import { NewestFrame } from './newest-frame.ts';

const frame = (frameIndex: number): LiveFrame => ({
  moment: { timeUs: frameIndex, frameIndex },
  jpeg: new Uint8Array([frameIndex]),
  frameWidthPx: 1,
  frameHeightPx: 1,
  faces: [],
});

/** Unpacking that ends when the test says so. */
function made() {
  const begun: { index: number; done: (isWhole: boolean) => Promise<void> }[] = [];
  const ready: number[] = [];
  const broken: number[] = [];
  let closed = 0;
  const newest = new NewestFrame(
    (jpeg) => {
      const { promise, resolve, reject } = Promise.withResolvers<ImageBitmap>();
      const picture = { close: () => closed++ } as unknown as ImageBitmap;
      begun.push({
        index: jpeg[0]!,
        done: async (isWhole) => {
          if (isWhole) resolve(picture);
          else reject(new Error('no JPEG'));
          // What waits for it runs in the next turns.
          await new Promise((turn) => setTimeout(turn, 0));
        },
      });
      return promise;
    },
    ({ frame: { moment } }) => ready.push(moment.frameIndex),
    ({ moment }) => broken.push(moment.frameIndex),
  );
  return { newest, begun, ready, broken, closed: () => closed };
}

test('while one is unpacked only the newest waits', async () => {
  const { newest, begun, ready } = made();
  for (const index of [1, 2, 3, 4]) newest.take(frame(index));
  expect(begun.map(({ index }) => index)).toEqual([1]);
  await begun[0]!.done(true);
  expect(begun.map(({ index }) => index)).toEqual([1, 4]);
  await begun[1]!.done(true);
  expect(ready).toEqual([1, 4]);
});

test('a broken one is told and the next goes on', async () => {
  const { newest, begun, ready, broken } = made();
  newest.take(frame(1));
  newest.take(frame(2));
  await begun[0]!.done(false);
  await begun[1]!.done(true);
  expect(broken).toEqual([1]);
  expect(ready).toEqual([2]);
});

test('what is ready after the view was left is freed and not reported', async () => {
  const { newest, begun, ready, closed } = made();
  newest.take(frame(1));
  newest.close();
  await begun[0]!.done(true);
  expect(ready).toEqual([]);
  expect(closed()).toBe(1);
});
