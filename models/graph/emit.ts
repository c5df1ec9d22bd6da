/** A graph as an ONNX model: the only place where the two meet. */
import {
  type AttributeValue,
  float,
  int,
  int64Tensor,
  ints,
  makeModel,
  makeNode as makeOnnxNode,
  makeTensor,
  makeValue,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from '../onnx/index.ts';
import type { ConvAttributes, OperatorName, OverAxes, PoolAttributes } from './attributes.ts';
import { spatial } from './infer.ts';
import { initialValues } from './initializers.ts';
import { lower } from './lower/index.ts';
import { dimText, isOpen, range, type Shape, shapeText } from './shape.ts';
import type { ElementType } from './tensor-info.ts';
import { type GraphNode, type NodeOf, nodesOf, type Tensor } from './tensor.ts';

export interface EmitRequest {
  readonly name: string;
  /** By the names the model gives them. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** In the file (the default), or as further inputs under their names. */
  readonly parameters?: 'stored' | 'fed';
  /** Stored parameters' values; those not given begin as their initializers say. */
  readonly values?: ReadonlyMap<string, Float32Array>;
  readonly seed?: number;
  /** Inputs that the model declares although nothing uses them. */
  readonly unused?: readonly Tensor[];
}

export function emitModel(request: EmitRequest): ModelProto {
  const names = Object.keys(request.outputs);
  const outputs = lower(Object.values(request.outputs));
  const nodes = nodesOf([...(request.unused ?? []), ...outputs]);
  const used = new Set([...outputs, ...nodes.flatMap(({ inputs }) => inputs)]);
  const writer = new Writer(request, ownNames(names, outputs));
  for (const node of nodes) writer.write(node, used);
  for (const [index, name] of names.entries()) writer.writeOutput(name, outputs[index]!);
  return writer.model();
}

/** Outputs that an operator computes bear their names from the start; of two names for one tensor it bears the first. */
function ownNames(names: readonly string[], outputs: readonly Tensor[]): ReadonlyMap<Tensor, string> {
  const own = new Map<Tensor, string>();
  for (const [index, tensor] of outputs.entries())
    if (!LEAVES.has(tensor.node.operator) && !own.has(tensor)) own.set(tensor, names[index]!);
  return own;
}

const LEAVES: ReadonlySet<OperatorName> = new Set(['Input', 'Noise', 'Parameter', 'Constant']);

class Writer {
  readonly #request: EmitRequest;
  readonly #ownNames: ReadonlyMap<Tensor, string>;
  readonly #nodes: NodeProto[] = [];
  readonly #inputs: ValueInfoProto[] = [];
  readonly #outputs: ValueInfoProto[] = [];
  readonly #initializers = new Map<string, TensorProto>();
  readonly #names = new Map<Tensor, string>();

  constructor(request: EmitRequest, ownNames: ReadonlyMap<Tensor, string>) {
    this.#request = request;
    this.#ownNames = ownNames;
  }

  write(node: GraphNode, used: ReadonlySet<Tensor>): void {
    switch (node.operator) {
      case 'Input':
        this.#declare(node.outputs[0]!, node.attributes.name);
        return;
      case 'Noise':
        this.#declare(node.outputs[0]!, node.attributes.name);
        return;
      case 'Parameter':
        this.#writeParameter(node);
        return;
      case 'Constant':
        this.#names.set(node.outputs[0]!, this.#store(node));
        return;
      default:
        this.#writeOperator(node, used);
    }
  }

  /**
   * What is an input, a number or another output already is copied. Others are not: the copy of a weight's next value
   * costs as much as a step of the optimizer on it.
   */
  writeOutput(name: string, tensor: Tensor): void {
    if (this.#inputs.some((input) => input.name === name))
      throw new Error(`internal: "${name}" is an input and an output`);
    const written = this.#names.get(tensor)!;
    if (written !== name) this.#nodes.push(makeOnnxNode('Identity', [written], [name]));
    this.#outputs.push(makeValue(name, tensor.type, dims(tensor.shape)));
  }

  model(): ModelProto {
    return makeModel({
      name: this.#request.name,
      inputs: this.#inputs,
      outputs: this.#outputs,
      nodes: this.#nodes,
      initializers: [...this.#initializers.values()],
    });
  }

  #declare(tensor: Tensor, name: string): void {
    this.#names.set(tensor, name);
    this.#inputs.push(makeValue(name, tensor.type, dims(tensor.shape)));
  }

  #writeParameter(node: NodeOf<'Parameter'>): void {
    const { name, shape, initializer } = node.attributes;
    if (this.#request.parameters === 'fed') {
      this.#declare(node.outputs[0]!, name);
      return;
    }
    const values =
      this.#request.values?.get(name) ?? initialValues(name, shape, initializer, this.#request.seed ?? 0);
    this.#names.set(node.outputs[0]!, name);
    this.#initializers.set(name, makeTensor(name, 'float32', shape, values as Float32Array<ArrayBuffer>));
  }

  #store(node: NodeOf<'Constant'>): string {
    const { values, shape, type } = node.attributes;
    const name = `constant_${node.id}`;
    const data =
      type === 'float32'
        ? Float32Array.from(values)
        : type === 'int64'
          ? BigInt64Array.from(values, BigInt)
          : Uint8Array.from(values);
    this.#initializers.set(name, makeTensor(name, type, shape, data));
    return name;
  }

  #writeOperator(node: GraphNode, used: ReadonlySet<Tensor>): void {
    const spelling = spell(node);
    // Only a pool's indices may be left out, and they make it slow; TopK and BatchNormalization need all their outputs.
    const isShort = node.operator === 'MaxPool' && !used.has(node.outputs[1]!);
    const outputs = node.outputs.slice(0, isShort ? 1 : undefined).map((output, index) => {
      const name =
        this.#ownNames.get(output) ?? `${node.operator}_${node.id}` + (index === 0 ? '' : `_${index}`);
      this.#names.set(output, name);
      return name;
    });
    const ours = node.inputs.map((input) => this.#names.get(input)!);
    const inputs = spelling.isReversed === true ? ours.reverse() : ours;
    const more = (spelling.inputs ?? []).map((tensor) => {
      this.#initializers.set(tensor.name, tensor);
      return tensor.name;
    });
    const overwritten = range(spelling.overwritten ?? 0).map(() => this.#ownMemory(ours[1]!));
    this.#nodes.push(
      makeOnnxNode(
        spelling.operator ?? node.operator,
        [...inputs, ...more, ...overwritten],
        outputs,
        spelling.attributes ?? {},
      ),
    );
  }

  /** A tensor of some finite values that no other node uses or computes, so that no optimization makes it one of two. */
  #ownMemory(like: string): string {
    const value = number(this.#nodes.length + 1);
    const name = `overwritten_${String(this.#nodes.length)}`;
    this.#initializers.set(value.name, value);
    this.#nodes.push(makeOnnxNode('Add', [like, value.name], [name]));
    return name;
  }
}

