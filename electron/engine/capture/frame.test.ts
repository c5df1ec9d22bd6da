import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AV_PIX_FMT_YUV420P } from 'node-av/constants';
import { Frame } from 'node-av/lib';
import { afterEach, describe, expect, it } from 'vitest';
import { countForgotten, setForgottenReport } from './forgotten.ts';
import { CapturedFrame, Pixels } from './frame.ts';

const pixels = (): Pixels => {
  const av = new Frame();
  av.alloc();
  av.format = AV_PIX_FMT_YUV420P;
  av.width = 64;
  av.height = 48;
  av.getBuffer(0);
  for (const plane of av.data!) plane.fill(7);
  return new Pixels(av, { matrix: 'bt601', range: 'limited' });
};

describe('CapturedFrame', () => {
  it('throws when used after it was disposed, and may be disposed twice', () => {
    const frame = new CapturedFrame(3, 120_000, pixels());
    expect(frame.image.widthPx).toBe(64);
    frame[Symbol.dispose]();
    frame[Symbol.dispose]();
    expect(() => frame.image).toThrow('internal: frame 3 was used after it was disposed');
    expect(() => frame.clone()).toThrow('internal: frame 3');
  });

  it('keeps the pixels until its last owner is gone, then empties the planes handed out', () => {
    const frame = new CapturedFrame(0, 0, pixels());
    const clone = frame.clone();
    const luma = frame.image.planes[0]!.data;
    frame[Symbol.dispose]();
    expect(clone.image.planes[0]!.data[100]).toBe(7);
    expect(luma[100]).toBe(7);
    clone[Symbol.dispose]();
    expect(luma).toHaveLength(0);
  });

  it('gives the same views however often they are asked for', () => {
    using frame = new CapturedFrame(0, 0, pixels());
    expect(frame.image).toBe(frame.image);
  });
});

describe('forgotten frames', () => {
  const before = setForgottenReport(null);
  afterEach(() => setForgottenReport(before));

  it('are reported when the garbage collector finds them, disposed ones are not', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const counts: number[] = [];
    setForgottenReport((count) => counts.push(count));
    (() => {
      using kept = new CapturedFrame(1, 0, pixels());
      new CapturedFrame(2, 0, pixels());
      expect(kept.index).toBe(1);
    })();
    for (let i = 0; i < 50 && counts.length === 0; i++) {
      collect();
      await delay(10);
    }
    expect(counts).toEqual([1]);
  });

  it('are reported at most once a second', () => {
    const counts: number[] = [];
    setForgottenReport((count) => counts.push(count));
    for (const nowMs of [1e9, 1e9 + 1, 1e9 + 999, 1e9 + 1000]) countForgotten(nowMs);
    expect(counts).toEqual([1, 3]);
  });
});
