/**
 * Just enough of FlatBuffers (https://flatbuffers.dev/internals/) to read a model file in place and to put new
 * tables in front of it. References inside a FlatBuffer are distances, so old bytes that are moved as one block
 * stay valid; new tables that stand before them may point into them, and nothing old is rewritten.
 */

/** Reads tables where they lie. Positions are byte offsets in the whole buffer. */
export class FlatbufferReader {
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get root(): number {
    return this.follow(0);
  }

  int32(position: number): number {
    return this.#view.getInt32(position, true);
  }

  /** The position that the reference stored at `position` points to. */
  follow(position: number): number {
    return position + this.#view.getUint32(position, true);
  }

  /** Where field number `field` of a table is stored, or null where the table leaves it out. */
  field(table: number, field: number): number | null {
    const vtable = table - this.int32(table);
    const slot = 4 + 2 * field;
    if (slot >= this.#view.getUint16(vtable, true)) return null;
    const offset = this.#view.getUint16(vtable + slot, true);
    return offset === 0 ? null : table + offset;
  }

  /** Positions of a vector's four-byte elements; empty where the field is left out. */
  elements(table: number, field: number): number[] {
    const stored = this.field(table, field);
    if (stored === null) return [];
    const vector = this.follow(stored);
    return Array.from({ length: this.int32(vector) }, (_, index) => vector + 4 + 4 * index);
  }

  /** Positions of the tables a vector refers to. */
  tables(table: number, field: number): number[] {
    return this.elements(table, field).map((element) => this.follow(element));
  }

  /** Values of a vector of 32-bit integers. */
  integers(table: number, field: number): number[] {
    return this.elements(table, field).map((element) => this.int32(element));
  }

  text(table: number, field: number): string {
    const stored = this.field(table, field);
    if (stored === null) return '';
    const start = this.follow(stored);
    const bytes = new Uint8Array(this.#view.buffer, this.#view.byteOffset + start + 4, this.int32(start));
    return new TextDecoder().decode(bytes);
  }
}

/** Something a reference may point to: a new object, or a position in the old bytes. */
export type Target = NewObject | OldPosition;

export interface OldPosition {
  readonly kind: 'old';
  readonly position: number;
}

export type NewObject =
  | { readonly kind: 'table'; readonly fields: Readonly<Record<number, FieldValue>> }
  | { readonly kind: 'references'; readonly targets: readonly Target[] }
  | { readonly kind: 'numbers'; readonly type: 'int32' | 'float32'; readonly values: readonly number[] }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'text'; readonly text: string };

export type FieldValue =
  | { readonly type: 'int8' | 'int32' | 'uint32'; readonly value: number }
  | { readonly type: 'reference'; readonly to: Target };

export const old = (position: number): OldPosition => ({ kind: 'old', position });
export const table = (fields: Readonly<Record<number, FieldValue>>): NewObject => ({ kind: 'table', fields });
export const references = (targets: readonly Target[]): NewObject => ({ kind: 'references', targets });
export const int32s = (values: readonly number[]): NewObject => ({ kind: 'numbers', type: 'int32', values });
export const float32s = (values: readonly number[]): NewObject => ({
  kind: 'numbers',
  type: 'float32',
  values,
});
export const bytes = (content: Uint8Array): NewObject => ({ kind: 'bytes', bytes: content });
export const text = (content: string): NewObject => ({ kind: 'text', text: content });
export const int8 = (value: number): FieldValue => ({ type: 'int8', value });
export const int32 = (value: number): FieldValue => ({ type: 'int32', value });
export const uint32 = (value: number): FieldValue => ({ type: 'uint32', value });
export const refer = (to: Target): FieldValue => ({ type: 'reference', to });

/** Buffers of a TFLite file are declared `force_align: 16`; everything else needs four bytes at most. */
const ALIGNMENT = 16;

/**
 * Writes `root` and all new objects it reaches, followed by `oldBytes` unchanged.
 *
 *     writeBefore(table({ 0: int32(3) }), 'TFL3', model)
 */
export function writeBefore(root: NewObject, identifier: string, oldBytes: Uint8Array): Uint8Array {
  const places = layOut(root);
  const end = [...places].reduce((length, [object, place]) => Math.max(length, place + sizeOf(object)), 8);
  const prefixLength = roundUp(end, ALIGNMENT);
  const out = new Uint8Array(prefixLength + oldBytes.length);
  out.set(oldBytes, prefixLength);
  const view = new DataView(out.buffer);
  const placeOf = (target: Target): number =>
    target.kind === 'old' ? prefixLength + target.position : places.get(target)!;
  view.setUint32(0, placeOf(root), true);
  out.set(new TextEncoder().encode(identifier), 4);
  for (const [object, place] of places) writeObject(view, object, place, placeOf);
  return out;
}

/** Parents before children, because references only point forwards. */
function layOut(root: NewObject): Map<NewObject, number> {
  const order = new Map<NewObject, number>();
  const waiting: NewObject[] = [root];
  let end = 8;
  for (let object = waiting.shift(); object !== undefined; object = waiting.shift()) {
    if (order.has(object)) throw new Error('internal: a new flatbuffer object has two parents');
    // A vector's content is what must be aligned, and it starts after the four bytes of its length.
    const lead = object.kind === 'bytes' ? 4 : 0;
    const alignment = object.kind === 'bytes' ? ALIGNMENT : 4;
    const vtable = object.kind === 'table' ? roundUp(vtableLength(object.fields), 4) : 0;
    const place = roundUp(end + vtable + lead, alignment) - lead;
    order.set(object, place);
    end = place + sizeOf(object);
    waiting.push(...childrenOf(object));
  }
  return order;
}

function childrenOf(object: NewObject): NewObject[] {
  const targets =
    object.kind === 'references'
      ? object.targets
      : object.kind === 'table'
        ? Object.values(object.fields).flatMap((field) => (field.type === 'reference' ? [field.to] : []))
        : [];
  return targets.filter((target) => target.kind !== 'old');
}

function sizeOf(object: NewObject): number {
  switch (object.kind) {
    case 'table':
      return 4 + 4 * Object.keys(object.fields).length;
    case 'references':
      return 4 + 4 * object.targets.length;
    case 'numbers':
      return 4 + 4 * object.values.length;
    case 'bytes':
      return 4 + object.bytes.length;
    case 'text':
      // Strings end with a zero byte that their length does not count.
      return 4 + new TextEncoder().encode(object.text).length + 1;
    default:
      return object satisfies never;
  }
}

function writeObject(
  view: DataView,
  object: NewObject,
  place: number,
  placeOf: (target: Target) => number,
): void {
  switch (object.kind) {
    case 'table':
      writeTable(view, object.fields, place, placeOf);
      break;
    case 'references':
      view.setUint32(place, object.targets.length, true);
      for (const [index, target] of object.targets.entries()) {
        const at = place + 4 + 4 * index;
        view.setUint32(at, placeOf(target) - at, true);
      }
      break;
    case 'numbers':
      view.setUint32(place, object.values.length, true);
      for (const [index, value] of object.values.entries()) {
        const at = place + 4 + 4 * index;
        if (object.type === 'int32') view.setInt32(at, value, true);
        else view.setFloat32(at, value, true);
      }
      break;
    case 'bytes':
    case 'text': {
      const content = object.kind === 'bytes' ? object.bytes : new TextEncoder().encode(object.text);
      view.setUint32(place, content.length, true);
      new Uint8Array(view.buffer).set(content, place + 4);
      break;
    }
    default:
      object satisfies never;
  }
}

/** The vtable stands right before its table; each field takes four bytes, in the order of the field numbers. */
function writeTable(
  view: DataView,
  fields: Readonly<Record<number, FieldValue>>,
  place: number,
  placeOf: (target: Target) => number,
): void {
  const vtable = place - roundUp(vtableLength(fields), 4);
  view.setUint16(vtable, vtableLength(fields), true);
  view.setUint16(vtable + 2, 4 + 4 * Object.keys(fields).length, true);
  view.setInt32(place, place - vtable, true);
  let offset = 4;
  for (const [key, field] of Object.entries(fields)) {
    view.setUint16(vtable + 4 + 2 * Number(key), offset, true);
    const at = place + offset;
    if (field.type === 'reference') view.setUint32(at, placeOf(field.to) - at, true);
    else if (field.type === 'int8') view.setInt8(at, field.value);
    else view.setInt32(at, field.value, true);
    offset += 4;
  }
}

const vtableLength = (fields: Readonly<Record<number, FieldValue>>): number =>
  4 + 2 * (Math.max(...Object.keys(fields).map(Number)) + 1);

const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;
