import { expect, it } from 'vitest';
import { randomFloats } from '../../test/helpers/random.ts';
import { runOnnx } from '../../test/helpers/run-onnx.ts';
import { gradients } from '../autodiff/index.ts';
import { emitModel, input, MaxPool, Mul, ReduceSum, type Tensor } from '../graph/index.ts';
import { maxPoolByHalves } from './max-pool-by-halves.ts';

const SHAPE = [2, 3, 8, 12];

async function valueAndGradient(pool: (x: Tensor) => Tensor): Promise<readonly Float32Array[]> {
  const x = input('x', SHAPE);
  const y = pool(x);
  const weight = input('weight', y.shape);
  const [dx] = gradients(ReduceSum(Mul(y, weight)), [x]);
  const result = await runOnnx(emitModel({ name: 'pool', outputs: { y, dx: dx! } }), {
    x: { dims: SHAPE, data: randomFloats(2 * 3 * 8 * 12, 1) },
    weight: { dims: [2, 3, 4, 6], data: randomFloats(2 * 3 * 4 * 6, 2) },
  });
  return [result['y']!.data as Float32Array, result['dx']!.data as Float32Array];
}

it('pools and goes back as MaxPool does', async () => {
  const [y, dx] = await valueAndGradient(maxPoolByHalves);
  const [wantedY, wantedDx] = await valueAndGradient((x) => MaxPool(x, 3, { strides: 2, pads: 1 }));
  expect(y).toEqual(wantedY);
  // A value that wins two to four windows gets their sum, added up in another order: the last bit may differ.
  for (const [index, value] of dx!.entries()) expect(value).toBeCloseTo(wantedDx![index]!, 6);
  expect(dx!.some((value) => value !== 0)).toBe(true);
});
