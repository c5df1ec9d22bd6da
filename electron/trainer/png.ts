/** Pictures as PNG files, without loss, with words in them that programs read. */
import { crc32, deflateSync } from 'node:zlib';

export interface PngPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 1: grey. 3: red, green, blue, pixel by pixel. */
  readonly channels: 1 | 3;
  readonly bytes: Uint8Array;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** `texts`: keyword to Latin text (`Comment`: `onset:synthetic`), as PNG has them. */
export function encodePng(
  { widthPx, heightPx, channels, bytes }: PngPicture,
  texts: Readonly<Record<string, string>> = {},
): Uint8Array {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, widthPx);
  header.setUint32(4, heightPx);
  // 8 bits a channel; colour type 0 is grey, 2 is colour; compression, filter and interlace as everywhere.
  header.setUint8(8, 8);
  header.setUint8(9, channels === 1 ? 0 : 2);
  const stride = channels * widthPx;
  const rows = new Uint8Array(heightPx * (stride + 1));
  // Every row begins with its filter: none.
  for (let y = 0; y < heightPx; y++)
    rows.set(bytes.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', new Uint8Array(header.buffer)),
    ...Object.entries(texts).map(([key, text]) => chunk('tEXt', Buffer.from(`${key}\0${text}`, 'latin1'))),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