const dims = (shape: Shape): readonly (number | string)[] =>
  shape.map((dim) => (isOpen(dim) ? dimText(dim) : dim));

/** How an operator is written: its ONNX name if that differs, attributes, and inputs that ONNX wants as tensors. */
interface Spelling {
  readonly operator?: string;
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  readonly inputs?: readonly TensorProto[];
  /** So many last inputs, shaped like the second one, that the runtime writes results into. */
  readonly overwritten?: number;
  /** ONNX has the inputs in the other order. */
  readonly isReversed?: boolean;
}

type Speller<Name extends OperatorName> = (node: NodeOf<Name>) => Spelling;

const spell = (node: GraphNode): Spelling => (SPELLINGS[node.operator] as Speller<OperatorName>)(node);

const plain = (): Spelling => ({});

const never = ({ operator }: { readonly operator: string }): never => {
  throw new Error(`internal: ${operator} is not written as an operator`);
};

/** Shared by value, so that the same list is stored once. */
const list = (values: readonly number[]): TensorProto => int64Tensor(`ints_${values.join('_')}`, values);

const number = (value: number): TensorProto =>
  makeTensor(`number_${String(value)}`, 'float32', [], Float32Array.of(value));

const overAxes = ({ attributes }: { readonly attributes: OverAxes }): Spelling => ({
  inputs: [list(attributes.axes)],
  attributes: { keepdims: int(attributes.keepDims ? 1 : 0) },
});

const convolution = ({
  strides,
  before,
  after,
  dilations,
  group,
}: ConvAttributes): Record<string, AttributeValue> => ({
  strides: ints(strides),
  pads: ints([...before, ...after]),
  dilations: ints(dilations),
  group: int(group),
});

const pool = ({ kernel, strides, before, after }: PoolAttributes): Record<string, AttributeValue> => ({
  kernel_shape: ints(kernel),
  strides: ints(strides),
  pads: ints([...before, ...after]),
});

const ELEMENT_CODES: Readonly<Record<ElementType, number>> = { float32: 1, int64: 7, bool: 9 };

/** "Before the first element" when going backwards: −1 would mean the last one. */
const BEFORE_FIRST = -(2 ** 31);

