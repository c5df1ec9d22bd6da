/**
 * A single value in NumPy's .npy format, as AffectNet's later release stores its labels: magic, version, length of the
 * header (two bytes in version 1, four from 2 on), a Python dictionary, then the value. Numbers and strings alike.
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function readNpyScalar(bytes: Buffer): number | string | null {
  if (bytes.length < 12 || !bytes.subarray(0, 6).equals(MAGIC)) return null;
  const isFirst = bytes[6] === 1;
  const headerEnd = isFirst ? 10 + bytes.readUInt16LE(8) : 12 + bytes.readUInt32LE(8);
  const header = bytes.toString('latin1', isFirst ? 10 : 12, headerEnd);
  const match = /'descr':\s*'([<>|=])([a-zA-Z])(\d+)'/.exec(header);
  const shape = /'shape':\s*\(([\d\s,]*)\)/.exec(header)?.[1]?.match(/\d+/g) ?? [];
  if (!match || shape.some((length) => length !== '1')) return null;
  const [, order, kind, size] = match;
  const value = bytes.subarray(headerEnd);
  return valueOf(value, kind!, Number(size), order === '>');
}

const MAGIC = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]); // \x93NUMPY

function valueOf(value: Buffer, kind: string, size: number, isBigEndian: boolean): number | string | null {
  // Strings: U has four bytes a letter (UTF-32), S one; both are filled up with zeros.
  if (kind === 'U' || kind === 'S') {
    const letterBytes = kind === 'U' ? 4 : 1;
    const codes = Array.from({ length: size }, (_, i) => {
      const at = letterBytes * i;
      if (value.length < at + letterBytes) return 0;
      if (letterBytes === 1) return value[at]!;
      return isBigEndian ? value.readUInt32BE(at) : value.readUInt32LE(at);
    });
    return String.fromCodePoint(...codes.filter((code) => code !== 0));
  }
  if (value.length < size) return null;
  // Beyond one byte, order matters: turned round, everything is little-endian.
  const little = isBigEndian ? Buffer.from(value.subarray(0, size)).reverse() : value;
  if (kind === 'f') return size === 8 ? little.readDoubleLE(0) : size === 4 ? little.readFloatLE(0) : null;
  if (size > 8 || (kind !== 'i' && kind !== 'u' && kind !== 'b')) return null;
  if (size === 8) return Number(kind === 'i' ? little.readBigInt64LE(0) : little.readBigUInt64LE(0));
  return kind === 'i' ? little.readIntLE(0, size) : little.readUIntLE(0, size);
}
