import { expect, it } from 'vitest';
import { runOnnx } from '../../test/helpers/run-onnx.ts';
import { BATCH, emitModel, input, Scope, type Tensor } from '../graph/index.ts';
import { convolution, transposedConvolution } from './convolution.ts';
import { linear } from './linear.ts';

async function run(
  y: Tensor,
  parameters: Readonly<Record<string, readonly number[]>>,
  data: readonly number[],
  dims: readonly number[],
): Promise<number[]> {
  const values = new Map(Object.entries(parameters).map(([name, list]) => [name, Float32Array.from(list)]));
  const model = emitModel({ name: 'layer', outputs: { y }, values });
  const result = await runOnnx(model, { x: { dims, data: Float32Array.from(data) } });
  return [...(result['y']!.data as Float32Array)];
}

it('convolution slides its kernel without turning it, and adds its bias', async () => {
  const scope = new Scope('inference').within('c');
  const y = convolution(scope, input('x', [BATCH, 1, 5]), 1, [3], { strides: 2, pads: 1 });
  // Places 0, 2 and 4 of 0 1 2 3 4 5 0, weighed 1, 10, 100.
  expect(await run(y, { 'c.weight': [1, 10, 100], 'c.bias': [0.5] }, [1, 2, 3, 4, 5], [1, 1, 5])).toEqual([
    210.5, 432.5, 54.5,
  ]);
});

it('transposedConvolution lays a kernel down for every value', async () => {
  const scope = new Scope('inference').within('t');
  const y = transposedConvolution(scope, input('x', [BATCH, 1, 2]), 1, [3], { strides: 2 });
  expect(await run(y, { 't.weight': [1, 10, 100], 't.bias': [0.5] }, [1, 2], [1, 1, 2])).toEqual([
    1.5, 10.5, 102.5, 20.5, 200.5,
  ]);
});

it('linear has a row of weights for every feature', async () => {
  const y = linear(new Scope('inference').within('l'), input('x', [BATCH, 3]), 2);
  expect(await run(y, { 'l.weight': [1, 10, 100, 1, 0, 0], 'l.bias': [0, 7] }, [1, 2, 3], [1, 3])).toEqual([
    321, 8,
  ]);
});
