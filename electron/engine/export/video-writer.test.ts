import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AVERROR_EOF } from 'node-av/constants';
import { Codec, CodecContext, FormatContext, Frame, Packet } from 'node-av/lib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { YuvImage } from '../../../contract/frame.ts';
import { openVideoWriter } from './video-writer.ts';

const [widthPx, heightPx] = [66, 34];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset video '));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A grey ramp that moves by three levels a frame; rows longer than the picture, as decoders deliver them. */
function picture(frame: number): YuvImage {
  const plane = (width: number, height: number, value: (x: number) => number) => {
    const strideBytes = width + 14;
    const data = new Uint8Array(strideBytes * height);
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[y * strideBytes + x] = value(x);
    return { data, strideBytes };
  };
  const chroma = [100, 150].map((level) => plane(widthPx / 2, heightPx / 2, () => level));
  return {
    layout: 'i420',
    widthPx,
    heightPx,
    planes: [plane(widthPx, heightPx, (x) => 40 + 2 * x + 3 * frame), ...chroma],
    matrix: 'bt709',
    range: 'limited',
  };
}

/** Reads a file back with FFmpeg: times in microseconds and first luma rows in presentation order. */
async function readBack(
  path: string,
): Promise<{ timesUs: number[]; rows: Uint8Array[]; comment: string | null; durationUs: number }> {
  const format = new FormatContext();
  expect(await format.openInput(path)).toBeGreaterThanOrEqual(0);
  await format.findStreamInfo();
  const stream = format.streams[0]!;
  const codec = Codec.findDecoder(stream.codecpar.codecId)!;
  const decoder = new CodecContext();
  decoder.allocContext3(codec);
  decoder.parametersToContext(stream.codecpar);
  await decoder.open2(codec);
  const [packet, frame] = [new Packet(), new Frame()];
  packet.alloc();
  frame.alloc();
  const timesUs: number[] = [];
  const rows: Uint8Array[] = [];
  const drain = async (): Promise<void> => {
    while ((await decoder.receiveFrame(frame)) >= 0) {
      timesUs.push((Number(frame.pts) * 1e6 * stream.timeBase.num) / stream.timeBase.den);
      rows.push(Uint8Array.from(frame.data![0]!.subarray(0, widthPx)));
      frame.unref();
    }
  };
  for (let status = 0; status !== AVERROR_EOF;) {
    status = await format.readFrame(packet);
    await decoder.sendPacket(status < 0 ? null : packet);
    await drain();
    packet.unref();
  }
  const comment = format.metadata?.get('comment') ?? null;
  const durationUs = Number(format.duration);
  await format.closeInput();
  return { timesUs, rows, comment, durationUs };
}

test('keeps uneven times to the microsecond, the pictures and the comment', async () => {
  const path = join(folder, 'clip.mp4');
  const timesUs = [0, 33_367, 50_001, 99_999, 100_000, 250_123, 260_000, 300_000];
  const options = { widthPx, heightPx, fps: 30, crf: 10, metadata: { comment: 'onset:synthetic test' } };
  await using writer = await openVideoWriter(path, options);
  for (const [frame, timeUs] of timesUs.entries()) await writer.write(picture(frame), timeUs);
  await writer.close();
  const read = await readBack(path);
  expect(read.timesUs).toEqual(timesUs);
  expect(read.comment).toBe('onset:synthetic test');
  // The last picture is shown for one nominal frame.
  expect(Math.abs(read.durationUs - (300_000 + 33_333))).toBeLessThan(1_100);
  for (const [frame, row] of read.rows.entries()) {
    const worst = Math.max(...row.map((value, x) => Math.abs(value - (40 + 2 * x + 3 * frame))));
    expect(worst).toBeLessThan(5);
  }
  expect(readdirSync(folder)).toEqual(['clip.mp4']);
});

test('the file has no final name before it is closed, and leaves nothing when given up', async () => {
  const path = join(folder, 'clip.mp4');
  {
    await using writer = await openVideoWriter(path, { widthPx, heightPx, fps: 30 });
    await writer.write(picture(0), 0);
    expect(existsSync(path)).toBe(false);
  }
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that is not there is told', async () => {
  const path = join(folder, 'missing', 'clip.mp4');
  await expect(openVideoWriter(path, { widthPx, heightPx, fps: 30 })).rejects.toMatchObject({
    code: 'output-unwritable',
    facts: { path },
  });
});

test('a time that does not follow is our own mistake', async () => {
  await using writer = await openVideoWriter(join(folder, 'clip.mp4'), { widthPx, heightPx, fps: 30 });
  await writer.write(picture(0), 1000);
  await expect(writer.write(picture(1), 1000)).rejects.toThrow('internal: time 1000 does not follow 1000');
});
