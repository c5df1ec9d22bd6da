import type { VideoFrame } from '../../../contract/frame.ts';
import type { SetSample } from '../../../models/data/sets/sample.ts';
import { type FrameSource, openFile, openImagesOf } from '../../engine/capture/index.ts';
import { isNeeded, type NeededFrames } from './needed-frames.ts';

/** A frame with its number in the set; whoever takes it disposes it. */
export interface NumberedFrame {
  readonly frame: VideoFrame;
  readonly number: number;
}

/** The frames of a sample that are needed, in order. Throws as `openFile` does. */
export async function* readSample(sample: SetSample, needed: NeededFrames): AsyncGenerator<NumberedFrame> {
  const { pictures, fps } = sample;
  if (pictures.kind === 'pictures') {
    const images = neededPictures(sample, needed);
    const [first = 0] = images[0] ?? [];
    await using source = await openImagesOf(
      pictures.folder,
      images.map(([number, name]) => ({ name, place: number - first })),
      fps,
    );
    yield* numbered(source, needed, ({ timeUs }) => first + Math.round((timeUs * fps) / 1e6));
  } else {
    await using source = await openFile(pictures.path);
    yield* numbered(source, needed, ({ index }) => index);
  }
}

/** The picture files that `readSample` reads: [number, name]. */
export function neededPictures({ pictures }: SetSample, needed: NeededFrames): (readonly [number, string])[] {
  if (pictures.kind !== 'pictures') return [];
  return pictures.files.filter(([number]) => isNeeded(number, needed));
}

async function* numbered(
  source: FrameSource,
  needed: NeededFrames,
  numberOf: (frame: VideoFrame) => number,
): AsyncGenerator<NumberedFrame> {
  for await (const frame of source.frames()) {
    const number = numberOf(frame);
    if (isNeeded(number, needed)) yield { frame, number };
    else frame[Symbol.dispose]();
    if (number >= needed.last) return;
  }
}
