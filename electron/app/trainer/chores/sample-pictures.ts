import { openFile } from '../../../engine/capture/index.ts';
import { JpegEncoder } from '../../../engine/frames/index.ts';

export interface SamplePicture {
  readonly jpeg: Uint8Array<ArrayBuffer>;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** On its longer side: a face can be told, and sixty of them cross in a megabyte. */
const LONG_SIDE_PX = 192;

/** One frame of each file, small; null where it cannot be decoded. */
export async function picturesAt(
  places: readonly { readonly path: string; readonly frame: number }[],
): Promise<(SamplePicture | null)[]> {
  using encoder = new JpegEncoder();
  const pictures: (SamplePicture | null)[] = [];
  for (const { path, frame } of places) pictures.push(await pictureAt(encoder, path, frame));
  return pictures;
}

async function pictureAt(encoder: JpegEncoder, path: string, wanted: number): Promise<SamplePicture | null> {
  try {
    await using source = await openFile(path);
    for await (const frame of source.frames()) {
      using held = frame;
      if (held.index < wanted) continue;
      const { bytes, widthPx, heightPx } = await encoder.encode(held.image, LONG_SIDE_PX);
      return { jpeg: bytes, widthPx, heightPx };
    }
    return null;
  } catch {
    // A picture that is shown to give an idea; what is damaged is told when it is prepared.
    return null;
  }
}
