/**
 * How a ring lies in its shared memory, so that another thread needs the buffer and nothing else:
 *
 *   header   HEADER_BYTES      Int32: magic, layout version, slots, bytes per crop, commits so far
 *   slots    slots × 16 bytes  columns: Int32 sequence, Int32 frame index, Float64 time in µs; each from a multiple of 64
 *   crops    slots × stride    the pixels, each crop at a multiple of 64 bytes
 */

/** A cache line: crops start on one, so that native loops may use aligned loads and writers share no line. */
const ALIGN = 64;
const MAGIC = 0x0c_20_91_1e;
const VERSION = 1;

/** Places of the header's Int32 fields. */
export const HEADER = { magic: 0, version: 1, slots: 2, cropBytes: 3, commits: 4 } as const;
const HEADER_BYTES = ALIGN;

/** Views of a ring's memory. All are made once, so that nothing is allocated per frame. */
export interface RingViews {
  readonly slots: number;
  readonly cropBytes: number;
  readonly header: Int32Array;
  /** Per slot: even when it is whole, odd while it is being written; grows by 2 with each crop. */
  readonly sequence: Int32Array;
  readonly frameIndex: Int32Array;
  readonly timeUs: Float64Array;
  readonly crops: readonly Uint8Array[];
}

/** New memory for a ring, zeroed. */
export function layOutRing(slots: number, cropBytes: number): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(cropsOffset(slots) + slots * alignUp(cropBytes));
  const header = new Int32Array(memory, 0, HEADER_BYTES / 4);
  header[HEADER.magic] = MAGIC;
  header[HEADER.version] = VERSION;
  header[HEADER.slots] = slots;
  header[HEADER.cropBytes] = cropBytes;
  return memory;
}

/** Views of memory that `layOutRing` made, perhaps in another thread. */
export function viewRing(memory: SharedArrayBuffer): RingViews {
  const header = new Int32Array(memory, 0, HEADER_BYTES / 4);
  if (header[HEADER.magic] !== MAGIC || header[HEADER.version] !== VERSION)
    throw new Error('internal: this shared memory is no crop ring');
  const slots = header[HEADER.slots]!;
  const cropBytes = header[HEADER.cropBytes]!;
  const [sequenceAt, frameAt, timeAt] = columnOffsets(slots);
  const first = cropsOffset(slots);
  const stride = alignUp(cropBytes);
  return {
    slots,
    cropBytes,
    header,
    sequence: new Int32Array(memory, sequenceAt, slots),
    frameIndex: new Int32Array(memory, frameAt, slots),
    timeUs: new Float64Array(memory, timeAt, slots),
    crops: Array.from(
      { length: slots },
      (_, slot) => new Uint8Array(memory, first + slot * stride, cropBytes),
    ),
  };
}

const columnOffsets = (slots: number): readonly [number, number, number] => {
  const ints = alignUp(slots * 4);
  return [HEADER_BYTES, HEADER_BYTES + ints, HEADER_BYTES + 2 * ints];
};

const cropsOffset = (slots: number): number => columnOffsets(slots)[2] + alignUp(slots * 8);

const alignUp = (bytes: number): number => Math.ceil(bytes / ALIGN) * ALIGN;
