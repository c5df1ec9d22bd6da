import { readFileSync, symlinkSync, truncateSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AVCOL_RANGE_JPEG, AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT709 } from 'node-av/constants';
import { describe, expect, it } from 'vitest';
import type { VideoFrame } from '../../../contract/frame.ts';
import { type ClipOptions, makeClip, type PictureTrack } from '../../../test/helpers/make-clip.ts';
import { type ReadFrame, readFrames } from '../../../test/helpers/read-frames.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { openFile } from './index.ts';

const folder = tempFolder('clips');

/** Makes a clip, reads all of it. */
async function readClip(name: string, options: ClipOptions) {
  const path = join(folder, name);
  makeClip(path, options);
  return read(path);
}

async function read(path: string) {
  await using source = await openFile(path);
  const frames = await readFrames(source.frames());
  return { info: source.info, stats: source.stats, frames, times: frames.map(({ timeUs }) => timeUs) };
}

const evenTimes = (frames: number, fps: number): number[] =>
  Array.from({ length: frames }, (_, i) => Math.round((i * 1e6) / fps));

/** Lossless, so that pictures can be compared with the test picture itself. */
const lossless = (track: PictureTrack): ClipOptions => ({
  video: [{ encoder: 'ffv1', frames: 3, ...track }],
});

describe('every container and codec', () => {
  it.each<[string, string, ClipOptions]>([
    ['h264.mp4', 'h264', {}],
    ['h264.mov', 'h264', {}],
    ['h264.mkv', 'h264', {}],
    ['h264.ts', 'h264', {}],
    ['mpeg4.avi', 'mpeg4', { video: [{ encoder: 'mpeg4' }] }],
    ['mjpeg.avi', 'mjpeg', { video: [{ encoder: 'mjpeg', pixelFormat: 'yuvj420p' }] }],
    ['hevc.mp4', 'hevc', { video: [{ encoder: 'libx265' }] }],
    ['vp9.webm', 'vp9', { video: [{ encoder: 'libvpx-vp9' }] }],
    ['prores.mov', 'prores', { video: [{ encoder: 'prores', pixelFormat: 'yuv422p10le' }] }],
    ["a name: with %03d [odd] 'signs', 100%.mp4", 'h264', {}],
  ])('%s', async (name, codec, options) => {
    const { info, frames, times, stats } = await readClip(name, options);
    expect(info).toMatchObject({ kind: 'file', codec, widthPx: 64, heightPx: 48, rotationDeg: 0 });
    expect(info.fps).toBeCloseTo(25, 6);
    expect(info.durationS).toBeCloseTo(1, 1);
    expect(times).toEqual(evenTimes(25, 25));
    expect(frames.map(({ index }) => index)).toEqual(frames.map((_, i) => i));
    expect(stats).toMatchObject({ captured: 25, delivered: 25, dropped: 0, corrupt: 0, warnings: [] });
  });
});

describe('times', () => {
  const uneven = (i: number): number => 40 * i + 7 * (i % 3);
  const ordered = { encoderOptions: { preset: 'medium' }, bFrames: 3 };

  it.each(['mp4', 'mkv'])(
    'are the container’s where the rate varies, also with B-frames (%s)',
    async (ending) => {
      const { times } = await readClip(`vfr.${ending}`, { video: [{ timeMs: uneven, ...ordered }] });
      expect(times).toEqual(Array.from({ length: 25 }, (_, i) => uneven(i) * 1000));
    },
  );

  it('count from the start of the container where that is not 0', async () => {
    const { times, info } = await readClip('late.mkv', { video: [{ timeMs: (i) => 5000 + 40 * i }] });
    expect(times).toEqual(evenTimes(25, 25));
    expect(info.durationS).toBeCloseTo(1, 1);
  });

  it('keep the delay of a video that starts after its sound', async () => {
    const { times } = await readClip('delayed.mkv', { video: [{ timeMs: (i) => 200 + 40 * i }], soundS: 1 });
    expect(times[0]).toBeGreaterThanOrEqual(200_000);
    expect(times[0]).toBeLessThan(225_000); // the sound's own start lies up to one of its frames before 0
    expect(times[24]! - times[0]!).toBe(960_000);
  });

  it('skip what an edit list cuts away', async () => {
    // MP4 keeps frames before time 0 and tells players, by an edit list, to start at 0.
    const { times } = await readClip('edited.mp4', {
      video: [{ timeMs: (i) => 40 * i - 200 }],
      muxerOptions: { use_editlist: '1', avoid_negative_ts: 'disabled' },
    });
    expect(times).toEqual(evenTimes(20, 25));
  });
});

