import { describe, expect, it } from 'vitest';
import { formulaUnit } from '../../test/helpers/formula-weights.ts';
import { runOnnx } from '../../test/helpers/run-onnx.ts';
import { emitModel, input, Scope, type Tensor } from '../graph/index.ts';
import { batchNormalization } from './batch-normalization.ts';
import { instanceNormalization } from './instance-normalization.ts';
import { layerNormalization } from './layer-normalization.ts';

const [N, CHANNELS, SIZE] = [3, 2, 4];
const x = { dims: [N, CHANNELS, SIZE], data: formulaUnit('x', N * CHANNELS * SIZE).map((v) => 6 * v + 1) };
const at = (sample: number, channel: number, place: number): number =>
  x.data[(sample * CHANNELS + channel) * SIZE + place]!;
const places = <Value>(count: number, of: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => of(index));

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const variance = (values: readonly number[], less = 0): number =>
  values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / (values.length - less);
const standardized = (values: readonly number[]): number[] =>
  values.map((v) => (v - mean(values)) / Math.sqrt(variance(values) + 1e-5));

const tensor = (): Tensor => input('x', [N, CHANNELS, SIZE]);
const close = (values: readonly number[]): number[] => values.map((v) => expect.closeTo(v, 4) as number);

async function run(outputs: Record<string, Tensor>): Promise<Record<string, number[]>> {
  const result = await runOnnx(emitModel({ name: 'normalization', outputs }), { x });
  return Object.fromEntries(
    Object.entries(result).map(([name, { data }]) => [name, [...(data as Float32Array)]]),
  );
}

describe('batchNormalization', () => {
  const channel = (c: number): number[] => places(N, (n) => places(SIZE, (place) => at(n, c, place))).flat();

  it('normalizes each channel over the batch and moves the running statistics a tenth of the way', async () => {
    const scope = new Scope('training');
    const y = batchNormalization(scope.within('bn'), tensor());
    expect([...scope.updates.keys()]).toEqual(['bn.running_mean', 'bn.running_var']);
    const [movedMean, movedVariance] = [...scope.updates.values()] as [Tensor, Tensor];
    const found = await run({ y, movedMean, movedVariance });
    const wanted = [0, 1].map((c) => standardized(channel(c)));
    const inOrder = places(N, (n) => [0, 1].map((c) => wanted[c]!.slice(n * SIZE, (n + 1) * SIZE))).flat(2);
    expect(found['y']).toEqual(close(inOrder));
    expect(found['movedMean']).toEqual(close([0, 1].map((c) => 0.1 * mean(channel(c)))));
    expect(found['movedVariance']).toEqual(close([0, 1].map((c) => 0.9 + 0.1 * variance(channel(c), 1))));
  });

  it('uses the running statistics afterwards', async () => {
    const scope = new Scope('inference');
    const { y } = await run({ y: batchNormalization(scope, tensor()) });
    expect(scope.updates.size).toBe(0);
    // They begin as mean 0 and variance 1.
    expect(y).toEqual(close([...x.data].map((v) => v / Math.sqrt(1 + 1e-5))));
  });
});

it('instanceNormalization treats each sample and channel alone', async () => {
  const scope = new Scope('training');
  const { y } = await run({ y: instanceNormalization(scope, tensor()) });
  const rows = places(N * CHANNELS, (row) => standardized([...x.data.slice(row * SIZE, (row + 1) * SIZE)]));
  expect(y).toEqual(close(rows.flat()));
  expect(scope.parameters).toEqual([]);
  instanceNormalization(scope, tensor(), { affine: true });
  expect(scope.trained.map(({ shape }) => shape)).toEqual([[CHANNELS], [CHANNELS]]);
});

it('layerNormalization treats each sample alone', async () => {
  const { y } = await run({ y: layerNormalization(new Scope('training'), tensor(), { axis: -2 }) });
  const length = CHANNELS * SIZE;
  const rows = places(N, (row) => standardized([...x.data.slice(row * length, (row + 1) * length)]));
  expect(y).toEqual(close(rows.flat()));
});
