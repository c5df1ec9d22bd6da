/** Pictures of look-alikes: flat ones for readers, drawn faces that move for everything behind them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { AU_NUMBERS } from '../../../contract/au.ts';
import { JpegEncoder } from '../../../electron/engine/frames/index.ts';
import { randomFrom } from '../../../native/testing/pictures.ts';
import { drawFaces, portrait, TILE_PX } from '../face-clip.ts';

/** What a clip shows; frames by the numbers of its files. */
export interface ShownClip {
  readonly fps: number;
  readonly first: number;
  readonly last: number;
  readonly onset: number;
  readonly offset: number;
  readonly aus: readonly number[];
  /** People differ in how light they are; nothing where there is nobody in particular. */
  readonly person?: number;
}

/** Red, green and blue bytes, interleaved. */
export interface RgbPicture {
  readonly rgb: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A picture for each frame from the first to the last; the bytes of one may be those of the next. */
export type Painter = (clip: ShownClip, seed: number) => Iterable<RgbPicture>;

/** The same grey for all. */
export const flatPainter: Painter = function* ({ first, last }) {
  const picture = { rgb: new Uint8Array(3 * 8 * 6).fill(128), widthPx: 8, heightPx: 6 };
  for (let frame = first; frame <= last; frame++) yield picture;
};

/**
 * The repository's portrait, whose named action units come at the onset and are gone at the offset. No two clips are the
 * same: each has noise of its own, and each person a contrast.
 */
export async function facePainter(peakPctIod = 6): Promise<Painter> {
  const still = await portrait();
  return function* ({ fps, first, last, onset, offset, aus, person = 0 }, seed) {
    const timesUs = Array.from({ length: last - first + 1 }, (_, i) => Math.round((i * 1e6) / fps));
    const shown = AU_NUMBERS.filter((au) => aus.includes(au));
    const moves = shown.map((au) => ({
      au,
      atS: (onset - first) / fps,
      lastsS: (offset - onset) / fps,
      peakPctIod,
    }));
    const contrast = 0.7 + 0.3 * randomFrom(person)();
    const random = randomFrom(seed);
    for (const rgb of drawFaces({ timesUs, faces: [{ still, moves }] })) {
      for (let i = 0; i < rgb.length; i++)
        rgb[i] = Math.min(255, 110 + contrast * (rgb[i]! - 110) + 2 * random());
      yield { rgb, widthPx: TILE_PX, heightPx: TILE_PX };
    }
  };
}

export type PictureFormat = 'jpg' | 'bmp' | 'png';

/** Writes a clip's frames into `folder`; `nameOf` gives the file's name without its ending. */
export async function writePictures(
  folder: string,
  clip: ShownClip,
  format: PictureFormat,
  nameOf: (frame: number) => string,
  painter: Painter,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  using encoder = new JpegEncoder();
  let frame = clip.first;
  let [last, bytes]: [RgbPicture | null, Uint8Array] = [null, new Uint8Array()];
  for (const picture of painter(clip, crc32(`${basename(dirname(folder))}/${basename(folder)}`))) {
    // A flat picture is encoded once.
    if (picture !== last) bytes = await encode(picture, format, encoder);
    last = picture;
    writeFileSync(join(folder, `${nameOf(frame)}.${format}`), bytes);
    frame++;
  }
}

async function encode(picture: RgbPicture, format: PictureFormat, jpeg: JpegEncoder): Promise<Uint8Array> {
  if (format === 'bmp') return bmp(picture);
  if (format === 'png') return png(picture);
  const { rgb, widthPx, heightPx } = picture;
  const pixels = widthPx * heightPx;
  const planes = new Uint8Array(3 * pixels);
  for (let i = 0; i < pixels; i++)
    for (let plane = 0; plane < 3; plane++) planes[plane * pixels + i] = rgb[3 * i + plane]!;
  return (await jpeg.encode({ planes, widthPx, heightPx }, Math.max(widthPx, heightPx))).bytes;
}

/** A Windows bitmap of 24 bits: rows from below, blue first, each padded to four bytes. */
function bmp({ rgb, widthPx, heightPx }: RgbPicture): Uint8Array {
  const rowBytes = (3 * widthPx + 3) & ~3;
  const file = Buffer.alloc(54 + rowBytes * heightPx);
  file.write('BM', 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10); // where the pixels begin
  file.writeUInt32LE(40, 14); // size of the header that follows
  file.writeInt32LE(widthPx, 18);
  file.writeInt32LE(heightPx, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  file.writeUInt32LE(rowBytes * heightPx, 34);
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++)
      for (let plane = 0; plane < 3; plane++)
        file[54 + (heightPx - 1 - y) * rowBytes + 3 * x + 2 - plane] = rgb[3 * (y * widthPx + x) + plane]!;
  return file;
}

function png({ rgb, widthPx, heightPx }: RgbPicture): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set([8, 2, 0, 0, 0], 8); // eight bits of each of red, green, blue
  const rows = Buffer.alloc((3 * widthPx + 1) * heightPx);
  for (let y = 0; y < heightPx; y++)
    rows.set(rgb.subarray(3 * widthPx * y, 3 * widthPx * (y + 1)), (3 * widthPx + 1) * y + 1);
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