describe('pictures', () => {
  /** Luma of the first frame as rows. */
  const luma = ({ bytes, image }: ReadFrame): number[][] =>
    Array.from({ length: image.heightPx }, (_, y) => [
      ...bytes.subarray(y * image.widthPx, (y + 1) * image.widthPx),
    ]);
  const clockwise = (rows: number[][]): number[][] =>
    rows[0]!.map((_, x) => rows.map((row) => row[x]!).reverse());

  it.each([90, 180, 270] as const)('are turned upright by %s°', async (rotationDeg) => {
    const plain = await readClip(`plain${rotationDeg}.mp4`, { video: [{ frames: 2 }] });
    const turned = await readClip(`turned${rotationDeg}.mp4`, { video: [{ frames: 2, rotationDeg }] });
    let expected = luma(plain.frames[1]!);
    for (let deg = 0; deg < rotationDeg; deg += 90) expected = clockwise(expected);
    expect(turned.info).toMatchObject({
      rotationDeg,
      widthPx: expected[0]!.length,
      heightPx: expected.length,
    });
    expect(luma(turned.frames[1]!)).toEqual(expected);
  });

  it('are turned over where the container says mirrored or upside down', async () => {
    const plain = luma((await readClip('unmirrored.mp4', { video: [{ frames: 1 }] })).frames[0]!);
    const upsideDown = { frames: 1, displayMatrix: [65536, 0, 0, 0, -65536, 0, 0, 0, 1 << 30] };
    const flipped = await readClip('upside-down.mp4', { video: [upsideDown] });
    expect(luma(flipped.frames[0]!)).toEqual(plain.toReversed());
    const mirror = { frames: 1, displayMatrix: [-65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30] };
    const mirrored = await readClip('mirrored.mp4', { video: [mirror] });
    expect(luma(mirrored.frames[0]!)).toEqual(plain.map((row) => row.toReversed()));
  });

  it('of odd size keep their last column and row, chroma rounded up', async () => {
    const { frames, info } = await readClip('odd.mkv', lossless({ widthPx: 321, heightPx: 241 }));
    expect(info).toMatchObject({ widthPx: 321, heightPx: 241 });
    expect(frames[0]!.bytes).toHaveLength(321 * 241 + 2 * 161 * 121);
  });

  it('keep 10 bits', async () => {
    const { frames } = await readClip('deep.mkv', lossless({ pixelFormat: 'yuv420p10le' }));
    expect(frames[0]!.image.layout).toBe('i010');
    const samples = Array.from({ length: 64 * 48 }, (_, i) => frames[0]!.bytes.readUInt16LE(2 * i));
    expect(Math.max(...samples)).toBeGreaterThan(255);
    expect(Math.max(...samples)).toBeLessThan(1024);
    expect(samples.some((sample) => sample % 4 !== 0)).toBe(true);
  });

  it('in nv12 pass as they are', async () => {
    const raw = { encoder: 'rawvideo', pixelFormat: 'nv12', frames: 1 };
    const { frames } = await readClip('nv12.nut', { video: [raw] });
    expect(frames[0]!.image.layout).toBe('nv12');
    expect(frames[0]!.bytes).toHaveLength((64 * 48 * 3) / 2);
  });

  it.each(['yuv422p', 'yuv444p', 'yuv411p'])(
    'in %s become i420 with their luma untouched',
    async (pixelFormat) => {
      const lavfi = `testsrc2=size=64x48:rate=25,format=yuv444p`;
      const { frames } = await readClip(`${pixelFormat}.mkv`, lossless({ pixelFormat, lavfi }));
      const plain = await readClip(`of-${pixelFormat}.mkv`, lossless({ lavfi }));
      expect(frames[2]!.image).toMatchObject({ layout: 'i420', range: 'limited' });
      expect(luma(frames[2]!)).toEqual(luma(plain.frames[2]!));
    },
  );

  it('in grey keep every level', async () => {
    const lavfi = 'color=size=64x48:rate=25,format=gray,geq=lum=X*4';
    const { frames } = await readClip('grey.mkv', lossless({ pixelFormat: 'gray', lavfi }));
    expect(frames[0]!.image).toMatchObject({ layout: 'i420', range: 'full' });
    expect(luma(frames[0]!)[7]).toEqual(Array.from({ length: 64 }, (_, x) => 4 * x));
    expect(new Set(frames[0]!.bytes.subarray(64 * 48))).toEqual(new Set([128]));
  });

  it.each(['bgr0', 'gbrp', 'pal8'])('in %s become i420 of BT.601 and full range', async (pixelFormat) => {
    // Pure red: Y = 0.299·255, Cb = 128 − 0.168736·255, Cr = 128 + 0.5·255 (clipped at 255).
    const red = 'color=red:size=64x48:rate=25:duration=2,format=rgb24';
    const palette = `${red},split[a][b];[b]palettegen=reserve_transparent=0[p];[a][p]paletteuse=dither=none`;
    const { frames } = await readClip(
      `${pixelFormat}.mkv`,
      pixelFormat === 'pal8'
        ? { video: [{ encoder: 'gif', pixelFormat, frames: 2, lavfi: palette }], container: 'gif' }
        : lossless({ pixelFormat, lavfi: red, encoder: pixelFormat === 'gbrp' ? 'magicyuv' : 'ffv1' }),
    );
    const { bytes, image } = frames[0]!;
    expect(image).toMatchObject({ layout: 'i420', matrix: 'bt601', range: 'full' });
    const [y, cb, cr] = [bytes[1000]!, bytes[64 * 48 + 300]!, bytes[64 * 48 * 1.25 + 300]!];
    expect(Math.abs(y - 76.2)).toBeLessThanOrEqual(1.5);
    expect(Math.abs(cb - 85)).toBeLessThanOrEqual(1.5);
    expect(cr).toBeGreaterThanOrEqual(254);
  });

  it('of bottom-up files stand upright', async () => {
    const lavfi = 'color=black:size=64x48:rate=25,format=gray,geq=lum=Y*5,format=bgr24';
    const raw = { encoder: 'rawvideo', pixelFormat: 'bgr24', frames: 1, lavfi };
    const { frames } = await readClip('bottom-up.avi', { video: [raw] });
    const column = luma(frames[0]!).map((row) => row[10]!);
    column.forEach((value, y) => {
      expect(Math.abs(value - 5 * y)).toBeLessThanOrEqual(1);
    });
  });

  it('of pixels that are not square are widened until they are', async () => {
    const { info, frames } = await readClip('anamorphic.mp4', { video: [{ pixelAspect: [16, 11] }] });
    expect(info).toMatchObject({ widthPx: 93, heightPx: 48 }); // 64 · 16/11
    expect(frames[0]!.image).toMatchObject({ widthPx: 93, heightPx: 48 });
    expect((await readClip('tall.mp4', { video: [{ pixelAspect: [1, 2] }] })).info).toMatchObject({
      heightPx: 96,
    });
    expect((await readClip('nearly.mp4', { video: [{ pixelAspect: [201, 200] }] })).info.widthPx).toBe(64);
  });

  it('carry the matrix and range they declare, or what their height suggests', async () => {
    const form = async (name: string, track: PictureTrack) =>
      (await readClip(name, { video: [track] })).frames[0]!.image;
    expect(await form('sd.mp4', { frames: 1 })).toMatchObject({ matrix: 'bt601', range: 'limited' });
    const hd = { frames: 1, widthPx: 1280, heightPx: 720 };
    expect(await form('hd.mp4', hd)).toMatchObject({ matrix: 'bt709', range: 'limited' });
    // Turned upright its height changes, its colours do not.
    expect(await form('hd-turned.mp4', { ...hd, rotationDeg: 90 })).toMatchObject({
      matrix: 'bt709',
      heightPx: 1280,
    });
    const declared = { frames: 1, colourSpace: AVCOL_SPC_BT709, colourRange: AVCOL_RANGE_JPEG };
    expect(await form('declared.mp4', declared)).toMatchObject({ matrix: 'bt709', range: 'full' });
    const wide = { frames: 1, colourSpace: AVCOL_SPC_BT2020_NCL };
    expect(await form('wide.mp4', wide)).toMatchObject({ matrix: 'bt2020', range: 'limited' });
  });
});

