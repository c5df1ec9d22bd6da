import { InferenceSession, Tensor } from 'onnxruntime-node';
import { encodeModel, type ModelProto } from '../../models/onnx/index.ts';

export interface Feed {
  readonly dims: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

/** Loads a model from its encoded bytes in onnxruntime, on the CPU, and runs it once with float32 inputs. */
export async function runOnnx(
  model: ModelProto,
  feeds: Readonly<Record<string, Feed>>,
): Promise<Record<string, Tensor>> {
  const session = await InferenceSession.create(encodeModel(model), { executionProviders: ['cpu'] });
  try {
    const tensors = Object.entries(feeds).map(
      ([name, { dims, data }]) => [name, new Tensor('float32', data, dims)] as const,
    );
    return await session.run(Object.fromEntries(tensors));
  } finally {
    await session.release();
  }
}