const SPELLINGS: { readonly [Name in OperatorName]: Speller<Name> } = {
  Input: never,
  Noise: never,
  Parameter: never,
  Constant: never,
  StopGradient: never,
  ConvWeightGradient: never,
  AveragePoolGradient: never,

  Neg: plain,
  Abs: plain,
  Sign: plain,
  Exp: plain,
  Log: plain,
  Sqrt: plain,
  Reciprocal: plain,
  Floor: plain,
  Erf: plain,
  Relu: plain,
  LeakyRelu: ({ attributes }) => ({ attributes: { alpha: float(attributes.alpha) } }),
  Elu: ({ attributes }) => ({ attributes: { alpha: float(attributes.alpha) } }),
  Sigmoid: plain,
  HardSigmoid: ({ attributes }) => ({
    attributes: { alpha: float(attributes.alpha), beta: float(attributes.beta) },
  }),
  Tanh: plain,
  Softplus: plain,
  Clip: ({ attributes }) => ({ inputs: [number(attributes.min), number(attributes.max)] }),
  Not: plain,
  Cast: ({ attributes }) => ({ attributes: { to: int(ELEMENT_CODES[attributes.to]) } }),

  Add: plain,
  Sub: plain,
  Mul: plain,
  Div: plain,
  Pow: plain,
  Max: plain,
  Min: plain,
  Equal: plain,
  Greater: plain,
  GreaterOrEqual: plain,
  Less: plain,
  LessOrEqual: plain,
  And: plain,
  Or: plain,
  Where: plain,

  ReduceSum: overAxes,
  ReduceMean: overAxes,
  ReduceMax: overAxes,
  ReduceMin: overAxes,
  ReduceL2: overAxes,
  ArgMax: ({ attributes }) => ({
    attributes: { axis: int(attributes.axis), keepdims: int(attributes.keepDims ? 1 : 0) },
  }),
  Softmax: ({ attributes }) => ({ attributes: { axis: int(attributes.axis) } }),
  LogSoftmax: ({ attributes }) => ({ attributes: { axis: int(attributes.axis) } }),

  Reshape: ({ attributes }) => ({ inputs: [list(attributes.shape.map((dim) => (isOpen(dim) ? -1 : dim)))] }),
  Transpose: ({ attributes }) => ({ attributes: { perm: ints(attributes.perm) } }),
  Expand: ({ attributes, inputs }) => ({ inputs: [list(expandedTo(attributes.shape, inputs[0]!.shape))] }),
  Concat: ({ attributes }) => ({ attributes: { axis: int(attributes.axis) } }),
  Slice: ({ attributes: { starts, ends, axes, steps } }) => ({
    inputs: [
      list(starts),
      list(ends.map((end, k) => (steps[k]! < 0 && end < 0 ? BEFORE_FIRST : end))),
      list(axes),
      list(steps),
    ],
  }),
  Pad: ({ attributes: { before, after, value } }) => ({
    inputs: [list([...before, ...after]), number(value)],
  }),
  Gather: ({ attributes }) => ({ attributes: { axis: int(attributes.axis) } }),
  GatherElements: ({ attributes }) => ({ attributes: { axis: int(attributes.axis) } }),
  ScatterElements: ({ attributes }) => ({
    attributes: { axis: int(attributes.axis), reduction: { kind: 'text', value: 'add' } },
  }),
  TopK: ({ attributes }) => ({
    inputs: [list([attributes.k])],
    attributes: { axis: int(attributes.axis), largest: int(attributes.largest ? 1 : 0) },
  }),

  MatMul: plain,
  Conv: ({ attributes }) => ({ attributes: convolution(attributes) }),
  ConvInputGradient: transposedConvolution,

  MaxPool: ({ attributes }) => ({ attributes: pool(attributes) }),
  AveragePool: ({ attributes }) => ({ attributes: { ...pool(attributes), count_include_pad: int(1) } }),

  BatchNormalization: ({ attributes }) => ({ attributes: { epsilon: float(attributes.epsilon) } }),
  // With momentum 0 the "running" outputs are the batch's own statistics: 0 times the old ones is added. ONNX Runtime
  // writes them over the old ones, even where those are stored in the file or shared with another node.
  BatchNormalizationTraining: ({ attributes }) => ({
    operator: 'BatchNormalization',
    overwritten: 2,
    attributes: { epsilon: float(attributes.epsilon), momentum: float(0), training_mode: int(1) },
  }),
  InstanceNormalization: ({ attributes }) => ({ attributes: { epsilon: float(attributes.epsilon) } }),
  LayerNormalization: ({ attributes }) => ({
    attributes: { axis: int(attributes.axis), epsilon: float(attributes.epsilon) },
  }),
};

/** Sizes of 1 leave a dimension as it is, so an open one need not be known. */
function expandedTo(shape: Shape, from: Shape): readonly number[] {
  return shape.map((dim, axis) => {
    if (!isOpen(dim)) return dim;
    const before = from[axis - shape.length + from.length];
    if (before === undefined || !isOpen(before))
      throw new Error(
        `internal: ${shapeText(from)} cannot be expanded to ${shapeText(shape)}: the batch is open`,
      );
    return 1;
  });
}

/** `output_padding` is what a strided convolution left over at the end. */
function transposedConvolution({ attributes, inputs }: NodeOf<'ConvInputGradient'>): Spelling {
  const [w, dy] = inputs as readonly [Tensor, Tensor];
  const kernel = spatial(w.shape);
  const { strides, before, after, dilations, inputSize } = attributes;
  const rest = spatial(dy.shape).map((size, axis) => {
    const reach = dilations[axis]! * (kernel[axis]! - 1) + 1;
    return inputSize[axis]! - ((size - 1) * strides[axis]! + reach - before[axis]! - after[axis]!);
  });
  return {
    operator: 'ConvTranspose',
    isReversed: true,
    attributes: { ...convolution(attributes), output_padding: ints(rest) },
  };
}
