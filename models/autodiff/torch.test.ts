/**
 * Against PyTorch 1.13 in float64 (test/oracles/autodiff.py made the values): in float64 by the reference evaluator,
 * and in float32 by onnxruntime from what is emitted.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { relativeError } from '../../test/helpers/relative-error.ts';
import { runOnnx } from '../../test/helpers/run-onnx.ts';
import { TORCH_CASES, wave } from '../../test/helpers/torch-cases.ts';
import { evaluate } from '../graph/evaluate.ts';
import {
  Add,
  constant,
  emitModel,
  input,
  Mul,
  type NodeOf,
  ReduceSum,
  Square,
  type Tensor,
} from '../graph/index.ts';
import { gradients } from './index.ts';

/** By the formula between two bounds, or as they are. */
type StoredInput = { readonly shape: readonly number[] } & (
  { readonly low: number; readonly high: number } | { readonly values: readonly number[] }
);

interface Stored {
  readonly inputs: readonly {
    readonly shape: readonly number[];
    readonly low: number;
    readonly high: number;
  }[];
  readonly outputs: readonly { readonly shape: readonly number[]; readonly values: readonly number[] }[];
  readonly first: readonly (readonly number[])[];
  /** Left out where PyTorch has none. */
  readonly second?: readonly (readonly number[])[];
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../test/oracles/autodiff.json', import.meta.url), 'utf8'),
) as { readonly cases: Readonly<Record<string, Stored>> };

it('has a graph for every stored case', () => {
  expect(Object.keys(TORCH_CASES).sort()).toEqual(Object.keys(cases).sort());
  expect(Object.keys(cases)).toHaveLength(80);
  const withoutSecond = Object.keys(cases).filter((name) => cases[name]!.second === undefined);
  expect(withoutSecond).toEqual([
    'BatchNormalization, running statistics',
    'WGAN-GP penalty',
    'Elu at 0',
    'Norm of zeros',
  ]);
});

it.each(Object.entries(cases))('%s: values, gradients and their gradients', async (name, stored) => {
  const { all, leaves } = build(name, stored.inputs);
  const feeds = leaves.map((leaf, k) => [nameOf(leaf), valuesOf(stored.inputs[k]!, k)] as const);
  const expected = [...stored.outputs.map(({ values }) => values), ...stored.first, ...(stored.second ?? [])];
  const asked = all.slice(0, expected.length);
  // Both are float64; stored to 11 digits. The mixing matrices of a linear resize are float32 in any graph.
  const tolerance = name.startsWith('Resize linear') ? 1e-7 : 1e-9;
  for (const [index, { data }] of evaluate(asked, new Map(feeds)).entries())
    expect(relativeError(data, expected[index]!)).toBeLessThan(tolerance);

  const values = new Map(feeds.map(([leaf, data]) => [leaf, Float32Array.from(data)]));
  const model = emitModel({ name: 'case', outputs: named(asked), values, unused: leaves });
  const results = await runOnnx(
    model,
    Object.fromEntries(
      leaves
        .filter(({ node }) => node.operator === 'Input')
        .map((leaf) => [nameOf(leaf), { dims: shapeOf(leaf), data: values.get(nameOf(leaf))! }]),
    ),
  );
  for (const [index, [output]] of Object.entries(named(asked)).entries())
    expect(relativeError(results[output]!.data as Float32Array, expected[index]!)).toBeLessThan(1e-5);
});

const named = (tensors: readonly Tensor[]): Readonly<Record<string, Tensor>> =>
  Object.fromEntries(tensors.map((tensor, index) => [`y${String(index)}`, tensor]));

/** Outputs, the gradients of L = Σ r·(y + y²/2), and those of Σ q·∇L, as in autodiff.py. */
function build(
  name: string,
  inputs: Stored['inputs'],
): { readonly all: readonly Tensor[]; readonly leaves: readonly Tensor[] } {
  const own = inputs.map(({ shape }, k) => input(`x${String(k)}`, shape));
  const built = TORCH_CASES[name]!(...own);
  const { outputs, parameters } =
    'outputs' in built ? built : { outputs: 'node' in built ? [built] : built, parameters: [] };
  const leaves = [...own.slice(0, own.length - parameters.length), ...parameters];
  const loss = sum(outputs.map((y, k) => weighted(Add(y, Mul(Square(y), 0.5)), 100 + k)));
  const first = gradients(loss, leaves);
  const second = gradients(sum(first.map((gradient, k) => weighted(gradient, 200 + k))), leaves);
  return { all: [...outputs, ...first, ...second], leaves };
}

const valuesOf = (given: StoredInput, k: number): Float64Array =>
  'values' in given ? Float64Array.from(given.values) : wave(given.shape, k + 1, given.low, given.high);

const sum = (terms: readonly Tensor[]): Tensor => terms.reduce((total, term) => Add(total, term));

const weighted = (x: Tensor, seed: number): Tensor =>
  ReduceSum(Mul(x, constant(Array.from(wave(shapeOf(x), seed)), shapeOf(x))));

const shapeOf = ({ shape }: Tensor): readonly number[] => shape as readonly number[];

const nameOf = ({ node }: Tensor): string => (node as NodeOf<'Input'> | NodeOf<'Parameter'>).attributes.name;
