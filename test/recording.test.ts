import { join } from 'node:path';
import type { Frame } from 'node-av/lib';
import { expect, test } from 'vitest';
import { makeClip } from './helpers/make-clip.ts';
import { readFrames } from './helpers/read-frames.ts';
import { tempFolder } from './helpers/temp-folder.ts';
import { avFrameOf, openFile } from '../electron/engine/capture/index.ts';
import { Recorder } from '../electron/engine/recording/index.ts';

const folder = tempFolder('recorder');
const FPS = 25;
const FRAMES = 60;

test('pictures that come faster than they are compressed are counted, and the others are recorded', async () => {
  const clip = join(folder, 'clip.mkv');
  makeClip(clip, { video: [{ widthPx: 64, heightPx: 48, fps: FPS, frames: FRAMES, encoder: 'ffv1' }] });
  const pictures: { readonly av: Frame; readonly timeUs: number }[] = [];
  await using source = await openFile(clip);
  for await (const each of source.frames()) {
    using frame = each;
    pictures.push({ av: avFrameOf(frame), timeUs: frame.timeUs });
  }
  await using recorder = new Recorder({
    ...{ packets: null, fps: FPS, replayS: 0 },
    pathFor: (kind, n, ending) => join(folder, `${kind}-${n}.${ending}`),
    onFiles: () => undefined,
    onFailure: (error) => {
      throw error;
    },
  });
  recorder.start();
  for (const { av, timeUs } of pictures) recorder.offer(() => av, timeUs);
  await recorder.stop();
  expect(recorder.dropped).toBeGreaterThan(0);
  await using recorded = await openFile(join(folder, 'recording-1.mp4'));
  expect(await readFrames(recorded.frames())).toHaveLength(FRAMES - recorder.dropped);
});
