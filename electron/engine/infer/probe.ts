import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Provider } from '../../../contract/model.ts';
import { encodeModel, float32Tensor, makeModel, makeNode, makeValue } from '../../../models/onnx/index.ts';
import type { ProviderReport } from './messages.ts';
import { reasonOf } from './reason.ts';

/** Runs a one-operator network on a provider and checks what comes out. */
export async function probeProvider(provider: Provider): Promise<ProviderReport> {
  try {
    const session = await InferenceSession.create(probeBytes(), { executionProviders: [provider] });
    const { y } = await session.run({ x: new Tensor('float32', Float32Array.of(1, 2), [1, 1, 1, 2]) });
    await session.release();
    const [first, second] = y?.data as Float32Array;
    return first === 3 && second === 6
      ? { provider, state: 'ready', reason: '' }
      : { provider, state: 'failed', reason: 'it computed 3·[1, 2] wrongly' };
  } catch (error) {
    return { provider, state: 'failed', reason: reasonOf(error) };
  }
}

/** A convolution with a single weight of 3. */
const probeBytes = (): Uint8Array<ArrayBuffer> =>
  encodeModel(
    makeModel({
      name: 'probe',
      inputs: [makeValue('x', 'float32', [1, 1, 1, 2])],
      outputs: [makeValue('y', 'float32', [1, 1, 1, 2])],
      nodes: [makeNode('Conv', ['x', 'w'], ['y'])],
      initializers: [float32Tensor('w', [1, 1, 1, 1], [3])],
    }),
  );
