/** How a graph is written: what is rewritten computes the same, and is what the runtime is fast at. */
import { expect, it } from 'vitest';
import { randomFloats } from '../../test/helpers/random.ts';
import { relativeError } from '../../test/helpers/relative-error.ts';
import { runOnnx } from '../../test/helpers/run-onnx.ts';
import { evaluate } from './evaluate.ts';
import {
  Add,
  Conv,
  ConvTranspose,
  emitModel,
  input,
  LeakyRelu,
  Mul,
  type NodeOf,
  product,
  Reshape,
  type Tensor,
} from './index.ts';

const operatorsOf = (outputs: Readonly<Record<string, Tensor>>): string[] =>
  emitModel({ name: 'written', outputs }).graph!.node.map(({ opType }) => opType);

/** What onnxruntime makes of the graph, beside what it means. */
async function errorOf(output: Tensor, inputs: readonly Tensor[]): Promise<number> {
  const feeds = inputs.map(({ shape, node }, k) => {
    const dims = shape as readonly number[];
    const data = randomFloats(product(dims), k + 1);
    return [(node as NodeOf<'Input'>).attributes.name, { dims, data }] as const;
  });
  const [expected] = evaluate([output], new Map(feeds.map(([name, { data }]) => [name, data])));
  const model = emitModel({ name: 'written', outputs: { y: output } });
  const { y } = await runOnnx(model, Object.fromEntries(feeds));
  return relativeError(y!.data as Float32Array, expected!.data);
}

it.each([
  { size: [2, 2], kernel: [4, 4], options: { strides: 2, pads: 1 } },
  { size: [2, 2], kernel: [3, 3], options: { strides: 2, pads: 1, outputPadding: 1 } },
  { size: [1, 3], kernel: [2, 3], options: { strides: [1, 3], dilations: [2, 1] } },
  { size: [2, 1], kernel: [3, 3], options: { pads: 1 } },
])('of many channels and few places an input gradient is one product: $kernel', async (layer) => {
  const [x, w] = [input('x', [3, 40, ...layer.size]), input('w', [40, 5, ...layer.kernel])];
  const y = ConvTranspose(x, w, layer.options);
  expect(operatorsOf({ y })).toContain('MatMul');
  expect(await errorOf(y, [x, w])).toBeLessThan(1e-5);
  const one = ConvTranspose(input('x', [1, 40, ...layer.size]), w, layer.options);
  expect(operatorsOf({ one })).not.toContain('MatMul');
});

it('a bias goes into the convolution that it alone is added to', async () => {
  const [x, w, bias] = [input('x', [2, 3, 5, 5]), input('w', [4, 3, 3, 3]), input('bias', [4])];
  const biased = LeakyRelu(Conv(x, w, { pads: 1, bias }), 0.2);
  expect(operatorsOf({ biased })).toEqual(['Conv', 'LeakyRelu']);
  expect(await errorOf(biased, [x, w, bias])).toBeLessThan(1e-5);
  // Where the bare result is used too, the convolution would be computed twice.
  const bare = Conv(x, w, { pads: 1 });
  const both = Mul(Add(bare, Reshape(bias, [1, -1, 1, 1])), bare);
  expect(operatorsOf({ both }).filter((name) => name === 'Conv')).toHaveLength(1);
  expect(await errorOf(both, [x, w, bias])).toBeLessThan(1e-5);
  // One number for each row is no bias.
  const rows = Add(Conv(x, input('w', [5, 3, 3, 3]), { pads: 1 }), input('row', [5, 1]));
  expect(operatorsOf({ rows })).toContain('Add');
});

it('an output is what its operator gives, not a copy, also where another operator goes on with it', () => {
  const x = input('x', [2]);
  const first = Mul(x, 2);
  const outputs = { first, second: Add(first, 1) };
  const { node } = emitModel({ name: 'written', outputs }).graph!;
  expect(node.map(({ opType, output }) => [opType, ...output])).toEqual([
    ['Mul', 'first'],
    ['Add', 'second'],
  ]);
  expect(operatorsOf({ same: x, first, again: first })).toEqual(['Mul', 'Identity', 'Identity']);
});
