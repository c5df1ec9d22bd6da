/**
 * How arrays of floats cross a WebSocket: MessagePack has a type for bytes and none for floats, so they are
 * extensions of it. Little-endian, as every processor that Onset runs on has them. A MessagePort needs none of this.
 */
const FLOATS = 1;
const DOUBLES = 2;

interface Extension {
  readonly type: number;
  readonly encode: (value: unknown) => Uint8Array | null;
  readonly decode: (bytes: Uint8Array) => unknown;
}

/**
 * What MessagePack's extension codec is told, by page and engine alike. Decoding throws where the length does not fit.
 */
export const WIRE_ARRAYS: readonly Extension[] = [
  {
    type: FLOATS,
    encode: (value) => (value instanceof Float32Array ? bytesOf(value) : null),
    decode: (bytes) => new Float32Array(copyOf(bytes)),
  },
  {
    type: DOUBLES,
    encode: (value) => (value instanceof Float64Array ? bytesOf(value) : null),
    decode: (bytes) => new Float64Array(copyOf(bytes)),
  },
];

const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** A message's bytes may begin anywhere, floats only at every fourth or eighth byte. */
const copyOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
