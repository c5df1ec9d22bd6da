import { create } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  ValueInfoProtoSchema,
  type AttributeProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './onnx_pb.ts';
import { TENSOR_TYPES, type TensorType } from './tensor.ts';

/** What new models are written as: read by onnxruntime since 1.18 and by every converter of 2024 or later. */
const IR_VERSION = 10;
const OPSET = 21;

/** A dimension: a number, or the name of one that is known only when the model runs (`N`). */
export type Dim = number | string;

/**
 * An attribute's value says which kind it is, because ONNX tells 1 from 1.0 and JavaScript does not.
 * `momentum: float(0)` is a float although 0 is whole.
 */
export type AttributeValue =
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'tensor'; readonly value: TensorProto };

export const float = (value: number): AttributeValue => ({ kind: 'float', value });
export const int = (value: number): AttributeValue => ({ kind: 'int', value });
export const text = (value: string): AttributeValue => ({ kind: 'text', value });
export const floats = (value: readonly number[]): AttributeValue => ({ kind: 'floats', value });
export const ints = (value: readonly number[]): AttributeValue => ({ kind: 'ints', value });
export const tensor = (value: TensorProto): AttributeValue => ({ kind: 'tensor', value });

export interface ModelParts {
  readonly name: string;
  readonly inputs: readonly ValueInfoProto[];
  readonly outputs: readonly ValueInfoProto[];
  readonly nodes: readonly NodeProto[];
  readonly initializers?: readonly TensorProto[];
  /** Declared shapes of values in between. */
  readonly values?: readonly ValueInfoProto[];
  /** Operator set of the standard domain; `OPSET` unless told. */
  readonly opset?: number;
  /** Versions of further domains (`com.microsoft`). */
  readonly domains?: Readonly<Record<string, number>>;
}

/** A whole model around one graph. */
export function makeModel(parts: ModelParts): ModelProto {
  const domains = { '': parts.opset ?? OPSET, ...parts.domains };
  return create(ModelProtoSchema, {
    irVersion: BigInt(IR_VERSION),
    producerName: 'onset',
    opsetImport: Object.entries(domains).map(([domain, version]) => ({ domain, version: BigInt(version) })),
    graph: create(GraphProtoSchema, {
      name: parts.name,
      node: [...parts.nodes],
      input: [...parts.inputs],
      output: [...parts.outputs],
      initializer: [...(parts.initializers ?? [])],
      valueInfo: [...(parts.values ?? [])],
    }),
  });
}

/** One operator. An empty input name leaves an optional input out; `name` defaults to the first output's. */
export function makeNode(
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, AttributeValue>> = {},
  { name = outputs[0] ?? '', domain = '' }: { name?: string; domain?: string } = {},
): NodeProto {
  return create(NodeProtoSchema, {
    opType,
    name,
    domain,
    input: [...inputs],
    output: [...outputs],
    attribute: Object.entries(attributes).map(([key, value]) => makeAttribute(key, value)),
  });
}

/** The declared type of an input, an output or a value in between. */
export function makeValue(name: string, type: TensorType, dims: readonly Dim[]): ValueInfoProto {
  const dim = dims.map((size) => ({
    value:
      typeof size === 'number'
        ? ({ case: 'dimValue', value: BigInt(size) } as const)
        : ({ case: 'dimParam', value: size } as const),
  }));
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: 'tensorType', value: { elemType: TENSOR_TYPES[type].code, shape: { dim } } } },
  });
}

/** The dimensions a value declares; null where it declares none or is no tensor. Unnamed ones read `?`. */
export function declaredDims(value: ValueInfoProto): readonly Dim[] | null {
  const type = value.type?.value;
  if (type?.case !== 'tensorType' || type.value.shape === undefined) return null;
  return type.value.shape.dim.map(({ value: dim }) =>
    dim.case === 'dimValue'
      ? Number(dim.value)
      : dim.case === 'dimParam' && dim.value !== ''
        ? dim.value
        : '?',
  );
}

/** The element type's code a value declares; 0 where it declares none or is no tensor. */
export const declaredType = (value: ValueInfoProto): number =>
  value.type?.value.case === 'tensorType' ? value.type.value.value.elemType : 0;

function makeAttribute(name: string, attribute: AttributeValue): AttributeProto {
  const kinds = AttributeProto_AttributeType;
  const { kind, value } = attribute;
  switch (kind) {
    case 'float':
      return create(AttributeProtoSchema, { name, type: kinds.FLOAT, f: value });
    case 'int':
      return create(AttributeProtoSchema, { name, type: kinds.INT, i: BigInt(value) });
    case 'text':
      return create(AttributeProtoSchema, { name, type: kinds.STRING, s: new TextEncoder().encode(value) });
    case 'floats':
      return create(AttributeProtoSchema, { name, type: kinds.FLOATS, floats: [...value] });
    case 'ints':
      return create(AttributeProtoSchema, { name, type: kinds.INTS, ints: value.map(BigInt) });
    case 'tensor':
      return create(AttributeProtoSchema, { name, type: kinds.TENSOR, t: value });
    default:
      return attribute satisfies never;
  }
}
