/**
 * Capture against the `ffmpeg` and `ffprobe` programs, which share its libraries but none of our code:
 * the times of all frames and all pixels. Needs those programs; real clips are added where they are.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PixelLayout } from '../contract/frame.ts';
import { openFile } from '../electron/engine/capture/index.ts';
import { type ClipOptions, makeClip } from './helpers/make-clip.ts';
import { packed } from './helpers/read-frames.ts';
import { tempFolder } from './helpers/temp-folder.ts';

const folder = tempFolder('oracle');
const clips = join(import.meta.dirname, '../../shared/clips');
const hasPrograms = ['ffmpeg', 'ffprobe'].every((program) => spawnSync(program, ['-version']).status === 0);
const realClips = existsSync(clips) ? readdirSync(clips).filter((name) => name.endsWith('.mp4')) : [];
if (!hasPrograms) console.warn('SKIPPED: capture against ffmpeg and ffprobe, which are not on this machine');
if (realClips.length === 0)
  console.warn('SKIPPED: capture of real clips, which are not beside this checkout');

const ordered = { frames: 60, bFrames: 3, encoderOptions: { preset: 'medium' } };
const uneven = (i: number): number => 33 * i + 7 * (i % 4);
const MADE: Record<string, ClipOptions> = {
  'vfr.mp4': { video: [{ ...ordered, timeMs: uneven }] },
  'vfr.mkv': { video: [{ ...ordered, timeMs: uneven }], soundS: 2 },
  'late.mkv': { video: [{ timeMs: (i) => 5000 + 40 * i }] },
  'b-frames.mov': { video: [ordered], soundS: 2 },
  'stream.ts': { video: [ordered], soundS: 2 },
  'hevc.mp4': { video: [{ encoder: 'libx265', frames: 60 }] },
  'ten-bit.mkv': { video: [{ encoder: 'libx265', pixelFormat: 'yuv420p10le', frames: 60 }] },
  'vp9.webm': { video: [{ encoder: 'libvpx-vp9', frames: 60 }] },
  'odd.mkv': { video: [{ encoder: 'ffv1', widthPx: 321, heightPx: 241 }] },
  'turned.mp4': { video: [{ rotationDeg: 90 }] },
  'turned-back.mov': { video: [{ rotationDeg: 270 }] },
  'mjpeg.avi': { video: [{ encoder: 'mjpeg', pixelFormat: 'yuvj420p', widthPx: 321, heightPx: 241 }] },
  'nv12.nut': { video: [{ encoder: 'rawvideo', pixelFormat: 'nv12' }] },
};

const FORMAT: Record<PixelLayout, string> = {
  i420: 'yuv420p',
  nv12: 'nv12',
  i010: 'yuv420p10le',
  p010: 'p010le',
};

test.runIf(hasPrograms).each([...Object.keys(MADE), ...realClips])('%s', async (name) => {
  const made = MADE[name];
  const path = join(made ? folder : clips, name);
  if (made) makeClip(path, made);

  await using source = await openFile(path);
  const times: number[] = [];
  const hash = createHash('md5');
  let format = '';
  for await (const frame of source.frames()) {
    using held = frame;
    times.push(held.timeUs);
    const { layout, range } = held.image;
    format = layout === 'i420' && range === 'full' ? 'yuvj420p' : FORMAT[layout];
    hash.update(packed(held.image));
  }

  expect(times).toEqual(probedTimes(path));
  expect(hash.digest('hex')).toBe(decodedMd5(path, format));
});

/** Every frame's time from the container's start in microseconds, as ffprobe tells it. */
function probedTimes(path: string): number[] {
  const fields = ['-show_entries', 'format=start_time:frame=best_effort_timestamp_time', '-of', 'json'];
  const { stdout } = run('ffprobe', ['-select_streams', 'v:0', ...fields, path]);
  const { format, frames } = JSON.parse(stdout.toString()) as {
    format: { start_time: string };
    frames: { best_effort_timestamp_time: string }[];
  };
  // FFmpeg before 8 let the encoder's lead-in of the sound (a start before 0) move the start of everything.
  const startUs = Math.max(0, Math.round(Number(format.start_time) * 1e6));
  return frames.map((frame) => Math.round(Number(frame.best_effort_timestamp_time) * 1e6) - startUs);
}

function decodedMd5(path: string, format: string): string {
  const output = ['-map', '0:v:0', '-fps_mode', 'passthrough', '-pix_fmt', format, '-f', 'rawvideo', '-'];
  const { stdout } = run('ffmpeg', ['-i', path, ...output]);
  return createHash('md5').update(stdout).digest('hex');
}

function run(program: string, args: string[]) {
  const result = spawnSync(program, ['-v', 'error', ...args], { maxBuffer: 2 ** 30 });
  if (result.status !== 0) throw new Error(`${program}: ${result.stderr.toString()}`);
  return result;
}