describe('a file with several videos', () => {
  it('gives the one with the most pixels', async () => {
    const { info, frames } = await readClip('two.mkv', { video: [{}, { widthPx: 128, heightPx: 96 }] });
    expect(info).toMatchObject({ widthPx: 128, heightPx: 96 });
    expect(frames).toHaveLength(25);
  });
});

describe('a damaged file', () => {
  const long = { widthPx: 160, heightPx: 120, frames: 100 };
  const cut = (name: string, options: ClipOptions, share: number): string => {
    const path = join(folder, name);
    makeClip(path, options);
    truncateSync(path, Math.floor(statSync(path).size * share));
    return path;
  };

  it.each<[string, ClipOptions]>([
    ['cut.mp4', { video: [long], muxerOptions: { movflags: 'faststart' } }],
    ['cut.mkv', { video: [long] }],
    ['cut.avi', { video: [{ ...long, encoder: 'mpeg4' }] }],
    ['cut.webm', { video: [{ ...long, encoder: 'libvpx-vp9' }], soundS: 4 }],
  ])('%s gives its frames up to the break and says that it breaks off', async (name, options) => {
    const { frames, stats } = await read(cut(name, options, 0.6));
    expect(frames.length).toBeGreaterThan(40);
    expect(frames.length).toBeLessThan(75);
    expect(stats.warnings[0]).toMatch(/(breaks off|is not whole).* after [12]\.\d\d s/);
  });

  it('whole files do not break off', async () => {
    for (const name of ['whole.mp4', 'whole.mkv', 'whole.ts', 'whole.mov']) {
      expect((await readClip(name, { video: [long], soundS: 6 })).stats.warnings).toEqual([]);
    }
  });

  it('is read on after the damage, which is counted', async () => {
    const path = join(folder, 'holed.mp4');
    makeClip(path, { video: [long] });
    const bytes = readFileSync(path);
    bytes.fill(0xff, bytes.length / 2, bytes.length / 2 + 8000); // several pictures' worth
    writeFileSync(path, bytes);
    const { stats, times } = await read(path);
    expect(stats.corrupt).toBeGreaterThan(0);
    expect(stats.warnings.join()).toContain('is damaged in');
    expect(times.at(-1)).toBe(3_960_000);
  });

  it('says where pictures are missing', async () => {
    const hole = (i: number): number => 40 * i + (i < 10 ? 0 : 400);
    const { stats } = await readClip('hole.mkv', { video: [{ timeMs: hole }] });
    expect(stats.warnings).toEqual([
      expect.stringContaining(
        'has no pictures for a while in one place (the longest: 0.44 s from 0.36 s on)',
      ),
    ]);
  });
});

