/**
 * The safetensors format (huggingface/safetensors, format page): eight bytes with the header's length, a JSON header
 * with type, shape and place of each tensor, then their bytes. No package for it is kept up on npm; the format is this
 * file.
 */
import type { StateValues } from './program.ts';

export interface StoredTensor {
  readonly shape: readonly number[];
  readonly values: StateValues;
}

export interface TensorFile {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** Free text by key, as the format has it. */
  readonly metadata: Readonly<Record<string, string>>;
}

const TYPES = {
  F32: { array: Float32Array, bytes: 4 },
  I64: { array: BigInt64Array, bytes: 8 },
} as const;
type TypeName = keyof typeof TYPES;

const LENGTH_BYTES = 8;
/** The format's own limit; a longer header is damage or mischief. */
const MAX_HEADER_BYTES = 100_000_000;

export function encodeTensors({ tensors, metadata }: TensorFile): Uint8Array<ArrayBuffer> {
  // Larger elements first, so that each tensor starts at a multiple of its element's size.
  const sorted = [...tensors].sort(([, a], [, b]) => elementBytes(b) - elementBytes(a));
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { shape, values }] of sorted) {
    const dtype: TypeName = values instanceof BigInt64Array ? 'I64' : 'F32';
    header[name] = { dtype, shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Spaces after the header are allowed, and put the tensors at a multiple of 8 bytes.
  const headerBytes = Math.ceil(json.length / LENGTH_BYTES) * LENGTH_BYTES;
  const file = new Uint8Array(LENGTH_BYTES + headerBytes + end);
  file.fill(' '.charCodeAt(0), LENGTH_BYTES, LENGTH_BYTES + headerBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.set(json, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerBytes;
  for (const [, { values }] of sorted) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return file;
}

/** A file that is not what the format wants; `message` says what is wrong, to be put after the file's name. */
export class DamagedTensors extends Error {
  override readonly name = 'DamagedTensors';
}

/** Throws `DamagedTensors`. */
export function decodeTensors(file: Uint8Array): TensorFile {
  if (file.length < LENGTH_BYTES) throw new DamagedTensors('it ends before its header');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const headerBytes = Number(view.getBigUint64(0, true));
  if (headerBytes > MAX_HEADER_BYTES) throw new DamagedTensors('its header is no header of this format');
  const start = LENGTH_BYTES + headerBytes;
  if (start > file.length) throw new DamagedTensors('it ends inside its header');
  const { __metadata__: metadata = {}, ...entries } = parseHeader(file.subarray(LENGTH_BYTES, start));
  const tensors = new Map<string, StoredTensor>();
  let used = 0;
  for (const [name, entry] of Object.entries(entries)) {
    const { type, shape, from, to } = parseEntry(name, entry);
    if (start + to > file.length) throw new DamagedTensors(`it ends before the tensor "${name}" does`);
    // A copy: views want multiples of the element's size, and the file's memory should not outlive its tensors.
    // (Not `slice`: a Node Buffer's gives a view.)
    const bytes = new Uint8Array(file.subarray(start + from, start + to));
    tensors.set(name, { shape, values: new TYPES[type].array(bytes.buffer) });
    used += to - from;
  }
  if (start + used !== file.length) throw new DamagedTensors('it holds bytes that belong to no tensor');
  return { tensors, metadata: parseMetadata(metadata) };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isRecord(header)) return header;
  } catch (error) {
    throw new DamagedTensors('its header cannot be read', { cause: error });
  }
  throw new DamagedTensors('its header is no list of tensors');
}

function parseMetadata(metadata: unknown): Record<string, string> {
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === 'string'))
    throw new DamagedTensors('its metadata are not text');
  return metadata as Record<string, string>;
}

interface Entry {
  readonly type: TypeName;
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

function parseEntry(name: string, entry: unknown): Entry {
  if (!isRecord(entry)) throw new DamagedTensors(`the tensor "${name}" is not described`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string' || !Object.hasOwn(TYPES, dtype))
    throw new DamagedTensors(`the tensor "${name}" has the type ${String(dtype)}, not F32 or I64`);
  const type = dtype as TypeName;
  if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2)
    throw new DamagedTensors(`the tensor "${name}" has no sound shape or place`);
  const [from, to] = offsets as [number, number];
  const bytes = shape.reduce((count, size) => count * size, TYPES[type].bytes);
  if (to - from !== bytes)
    throw new DamagedTensors(`the tensor "${name}" has ${to - from} bytes where its shape needs ${bytes}`);
  return { type, shape, from, to };
}

const isSizes = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);

const elementBytes = ({ values }: StoredTensor): number => values.BYTES_PER_ELEMENT;

/** Whether a value out of a file is an object with keys. */
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
