import { create } from '@bufbuild/protobuf';
import {
  TensorProto_DataLocation,
  TensorProto_DataType,
  TensorProtoSchema,
  type TensorProto,
} from './onnx_pb.ts';

/**
 * Element types with a typed array of their own. `bool` holds one byte a value, `float16` the raw bits, and
 * 64-bit integers are BigInts as everywhere in JavaScript.
 */
export const TENSOR_TYPES = {
  float32: { code: TensorProto_DataType.FLOAT, array: Float32Array },
  uint8: { code: TensorProto_DataType.UINT8, array: Uint8Array },
  int8: { code: TensorProto_DataType.INT8, array: Int8Array },
  uint16: { code: TensorProto_DataType.UINT16, array: Uint16Array },
  int16: { code: TensorProto_DataType.INT16, array: Int16Array },
  int32: { code: TensorProto_DataType.INT32, array: Int32Array },
  int64: { code: TensorProto_DataType.INT64, array: BigInt64Array },
  bool: { code: TensorProto_DataType.BOOL, array: Uint8Array },
  float16: { code: TensorProto_DataType.FLOAT16, array: Uint16Array },
  float64: { code: TensorProto_DataType.DOUBLE, array: Float64Array },
  uint32: { code: TensorProto_DataType.UINT32, array: Uint32Array },
  uint64: { code: TensorProto_DataType.UINT64, array: BigUint64Array },
} as const;

export type TensorType = keyof typeof TENSOR_TYPES;
export type TensorData<Type extends TensorType = TensorType> = InstanceType<
  (typeof TENSOR_TYPES)[Type]['array']
>;

/** A tensor out of a file: values row-major, the last dimension fastest. */
export interface TensorValue {
  readonly name: string;
  readonly type: TensorType;
  readonly dims: readonly number[];
  readonly data: TensorData;
}

/** An initializer. `data` is kept as a view, not copied: do not change it before the model is encoded. */
export function makeTensor<Type extends TensorType>(
  name: string,
  type: Type,
  dims: readonly number[],
  data: TensorData<Type>,
): TensorProto {
  const count = elementCount(dims);
  if (data.length !== count)
    throw new Error(
      `internal: tensor "${name}" [${dims.join(',')}] needs ${String(count)} values, not ${String(data.length)}`,
    );
  return create(TensorProtoSchema, {
    name,
    dims: dims.map(BigInt),
    dataType: TENSOR_TYPES[type].code,
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  });
}

/** A float32 initializer from any numbers. */
export const float32Tensor = (
  name: string,
  dims: readonly number[],
  values: Float32Array | readonly number[],
): TensorProto =>
  makeTensor(
    name,
    'float32',
    dims,
    values instanceof Float32Array ? (values as Float32Array<ArrayBuffer>) : Float32Array.from(values),
  );

/** An int64 initializer; a list without `dims` is one-dimensional (shapes, axes, indices). */
export const int64Tensor = (
  name: string,
  values: readonly number[],
  dims: readonly number[] = [values.length],
): TensorProto => makeTensor(name, 'int64', dims, BigInt64Array.from(values, BigInt));

/** A tensor's values, from whichever field the writer put them in. Throws for types and places it cannot read. */
export function readTensor(tensor: TensorProto): TensorValue {
  const type = typeOfCode(tensor.dataType);
  if (type === null) throw new Error(`internal: tensor "${tensor.name}" has type ${String(tensor.dataType)}`);
  if (tensor.dataLocation === TensorProto_DataLocation.EXTERNAL)
    throw new Error(`internal: tensor "${tensor.name}" lies in another file`);
  const dims = tensor.dims.map(Number);
  return { name: tensor.name, type, dims, data: readData(tensor, type) };
}

/** Our name of an ONNX element type; null for types without a typed array (strings, complex, 8-bit floats …). */
export function typeOfCode(code: number): TensorType | null {
  for (const [type, entry] of Object.entries(TENSOR_TYPES))
    if (entry.code === code) return type as TensorType;
  return null;
}

/** Values a tensor holds, by its bytes or its typed field. */
export function storedCount(tensor: TensorProto, type: TensorType): number {
  if (tensor.rawData.byteLength > 0)
    return tensor.rawData.byteLength / TENSOR_TYPES[type].array.BYTES_PER_ELEMENT;
  return typedField(tensor, type).length;
}

export const elementCount = (dims: readonly number[]): number => dims.reduce((count, dim) => count * dim, 1);

function readData(tensor: TensorProto, type: TensorType): TensorData {
  const { array } = TENSOR_TYPES[type];
  if (tensor.rawData.byteLength > 0) {
    const raw = tensor.rawData;
    // A field of a protobuf file starts at any byte; typed arrays want multiples of their element.
    const aligned = raw.byteOffset % array.BYTES_PER_ELEMENT === 0 ? raw : raw.slice();
    return new array(
      aligned.buffer as ArrayBuffer,
      aligned.byteOffset,
      aligned.byteLength / array.BYTES_PER_ELEMENT,
    );
  }
  const values = typedField(tensor, type);
  return type === 'int64'
    ? BigInt64Array.from(values as bigint[])
    : type === 'uint64'
      ? BigUint64Array.from(values as bigint[])
      : (array as typeof Float64Array).from(values as number[]);
}

/** Where the schema says small types live when they are not raw: onnx.proto, message TensorProto. */
function typedField(tensor: TensorProto, type: TensorType): readonly number[] | readonly bigint[] {
  switch (type) {
    case 'float32':
      return tensor.floatData;
    case 'float64':
      return tensor.doubleData;
    case 'int64':
      return tensor.int64Data;
    case 'uint64':
      return tensor.uint64Data;
    case 'uint32':
      return tensor.uint64Data.map(Number);
    case 'uint8':
    case 'int8':
    case 'uint16':
    case 'int16':
    case 'int32':
    case 'bool':
    case 'float16':
      return tensor.int32Data;
    default:
      return type satisfies never;
  }
}
