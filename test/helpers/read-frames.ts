import type { VideoFrame, YuvImage } from '../../contract/frame.ts';

/** What a source delivered, in copies that outlive the frames. */
export interface ReadFrame {
  readonly index: number;
  readonly timeUs: number;
  /** All planes without padding, one after the other, as `ffmpeg -f rawvideo` writes them. */
  readonly bytes: Buffer;
  readonly image: Omit<YuvImage, 'planes'>;
}

export async function readFrames(frames: AsyncIterable<VideoFrame>): Promise<ReadFrame[]> {
  const read: ReadFrame[] = [];
  for await (const frame of frames) {
    using held = frame;
    const { planes, ...image } = held.image;
    read.push({ index: held.index, timeUs: held.timeUs, bytes: packed({ planes, ...image }), image });
  }
  return read;
}

export function packed(image: YuvImage): Buffer {
  const rows = image.planes.map(({ data, strideBytes }, plane) => {
    const { width, height } = planeSize(image, plane);
    return Array.from({ length: height }, (_, y) => data.subarray(y * strideBytes, y * strideBytes + width));
  });
  return Buffer.concat(rows.flat());
}

/** Row length in bytes and rows of one plane: chroma has half as many samples, rounded up. */
function planeSize(image: YuvImage, plane: number): { width: number; height: number } {
  const bytes = image.layout === 'i010' || image.layout === 'p010' ? 2 : 1;
  const isInterleaved = image.layout === 'nv12' || image.layout === 'p010';
  if (plane === 0) return { width: image.widthPx * bytes, height: image.heightPx };
  const samples = ((image.widthPx + 1) >> 1) * (isInterleaved ? 2 : 1);
  return { width: samples * bytes, height: (image.heightPx + 1) >> 1 };
}
