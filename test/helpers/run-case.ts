import { emitModel, type Tensor } from '../../models/graph/index.ts';
import { type OperatorCase, nameOf, NOISE_FEED, sizesOf } from './operator-cases/index.ts';
import { runOnnx } from './run-onnx.ts';

export interface Result {
  readonly dims: readonly number[];
  readonly data: readonly number[];
}

/** What onnxruntime makes of the emitted tensors, fed the case's values. */
export async function runCase(
  { inputs: given }: OperatorCase,
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
): Promise<readonly Result[]> {
  const model = emitModel({
    name: 'case',
    outputs: Object.fromEntries(outputs.map((output, index) => [`y${String(index)}`, output])),
    unused: inputs,
  });
  const feeds = [
    ...given.map(
      ({ shape, values }, index) => [nameOf(index), { dims: sizesOf(shape), data: values }] as const,
    ),
    [NOISE_FEED.name, { dims: NOISE_FEED.shape, data: NOISE_FEED.values }] as const,
  ];
  const declared = new Set(model.graph?.input.map(({ name }) => name));
  const results = await runOnnx(model, Object.fromEntries(feeds.filter(([name]) => declared.has(name))));
  return outputs.map((_, index) => {
    const { dims, data } = results[`y${String(index)}`]!;
    return { dims, data: Array.from(data as Iterable<number | bigint>, Number) };
  });
}