describe('what is no video is refused with exit status 3', () => {
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const made = (name: string, options: ClipOptions): string => {
    const path = join(folder, name);
    makeClip(path, options);
    return path;
  };

  it.each<[string, string, () => string]>([
    ['input-not-found', 'a missing file', () => join(folder, 'nowhere.mp4')],
    ['input-not-found', 'a file taken for a folder', () => join(write('file.txt', 'x'), 'clip.mp4')],
    ['input-empty', 'an empty file', () => write('empty.mp4', '')],
    ['input-undecodable', 'a text file named .mp4', () => write('text.mp4', 'Not a video.\n'.repeat(50))],
    ['input-without-video', 'a text file', () => write('notes.txt', 'Not a video.\n'.repeat(50))],
    [
      'input-undecodable',
      'an MP4 whose index is lost',
      () => {
        const path = made('headless.mp4', {});
        truncateSync(path, statSync(path).size / 2);
        return path;
      },
    ],
    ['input-without-video', 'sound alone', () => made('sound.m4a', { video: [], soundS: 1 })],
    [
      'input-without-video',
      'sound with a cover (m4a)',
      () => made('cover.m4a', { video: [], soundS: 1, hasCover: true }),
    ],
    [
      'input-without-video',
      'sound with a cover (mp3)',
      () => made('cover.mp3', { video: [], soundS: 1, hasCover: true }),
    ],
    [
      'input-unreadable',
      'a link in a circle',
      () => {
        const path = join(folder, 'circle.mp4');
        symlinkSync(path, path);
        return path;
      },
    ],
  ])('%s: %s', async (code, _, path) => {
    await expect(openFile(path())).rejects.toMatchObject({ name: 'OnsetError', code, exitStatus: 3 });
  });

  it.runIf(process.geteuid?.() === 0)('input-unreadable: a file that may not be read', async () => {
    const path = write('private.mp4', 'x');
    const { chmodSync } = await import('node:fs');
    chmodSync(path, 0);
    // The superuser may read everything; nobody (65534) may not. Opening the folder itself is allowed.
    chmodSync(folder, 0o755);
    process.seteuid!(65_534);
    try {
      await expect(openFile(path)).rejects.toMatchObject({ code: 'input-unreadable', exitStatus: 3 });
    } finally {
      process.seteuid!(0);
    }
  });
});

