import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { VideoFrame } from '../../../contract/frame.ts';
import { makeClip } from '../../../test/helpers/make-clip.ts';
import { type ReadFrame, readFrames } from '../../../test/helpers/read-frames.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { openCamera, openFile, openStream, openVirtualCamera } from './index.ts';

const folder = tempFolder('live');

/** Half a second of 20 ms frames, the nth of luma 9n, in a file whose name needs every kind of escaping. */
const path = join(folder, "it's: a [loop], 100% \\odd; name.mkv");
const lavfi = 'color=black:size=64x48:rate=50,format=gray,geq=lum=N*9';
makeClip(path, { video: [{ encoder: 'ffv1', fps: 50, frames: 25, pixelFormat: 'gray', lavfi }] });
const numberIn = (frame: ReadFrame): number => frame.bytes[0]! / 9;

async function take(source: Awaited<ReturnType<typeof openStream>>, count: number) {
  async function* first() {
    let taken = 0;
    for await (const frame of source.frames()) {
      yield frame;
      if (++taken === count) return;
    }
  }
  return readFrames(first());
}

describe('a virtual camera', () => {
  it('loops a file in real time with times that run on', async () => {
    await using source = await openVirtualCamera(path);
    expect(source.info).toMatchObject({
      kind: 'virtual',
      name: path,
      fps: 50,
      codec: 'ffv1',
      durationS: null,
      frames: null,
    });
    const startMs = performance.now();
    const frames = await take(source, 40);
    const wallMs = performance.now() - startMs;
    // By index, not by place: a busy machine may drop some.
    expect(frames.map(({ timeUs }) => timeUs)).toEqual(frames.map(({ index }) => 20_000 * index));
    expect(frames.map(numberIn)).toEqual(frames.map(({ index }) => index % 25)); // a second round after 25
    expect(frames.at(-1)!.index).toBe(39 + source.stats.dropped);
    expect(wallMs).toBeGreaterThan(600); // 39 distances of 20 ms, less what had been decoded on opening
  });

  it('repeats frames to reach a higher rate', async () => {
    await using source = await openVirtualCamera(path, { fps: 100 });
    expect(source.info.fps).toBe(100);
    const frames = await take(source, 21);
    expect(frames.map(({ timeUs }) => timeUs)).toEqual(frames.map(({ index }) => 10_000 * index));
    expect(frames.map(numberIn)).toEqual(frames.map(({ index }) => (index >> 1) % 25));
  });

  it('drops the oldest for a consumer that is too slow, counts them, and goes on with new ones', async () => {
    await using source = await openVirtualCamera(path);
    const frames = source.frames();
    ((await frames.next()).value as VideoFrame)[Symbol.dispose]();
    while (source.stats.dropped < 3) await delay(10); // the consumer is busy for as long as that takes
    using next = (await frames.next()).value as VideoFrame;
    const { dropped, delivered } = source.stats;
    expect(delivered).toBe(2);
    expect(dropped).toBeGreaterThanOrEqual(3);
    expect(next.index).toBe(1 + dropped);
    expect(next.timeUs).toBe(20_000 * next.index);
  });

  it('stops at once when told to', async () => {
    await using source = await openVirtualCamera(path);
    const stop = new AbortController();
    setTimeout(() => {
      stop.abort();
    }, 100);
    const startMs = performance.now();
    for await (const frame of source.frames(stop.signal)) frame[Symbol.dispose]();
    expect(performance.now() - startMs).toBeLessThan(1000);
  });

  it('refuses what openFile refuses', async () => {
    await expect(openVirtualCamera(join(folder, 'nowhere.mp4'))).rejects.toMatchObject({
      code: 'input-not-found',
    });
  });
});

describe('a stream', () => {
  it('that nobody sends is an error with a remedy', async () => {
    // Port 9 (discard) of this machine: refused at once.
    await expect(openStream('tcp://127.0.0.1:9')).rejects.toMatchObject({
      code: 'stream-unreachable',
      exitStatus: 3,
      message: 'tcp://127.0.0.1:9 does not deliver a stream: connection refused.',
    });
  });

  /** A server that answers with the first `share` of a clip, then hangs up. */
  async function served(name: string, frames: number, share: number) {
    const clip = join(folder, name);
    makeClip(clip, { video: [{ widthPx: 160, heightPx: 120, frames }] });
    const bytes = readFileSync(clip);
    const server = createServer((_, response) => {
      response.setHeader('Content-Length', bytes.length);
      response.write(bytes.subarray(0, bytes.length * share), () => response.socket?.destroySoon());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    return { url: `http://127.0.0.1:${port}/${name}`, [Symbol.dispose]: () => server.close() };
  }

  it('over HTTP is read to its end', async () => {
    using server = await served('stream.ts', 10, 1);
    await using source = await openStream(server.url);
    expect(source.info).toMatchObject({ kind: 'stream', codec: 'h264', widthPx: 160, durationS: null });
    const frames = await readFrames(source.frames());
    expect(frames.length + source.stats.dropped).toBe(10);
    expect(frames.at(-1)!.timeUs).toBe(360_000);
  });

  it('that is cut off gives what came, then the failure', async () => {
    using server = await served('lost.ts', 100, 0.5);
    await using source = await openStream(server.url);
    const reading = readFrames(source.frames());
    await expect(reading).rejects.toMatchObject({ code: 'source-lost', exitStatus: 1 });
    expect(source.stats.delivered).toBeGreaterThan(0);
  });
});

describe('a camera', () => {
  it('that is not there is an error with a remedy', async () => {
    await expect(openCamera({ id: '/dev/video99', fps: 30 })).rejects.toMatchObject({
      code: 'camera-unavailable',
      exitStatus: 1,
    });
  });
});

it('a file is opened by its name even where that looks like an address', async () => {
  await expect(openFile('http://127.0.0.1:9/clip.mp4')).rejects.toMatchObject({ code: 'input-not-found' });
});
