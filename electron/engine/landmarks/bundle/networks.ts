import {
  FlatbufferReader,
  bytes,
  int32,
  int32s,
  int8,
  old,
  refer,
  references,
  table,
  text,
  uint32,
  writeBefore,
  type NewObject,
} from './flatbuffer.ts';
import { imageMetadata } from './model-metadata.ts';
import type { Refinement } from './refinement-tables.ts';
import {
  BUFFER,
  FORMAT_VERSION,
  INT32,
  METADATA,
  MODEL,
  OPERATOR,
  OPERATOR_CODE,
  OPERATORS,
  SUBGRAPH,
  TENSOR,
} from './tflite.ts';

/** The face detector as a MediaPipe task takes it: the same network, told that its input spans −1 to 1. */
export function describeDetector(model: Uint8Array): Uint8Array {
  return new Graft(model).write(imageMetadata(127.5, 127.5));
}

/**
 * The attention network as a MediaPipe task takes it: one output of 478 × 3 values and the presence logit.
 *
 * The network has seven outputs: the mesh (468 × 3), x and y of the lips, of both eyes and of both irises as
 * refined by attention, and the presence. Four operators fold them, as MediaPipe's own refinement does:
 * GATHER z of the eye contours → MEAN (z of the irises) → CONCATENATION of everything → GATHER in mesh order.
 */
export function foldLandmarks(model: Uint8Array, refinements: readonly Refinement[]): Uint8Array {
  const graft = new Graft(model);
  const [mesh, ...refined] = OUTPUTS.slice(0, -1).map((name) => graft.output(name));
  const presence = graft.output(OUTPUTS.at(-1)!);
  const contours = refinements.flatMap(({ meanZOf }) => (meanZOf ? [meanZOf] : []));
  const contourZ = graft.gather(
    mesh!,
    contours.flat().map((point) => 3 * point + 2),
    [2, contours[0]!.length],
  );
  const irisZ = graft.meanOfLastAxis(contourZ, [1, 1, 1, 2]);
  const { order, length } = meshOrder(refinements);
  const everything = graft.concatenate([mesh!, ...refined, irisZ], [1, 1, 1, length]);
  const landmarks = graft.gather(everything, order, [order.length]);
  return graft.write(imageMetadata(0, 255), [landmarks, presence]);
}

/**
 * The same landmark network with its presence logit carried along, which the task would otherwise use and drop.
 * The five points of an iris share one z, so z of the last two says nothing of its own: the first of them becomes
 * 1 and the second the logit. The task scales all z alike, so their quotient is the logit again (`presence.ts`).
 */
export function carryPresence(model: Uint8Array): Uint8Array {
  const graft = new Graft(model);
  const [landmarks, presence] = graft.outputs;
  const one = graft.constantFloat(1);
  const length = 3 * POINTS;
  const everything = graft.concatenate([landmarks!, presence!, one], [1, 1, 1, length + 2]);
  const order = Array.from({ length }, (_, index) => index);
  order[length - 1] = length;
  order[length - 4] = length + 1;
  return graft.write(null, [graft.gather(everything, order, [length]), presence!]);
}

const POINTS = 478;

const OUTPUTS = [
  'output_mesh_identity',
  'output_lips',
  'output_left_eye',
  'output_right_eye',
  'output_left_iris',
  'output_right_iris',
  'conv_faceflag',
] as const;

const MESH_POINTS = 468;

/** For each of the 478 × 3 values, where it stands among all outputs set in a row; z of the irises comes last. */
function meshOrder(refinements: readonly Refinement[]): {
  readonly order: number[];
  readonly length: number;
} {
  const order = Array.from({ length: 3 * MESH_POINTS }, (_, index) => index);
  const xyLength = refinements.reduce((sum, { points }) => sum + 2 * points.length, 3 * MESH_POINTS);
  let position = 3 * MESH_POINTS;
  let irises = 0;
  for (const { points, meanZOf } of refinements) {
    for (const point of points) {
      order[3 * point] = position++;
      order[3 * point + 1] = position++;
      if (meanZOf) order[3 * point + 2] = xyLength + irises;
    }
    if (meanZOf) irises += 1;
  }
  return { order, length: xyLength + irises };
}

/** New operators and metadata for an existing model, written in front of its untouched bytes. */
class Graft {
  readonly #model: Uint8Array;
  readonly #reader: FlatbufferReader;
  readonly #root: number;
  readonly #subgraph: number;
  readonly #tensors: NewObject[] = [];
  readonly #operators: NewObject[] = [];
  readonly #codes: NewObject[] = [];
  readonly #buffers: NewObject[] = [];

  constructor(model: Uint8Array) {
    this.#model = model;
    this.#reader = new FlatbufferReader(model);
    this.#root = this.#reader.root;
    this.#subgraph = this.#reader.tables(this.#root, MODEL.subgraphs)[0]!;
  }

  /** The numbers of the output tensors. */
  get outputs(): readonly number[] {
    return this.#reader.integers(this.#subgraph, SUBGRAPH.outputs);
  }

