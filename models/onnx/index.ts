/**
 * ONNX files as typed values: bytes to model and back, builders, validation, and the recognizer's file contract.
 * Pure functions; files and runtimes are the caller's.
 *
 *     const model = makeModel({ name: 'twice', inputs: [makeValue('x', 'float32', ['N'])],
 *       outputs: [makeValue('y', 'float32', ['N'])], nodes: [makeNode('Add', ['x', 'x'], ['y'])] });
 *     assertValidModel(model);
 *     writeFileSync('twice.onnx', encodeModel(model));
 */
export { decodeModel, encodeModel } from './bytes.ts';
export {
  declaredDims,
  declaredType,
  float,
  floats,
  int,
  ints,
  IR_VERSION,
  makeModel,
  makeNode,
  makeValue,
  OPSET,
  tensor,
  text,
  type AttributeValue,
  type Dim,
  type ModelParts,
} from './build.ts';
export { allMetadata, getMetadata, setMetadata } from './metadata.ts';
export { isMirrored, withMirror } from './mirrored.ts';
export type {
  AttributeProto,
  GraphProto,
  ModelProto,
  NodeProto,
  TensorProto,
  ValueInfoProto,
} from './onnx_pb.ts';
export { checkRecognizer, stampRecognizer, type RecognizerCheck, type UnhashedCard } from './recognizer.ts';
export {
  elementCount,
  float32Tensor,
  int64Tensor,
  makeTensor,
  readTensor,
  TENSOR_TYPES,
  typeOfCode,
  type TensorData,
  type TensorType,
  type TensorValue,
} from './tensor.ts';
export { unitThresholds, withUnitThresholds } from './unit-thresholds.ts';
export { assertValidModel, validateModel } from './validate.ts';
