/**
 * Which mesh points the attention network's extra outputs stand for. MediaPipe's JavaScript solution carries these
 * tables in its WebAssembly file, as the serialized options of its LandmarksRefinementCalculator: one message
 * (field 1) per output, each with repeated `indexes_mapping` (field 1) and a `z_refinement` (field 2).
 */

/** One refinement: output point i replaces x and y of mesh point `points[i]`. */
export interface Refinement {
  readonly points: readonly number[];
  /** Mesh points whose mean z the refined points get; null where z stays as it was. */
  readonly meanZOf: readonly number[] | null;
}

/** Start of the first message (the plain mesh) in face_mesh_solution_simd_wasm_bin.wasm 0.4.1657299874. */
const OPTIONS_OFFSET = 5900165;

/** The mesh itself, lips, left eye, right eye, left iris, right iris (left and right of the picture). */
const POINT_COUNTS = [468, 80, 71, 71, 5, 5] as const;

/** Reads the refinements that follow the mesh: lips, two eyes, two irises. */
export function readRefinements(wasm: Uint8Array): Refinement[] {
  let position = OPTIONS_OFFSET;
  const refinements = POINT_COUNTS.map((count) => {
    const message = readField(wasm, position);
    position = message.end;
    const refinement = parseRefinement(message.content);
    if (message.field !== 1 || refinement.points.length !== count) {
      throw new Error(
        `internal: no refinement of ${count} points at byte ${position} of the WebAssembly file`,
      );
    }
    return refinement;
  });
  return refinements.slice(1);
}

function parseRefinement(message: Uint8Array): Refinement {
  const points: number[] = [];
  let meanZOf: number[] | null = null;
  for (const { field, value, content } of fieldsOf(message)) {
    if (field === 1) points.push(value);
    // z_refinement is a union: 1 none, 2 copy, 3 assign_average with repeated indexes (field 1).
    const average = field === 2 ? fieldsOf(content).find((choice) => choice.field === 3) : undefined;
    if (average) meanZOf = fieldsOf(average.content).map((index) => index.value);
  }
  return { points, meanZOf };
}

interface ProtoField {
  readonly field: number;
  /** The number of a varint field; 0 for the other kind. */
  readonly value: number;
  /** The bytes of a length-delimited field; empty for the other kind. */
  readonly content: Uint8Array;
  readonly end: number;
}

function fieldsOf(message: Uint8Array): ProtoField[] {
  const fields: ProtoField[] = [];
  for (let position = 0; position < message.length;) {
    const field = readField(message, position);
    fields.push(field);
    position = field.end;
  }
  return fields;
}

function readField(bytes: Uint8Array, position: number): ProtoField {
  const key = readVarint(bytes, position);
  const first = readVarint(bytes, key.end);
  const field = key.value >> 3;
  const none = new Uint8Array();
  switch (key.value & 7) {
    case 0:
      return { field, value: first.value, content: none, end: first.end };
    case 2: {
      const end = first.end + first.value;
      return { field, value: 0, content: bytes.subarray(first.end, end), end };
    }
    default:
      throw new Error(`internal: protobuf wire type ${key.value & 7} at byte ${position}`);
  }
}

function readVarint(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  let end = start;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[end++];
    if (byte === undefined || shift > 28) throw new Error(`internal: no varint at byte ${start}`);
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value, end };
  }
}