describe('reading', () => {
  it('stops when told to, and a source is read once', async () => {
    const path = join(folder, 'stop.mp4');
    makeClip(path);
    await using source = await openFile(path);
    const stop = new AbortController();
    let count = 0;
    for await (const frame of source.frames(stop.signal)) {
      frame[Symbol.dispose]();
      if (++count === 5) stop.abort();
    }
    expect(count).toBe(5);
    expect(source.stats.warnings).toEqual([]);
    await expect(source.frames().next()).rejects.toThrow('internal: a source is read once');
  });

  it('decodes no further than it is asked to: a slow consumer slows the file', async () => {
    const path = join(folder, 'slow.mkv');
    makeClip(path, { video: [{ frames: 200 }] });
    await using source = await openFile(path);
    const frames = source.frames();
    for (let i = 0; i < 3; i++) ((await frames.next()).value as VideoFrame)[Symbol.dispose]();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(source.stats).toMatchObject({ captured: 3, delivered: 3, dropped: 0 });
  });

  it('may be closed while a frame is being decoded', async () => {
    const path = join(folder, 'close.mkv');
    makeClip(path, { video: [{ frames: 200 }] });
    const source = await openFile(path);
    const pending = source.frames().next();
    await source[Symbol.asyncDispose]();
    (await pending).value?.[Symbol.dispose]();
    await source[Symbol.asyncDispose]();
    expect(source.stats.delivered).toBeLessThanOrEqual(1);
  });
});