  /** The number of the output tensor with this name. */
  output(name: string): number {
    const tensors = this.#reader.tables(this.#subgraph, SUBGRAPH.tensors);
    const found = this.outputs.find((tensor) => this.#reader.text(tensors[tensor]!, TENSOR.name) === name);
    if (found === undefined) throw new Error(`internal: the network has no output ${name}`);
    return found;
  }

  /** Values of a [1,1,1,n] tensor picked from its last axis; `shape` replaces that axis. */
  gather(input: number, indices: readonly number[], shape: readonly number[]): number {
    const options = table({ 0: int32(3) });
    return this.#operator('GATHER', [input, this.#constant(indices, shape)], [1, 1, 1, ...shape], options);
  }

  meanOfLastAxis(input: number, shape: readonly number[]): number {
    const options = table({ 0: int8(0) });
    return this.#operator('MEAN', [input, this.#constant([-1], [1])], shape, options);
  }

  concatenate(inputs: readonly number[], shape: readonly number[]): number {
    return this.#operator('CONCATENATION', inputs, shape, table({ 0: int32(3) }));
  }

  constantFloat(value: number): number {
    const buffer = this.#buffer(new Uint8Array(Float32Array.of(value).buffer));
    return this.#tensor([1, 1, 1, 1], 'constant', { [TENSOR.buffer]: uint32(buffer) });
  }

  /** The model with all that was added; null keeps the metadata it had. */
  write(metadata: Uint8Array | null, outputs: readonly number[] = this.outputs): Uint8Array {
    const reader = this.#reader;
    const kept = (parent: number, field: number) => reader.tables(parent, field).map(old);
    const subgraph = table({
      [SUBGRAPH.tensors]: refer(references([...kept(this.#subgraph, SUBGRAPH.tensors), ...this.#tensors])),
      [SUBGRAPH.inputs]: refer(int32s(reader.integers(this.#subgraph, SUBGRAPH.inputs))),
      [SUBGRAPH.outputs]: refer(int32s(outputs)),
      [SUBGRAPH.operators]: refer(
        references([...kept(this.#subgraph, SUBGRAPH.operators), ...this.#operators]),
      ),
    });
    const entries = metadata ? [this.#metadataEntry(metadata)] : kept(this.#root, MODEL.metadata);
    const root = table({
      [MODEL.version]: uint32(FORMAT_VERSION),
      [MODEL.operatorCodes]: refer(references([...kept(this.#root, MODEL.operatorCodes), ...this.#codes])),
      [MODEL.subgraphs]: refer(references([subgraph])),
      [MODEL.buffers]: refer(references([...kept(this.#root, MODEL.buffers), ...this.#buffers])),
      [MODEL.metadata]: refer(references(entries)),
    });
    return writeBefore(root, 'TFL3', this.#model);
  }

  #operator(
    kind: keyof typeof OPERATORS,
    inputs: readonly number[],
    shape: readonly number[],
    options: NewObject,
  ): number {
    const { code, optionsType } = OPERATORS[kind];
    const output = this.#tensor(shape, kind.toLowerCase());
    this.#operators.push(
      table({
        [OPERATOR.opcode]: uint32(
          this.#reader.tables(this.#root, MODEL.operatorCodes).length + this.#codes.length,
        ),
        [OPERATOR.inputs]: refer(int32s(inputs)),
        [OPERATOR.outputs]: refer(int32s([output])),
        [OPERATOR.optionsType]: int8(optionsType),
        [OPERATOR.options]: refer(options),
      }),
    );
    // Each operator brings its own code entry; old loaders read the first field, new ones the last.
    this.#codes.push(
      table({
        [OPERATOR_CODE.deprecatedBuiltin]: int8(code),
        [OPERATOR_CODE.version]: int32(1),
        [OPERATOR_CODE.builtin]: int32(code),
      }),
    );
    return output;
  }

  #constant(values: readonly number[], shape: readonly number[]): number {
    const buffer = this.#buffer(new Uint8Array(Int32Array.from(values).buffer));
    return this.#tensor(shape, 'indices', { [TENSOR.type]: int8(INT32), [TENSOR.buffer]: uint32(buffer) });
  }

  #tensor(shape: readonly number[], name: string, more: Parameters<typeof table>[0] = {}): number {
    const index = this.#reader.tables(this.#subgraph, SUBGRAPH.tensors).length + this.#tensors.length;
    const fields = {
      [TENSOR.shape]: refer(int32s(shape)),
      [TENSOR.name]: refer(text(`${name}_${index}`)),
      ...more,
    };
    this.#tensors.push(table(fields));
    return index;
  }

  #metadataEntry(metadata: Uint8Array): NewObject {
    const buffer = uint32(this.#buffer(metadata));
    return table({ [METADATA.name]: refer(text('TFLITE_METADATA')), [METADATA.buffer]: buffer });
  }

  #buffer(content: Uint8Array): number {
    this.#buffers.push(table({ [BUFFER.data]: refer(bytes(content)) }));
    return this.#reader.tables(this.#root, MODEL.buffers).length + this.#buffers.length - 1;
  }
}
