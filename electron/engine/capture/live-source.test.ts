import { AV_PIX_FMT_YUV420P } from 'node-av/constants';
import { Frame } from 'node-av/lib';
import { describe, expect, it } from 'vitest';
import type { SourceInfo, VideoFrame } from '../../../contract/frame.ts';
import { Pixels } from './frame.ts';
import { LiveSource, QUEUE_FRAMES } from './live-source.ts';
import type { Picture, PictureReader } from './picture.ts';
import { Tally } from './source.ts';

/** A device whose pictures come when the test says so. */
class HandCamera implements PictureReader {
  readonly info = { kind: 'camera', name: 'hand' } as SourceInfo;
  isInterrupted = false;
  readonly #waiting: PromiseWithResolvers<Picture | null>[] = [];
  readonly #asked: PromiseWithResolvers<Picture | null>[] = [];
  #count = 0;

  next(): Promise<Picture | null> {
    const ready = this.#waiting.shift();
    if (ready) return ready.promise;
    const asked = Promise.withResolvers<Picture | null>();
    this.#asked.push(asked);
    return asked.promise;
  }

  /** Delivers `count` pictures and lets the source take them in. */
  async deliver(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      this.#turn().resolve({ timeUs: 10_000 * this.#count++, pixels: pixels() });
      await turnOfTheLoop();
    }
  }

  async end(error?: Error): Promise<void> {
    const turn = this.#turn();
    if (error) turn.reject(error);
    else turn.resolve(null);
    await turnOfTheLoop();
  }

  interrupt(): void {
    this.isInterrupted = true;
    for (const asked of this.#asked.splice(0)) asked.resolve(null);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }

  #turn(): PromiseWithResolvers<Picture | null> {
    const asked = this.#asked.shift();
    if (asked) return asked;
    const ready = Promise.withResolvers<Picture | null>();
    this.#waiting.push(ready);
    return ready;
  }
}

const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function pixels(): Pixels {
  const av = new Frame();
  av.alloc();
  av.format = AV_PIX_FMT_YUV420P;
  av.width = 16;
  av.height = 16;
  av.getBuffer(0);
  return new Pixels(av, { matrix: 'bt601', range: 'limited' });
}

const take = async (frames: AsyncGenerator<VideoFrame, void, undefined>): Promise<number | null> => {
  const result = await frames.next();
  if (result.done) return null;
  using frame = result.value;
  return frame.index;
};

describe('LiveSource', () => {
  it('drops the oldest when its consumer is busy, counts them, and keeps the numbering', async () => {
    const camera = new HandCamera();
    await using source = new LiveSource(camera, new Tally());
    const frames = source.frames();
    const first = take(frames);
    await camera.deliver(1);
    expect(await first).toBe(0);
    await camera.deliver(QUEUE_FRAMES + 3);
    expect(source.stats.dropped).toBe(3);
    expect(await take(frames)).toBe(4);
    for (let i = 1; i < QUEUE_FRAMES; i++) expect(await take(frames)).toBe(4 + i);
    await camera.end();
    expect(await take(frames)).toBeNull();
    expect(source.stats).toMatchObject({ delivered: 1 + QUEUE_FRAMES, dropped: 3 });
  });

  it('hands over what it has before it throws the failure of the device', async () => {
    const camera = new HandCamera();
    await using source = new LiveSource(camera, new Tally());
    const frames = source.frames();
    const first = take(frames);
    await camera.deliver(2);
    await camera.end(new Error('the cable is out'));
    expect(await first).toBe(0);
    expect(await take(frames)).toBe(1);
    await expect(take(frames)).rejects.toThrow('the cable is out');
  });

  it('ends at once when told to stop while it waits, and wakes the device', async () => {
    const camera = new HandCamera();
    await using source = new LiveSource(camera, new Tally());
    const stop = new AbortController();
    const next = take(source.frames(stop.signal));
    await turnOfTheLoop();
    stop.abort();
    expect(await next).toBeNull();
    expect(camera.isInterrupted).toBe(true);
  });

  it('is read once', async () => {
    await using source = new LiveSource(new HandCamera(), new Tally());
    void take(source.frames());
    await expect(take(source.frames())).rejects.toThrow('internal: a source is read once');
  });
});
