/**
 * Reading a file through capture against node-av's bare decode loop on the same file: what owned
 * frames, times and views cost. Both take turns in one process. Real clips where they are, and made ones.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AVMEDIA_TYPE_VIDEO } from 'node-av/constants';
import { Codec, CodecContext, FormatContext, Frame, Packet } from 'node-av/lib';
import { openFile } from '../electron/engine/capture/index.ts';
import { makeClip } from '../test/helpers/make-clip.ts';
import { type BenchRow, median, record } from './harness.ts';

const ROUNDS = 9;
const folder = mkdtempSync(join(tmpdir(), 'onset decode '));
try {
  record('decode', await measureAll(), 'ratio: ours over the bare loop; 1.0 is free');
} finally {
  rmSync(folder, { recursive: true });
}

async function measureAll(): Promise<BenchRow[]> {
  const made = { widthPx: 640, heightPx: 480, frames: 300, encoderOptions: { preset: 'veryfast' } };
  const small = join(folder, 'small.mp4');
  const usual = join(folder, 'usual.mp4');
  makeClip(small, { video: [{ ...made, widthPx: 64, heightPx: 48, frames: 2000 }] });
  makeClip(usual, { video: [made] });
  const real = join(import.meta.dirname, '../../shared/clips/WolfgangLanger_Pexels.mp4');
  const rows = [await measure('64×48 H.264, made', small), await measure('640×480 H.264, made', usual)];
  if (existsSync(real)) rows.push(await measure('640×360 H.264, real', real));
  else console.log('SKIPPED: the real clip, which is not beside this checkout');
  return rows;
}

async function measure(what: string, path: string): Promise<BenchRow> {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const mine = await msPerFrame(() => readOurs(path));
    const theirs = await msPerFrame(() => readBare(path));
    if (round === 0) continue; // compilation, the file's way into the cache
    ours.push(mine);
    bare.push(theirs);
  }
  const [mine, theirs] = [median(ours), median(bare)];
  const ratio = mine / theirs;
  return {
    what,
    ours: mine,
    peer: theirs,
    peerName: 'node-av, bare loop',
    unit: 'ms/frame',
    ratio,
    samples: ROUNDS,
  };
}

async function msPerFrame(read: () => Promise<number>): Promise<number> {
  const start = performance.now();
  const frames = await read();
  return (performance.now() - start) / frames;
}

async function readOurs(path: string): Promise<number> {
  await using source = await openFile(path);
  let frames = 0;
  for await (const frame of source.frames()) {
    using held = frame;
    if (held.image.planes.length === 3) frames++;
  }
  return frames;
}

/** As node-av's own examples do it: read, send, receive, all asynchronous, one frame object used again. */
async function readBare(path: string): Promise<number> {
  const format = new FormatContext();
  await format.openInput(path);
  await format.findStreamInfo();
  const index = format.findBestStream(AVMEDIA_TYPE_VIDEO);
  const { codecpar } = format.streams[index]!;
  const codec = Codec.findDecoder(codecpar.codecId);
  const context = new CodecContext();
  context.allocContext3(codec);
  context.parametersToContext(codecpar);
  context.threadCount = 0;
  await context.open2(codec);
  using packet = new Packet();
  packet.alloc();
  using frame = new Frame();
  frame.alloc();
  let frames = 0;
  const receive = async (): Promise<void> => {
    while ((await context.receiveFrame(frame)) >= 0) {
      if (frame.data!.length >= 3) frames++;
      frame.unref();
    }
  };
  while ((await format.readFrame(packet)) >= 0) {
    if (packet.streamIndex === index) {
      await context.sendPacket(packet);
      await receive();
    }
    packet.unref();
  }
  await context.sendPacket(null);
  await receive();
  context.freeContext();
  await format.closeInput();
  return frames;
}
