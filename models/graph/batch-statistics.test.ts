import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { randomFloats } from '../../test/helpers/random.ts';
import { relativeError } from '../../test/helpers/relative-error.ts';
import { encodeModel } from '../onnx/index.ts';
import { evaluate } from './evaluate.ts';
import { BatchNormalizationTraining, emitModel, input, type Tensor as GraphTensor } from './index.ts';

/** onnxruntime writes a batch's statistics over inputs of the operator, which nothing else may share. */
it('gives every layer its own statistics, step after step, also after one that was not a number', async () => {
  const [scale, bias] = [input('scale', [3]), input('bias', [3])];
  const outputs: Record<string, GraphTensor> = {};
  let x: GraphTensor = input('x', [2, 3, 4]);
  for (const layer of ['first', 'second', 'third']) {
    const { y, mean, variance } = BatchNormalizationTraining(x, scale, bias, 0.1);
    outputs[`${layer}.mean`] = mean;
    outputs[`${layer}.variance`] = variance;
    x = y;
  }
  const session = await InferenceSession.create(encodeModel(emitModel({ name: 'three layers', outputs })));
  const feeds = { scale: Float32Array.of(1, 2, 3), bias: Float32Array.of(-1, 0, 1) };
  const vectors = {
    scale: new Tensor('float32', feeds.scale, [3]),
    bias: new Tensor('float32', feeds.bias, [3]),
  };
  for (const [step, values] of [
    randomFloats(24, 1),
    new Float32Array(24).fill(NaN),
    randomFloats(24, 2),
  ].entries()) {
    const results = await session.run({ ...vectors, x: new Tensor('float32', values, [2, 3, 4]) });
    if (step === 1) continue;
    const expected = evaluate(Object.values(outputs), new Map(Object.entries({ ...feeds, x: values })));
    for (const [index, name] of Object.keys(outputs).entries())
      expect(relativeError(results[name]!.data as Float32Array, expected[index]!.data), name).toBeLessThan(
        1e-5,
      );
  }
  await session.release();
});
