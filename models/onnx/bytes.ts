import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { OnsetError } from '../../contract/errors.ts';
import { ModelProtoSchema, type ModelProto } from './onnx_pb.ts';

/** Protobuf readers refuse messages beyond 2 GiB, so none is written. */
const PROTOBUF_MAX_BYTES = 2 ** 31 - 1;

/** A model's bytes, ready for a file or for onnxruntime. */
export function encodeModel(model: ModelProto): Uint8Array<ArrayBuffer> {
  const bytes = toBinary(ModelProtoSchema, model);
  if (bytes.byteLength > PROTOBUF_MAX_BYTES)
    throw new Error(`internal: a model of ${String(bytes.byteLength)} bytes does not fit a protobuf file`);
  return bytes;
}

/**
 * Reads a model. `name` is what error messages call it (a path). The tensors' raw data are views of `bytes`.
 * Bytes that cannot be a model are refused (`model-not-onnx`); whether a model makes sense is `validateModel`'s
 * question.
 */
export function decodeModel(bytes: Uint8Array, name = 'the model'): ModelProto {
  const model = parse(bytes, name);
  // Protobuf takes many foreign bytes for unknown fields; only a graph makes a model.
  if (model.graph === undefined)
    throw new OnsetError('model-not-onnx', { model: name, reason: 'it holds no graph' });
  return model;
}

function parse(bytes: Uint8Array, name: string): ModelProto {
  if (bytes.byteLength === 0) throw new OnsetError('model-not-onnx', { model: name, reason: 'it is empty' });
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    const reason = `it is of another kind, cut off or damaged (${messageOf(cause)})`;
    throw new OnsetError('model-not-onnx', { model: name, reason }, cause);
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
