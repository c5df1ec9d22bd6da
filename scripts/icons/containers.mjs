import { Buffer } from 'node:buffer';

/** The two files that icons come in. Both hold whole PNGs, which Windows reads since Vista and macOS since 10.7. */

/**
 * Windows: a table of pictures, then the pictures. A side of 256 is written as 0.
 * https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10)
 *
 * @param {ReadonlyMap<number, Buffer>} pngs by size in pixels, at most 256
 */
export function toIco(pngs) {
  const header = Buffer.alloc(6 + 16 * pngs.size);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pngs.size, 4);
  let at = header.length;
  [...pngs].forEach(([size, png], i) => {
    const entry = 6 + 16 * i;
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4); // planes
    header.writeUInt16LE(32, entry + 6); // bits a pixel
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(at, entry + 12);
    at += png.length;
  });
  return Buffer.concat([header, ...pngs.values()]);
}

/** Which chunks of an ICNS file hold a size; those for screens of double density come second. */
const ICNS_TYPES = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['icp6', 'ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};

/** macOS: chunks of a type, a length and a PNG. @param {ReadonlyMap<number, Buffer>} pngs */
export function toIcns(pngs) {
  const chunks = [...pngs].flatMap(([size, png]) => ICNS_TYPES[size].map((type) => chunk(type, png)));
  return chunk('icns', Buffer.concat(chunks));
}

function chunk(type, bytes) {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(8 + bytes.length, 4);
  return Buffer.concat([header, bytes]);
}
