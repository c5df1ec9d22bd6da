import { expect, test } from 'vitest';
import { openFastest } from './fastest.ts';
import type { FrameSource } from './source.ts';

/** A device that opens at `fps`, or not at all; refuses to be open twice. */
function device(): (fps: number | Error) => () => Promise<FrameSource> {
  let isOpen = false;
  return (fps) => () => {
    if (fps instanceof Error) return Promise.reject(fps);
    if (isOpen) return Promise.reject(new Error('busy'));
    isOpen = true;
    const source = {
      info: { fps },
      [Symbol.asyncDispose]: () => {
        isOpen = false;
        return Promise.resolve();
      },
    };
    return Promise.resolve(source as unknown as FrameSource);
  };
}

test('the first way that is fast enough is taken', async () => {
  const at = device();
  expect((await openFastest([at(29.97), at(60)], 30)).info.fps).toBe(29.97);
});

test('a faster way is tried where the first is too slow, with the device closed in between', async () => {
  const at = device();
  expect((await openFastest([at(30), at(120)], 120)).info.fps).toBe(120);
});

test('the fastest is opened again where none is fast enough', async () => {
  const at = device();
  expect((await openFastest([at(60), at(30), at(new Error('no such format'))], 200)).info.fps).toBe(60);
});

test('where none opens, the first failure is told', async () => {
  const at = device();
  await expect(openFastest([at(new Error('gone')), at(new Error('no such format'))], 30)).rejects.toThrow(
    'gone',
  );
});
