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
  float,
  floats,
  int,
  ints,
  makeModel,
  makeNode,
  makeValue,
  tensor,
  text,
  type AttributeValue,
} from './build.ts';
export { allMetadata, getMetadata, setMetadata } from './metadata.ts';
export { isMirrored, withMirror } from './mirrored.ts';
export type { ModelProto, NodeProto, TensorProto, ValueInfoProto } from './onnx_pb.ts';
export { checkRecognizer, stampRecognizer, type UnhashedCard } from './recognizer.ts';
export {
  elementCount,
  float32Tensor,
  int64Tensor,
  makeTensor,
  readTensor,
  TENSOR_TYPES,
  type TensorData,
  type TensorType,
} from './tensor.ts';
export { unitThresholds, withUnitThresholds } from './unit-thresholds.ts';
export { assertValidModel, validateModel } from './validate.ts';
