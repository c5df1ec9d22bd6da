/** Folders that look like AffectNet's two releases. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Painter } from './pictures.ts';
import { flatPainter, writePictures } from './pictures.ts';

interface Face {
  readonly expression: number;
  readonly x?: number;
  /** False: the list names it, the folder lacks it. */
  readonly isThere?: boolean;
}

/** Every class, one with a negative box, one that is missing. */
const FACES: readonly Face[] = [
  ...Array.from({ length: 11 }, (_, expression) => ({ expression })),
  { expression: 1, x: -3 },
  { expression: 3, isThere: false },
];

const HEADER =
  'subDirectory_filePath,face_x,face_y,face_width,face_height,facial_landmarks,expression,valence,arousal';

/** The first release: lists in CSV, that of validation without its header in some copies. */
export async function makeAffectnetLists(folder: string, painter: Painter = flatPainter): Promise<void> {
  const lists = join(folder, 'Manually_Annotated_file_lists');
  const images = join(folder, 'Manually_Annotated', 'Manually_Annotated_Images');
  mkdirSync(lists, { recursive: true });
  mkdirSync(join(folder, 'Automatically_Annotated_Images', '1'), { recursive: true });
  const landmarks = Array.from({ length: 136 }, (_, i) => (i * 1.5).toFixed(2)).join(';');
  for (const split of ['training', 'validation'] as const) {
    const rows = FACES.map(({ expression, x = 1 }, i) => {
      const file = `${split === 'training' ? 1 : 2}/${split}${i}.jpg`;
      return `${file},${x},1,6,4,${landmarks},${expression},${expression > 7 ? -2 : 0.1},0.2`;
    });
    const text = [...(split === 'training' ? [HEADER] : []), ...rows].join('\r\n');
    writeFileSync(join(lists, `${split}.csv`), `${text}\r\n`);
    for (const [i, { isThere = true }] of FACES.entries())
      if (isThere) await writeFace(join(images, split === 'training' ? '1' : '2'), `${split}${i}`, painter);
  }
}

/** The later release: numbers and strings, both versions of the header. */
export async function makeAffectnetNpy(folder: string, painter: Painter = flatPainter): Promise<void> {
  for (const split of ['train_set', 'val_set']) {
    for (let id = 0; id < 9; id++) {
      const label = join(folder, split, 'annotations', `${id}_exp.npy`);
      mkdirSync(dirname(label), { recursive: true });
      if (id < 8) writeFileSync(label, npyScalar(id, id % 2 === 0 ? '<U1' : '<i8', id < 4 ? 1 : 2));
      writeFileSync(join(dirname(label), `${id}_val.npy`), npyScalar(0.5, '<f8', 1));
      await writeFace(join(folder, split, 'images'), String(id), painter);
    }
  }
}

const writeFace = (folder: string, name: string, painter: Painter): Promise<void> =>
  writePictures(
    folder,
    { fps: 1, first: 0, last: 0, onset: 0, offset: 0, aus: [] },
    'jpg',
    () => name,
    painter,
  );

/** A 0-d array as numpy.save writes it: the header is filled up with spaces to a multiple of 64 bytes. */
export function npyScalar(
  value: number,
  descr: '<U1' | '<i8' | '<f8' | '|u1' | '>f4',
  version: 1 | 2,
): Buffer {
  const lengthBytes = version === 1 ? 2 : 4;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (), }`;
  const length = Math.ceil((8 + lengthBytes + text.length + 1) / 64) * 64 - 8 - lengthBytes;
  const header = Buffer.alloc(8 + lengthBytes);
  header.write('\u0093NUMPY', 'latin1');
  header[6] = version;
  header.writeUIntLE(length, 8, lengthBytes);
  const data = Buffer.alloc(descr === '|u1' ? 1 : descr === '<U1' || descr === '>f4' ? 4 : 8);
  if (descr === '<U1') data.writeUInt32LE(String(value).charCodeAt(0));
  else if (descr === '<i8') data.writeBigInt64LE(BigInt(value));
  else if (descr === '<f8') data.writeDoubleLE(value);
  else if (descr === '>f4') data.writeFloatBE(value);
  else data[0] = value;
  return Buffer.concat([header, Buffer.from(`${text.padEnd(length - 1)}\n`, 'latin1'), data]);
}
