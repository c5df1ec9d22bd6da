import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { formulaUnit, formulaValues } from '../../test/helpers/formula-weights.ts';
import { runOnnx } from '../../test/helpers/run-onnx.ts';
import { BATCH, emitModel, input, Scope } from '../graph/index.ts';
import {
  float32Tensor,
  floats,
  int,
  int64Tensor,
  ints,
  makeModel,
  makeNode,
  makeValue,
  type ModelProto,
} from '../onnx/index.ts';
import { AttributeProto_AttributeType, AttributeProtoSchema } from '../onnx/onnx_pb.ts';
import { lstm } from './lstm.ts';

const [N, STEPS, FEATURES, UNITS] = [2, 5, 3, 4];

describe('lstm', () => {
  it.each(['sigmoid', 'hard'] as const)("computes what ONNX's own LSTM computes: %s gates", async (gates) => {
    const scope = new Scope('inference');
    const { all, last } = lstm(scope.within('lstm'), input('x', [BATCH, STEPS, FEATURES]), UNITS, { gates });
    const values = formulaValues(scope.parameters);
    const x = {
      dims: [N, STEPS, FEATURES],
      data: formulaUnit('x', N * STEPS * FEATURES).map((v) => 4 * v - 2),
    };
    const ours = await runOnnx(emitModel({ name: 'ours', outputs: { all, last }, values }), { x });
    const theirs = await runOnnx(reference(values, gates), { x });
    expect(apart(ours['all']!.data, theirs['all']!.data)).toBeLessThan(1e-6);
    expect(apart(ours['last']!.data, theirs['last']!.data)).toBeLessThan(1e-6);
    // States that all stay small would say little about the gates.
    expect(Math.max(...(ours['last']!.data as Float32Array).map(Math.abs))).toBeGreaterThan(0.2);
  });
});

function reference(values: ReadonlyMap<string, Float32Array>, gates: 'sigmoid' | 'hard'): ModelProto {
  const of = (name: string): Float32Array => values.get(`lstm.${name}`)!;
  const gate = gates === 'hard' ? 'HardSigmoid' : 'Sigmoid';
  const node = makeNode('LSTM', ['steps', 'w', 'r', 'b'], ['every', 'last_', ''], {
    hidden_size: int(UNITS),
    activation_alpha: floats([0.2]),
    activation_beta: floats([0.5]),
  });
  node.attribute.push(
    create(AttributeProtoSchema, {
      name: 'activations',
      type: AttributeProto_AttributeType.STRINGS,
      strings: [gate, 'Tanh', 'Tanh'].map((name) => new TextEncoder().encode(name)),
    }),
  );
  return makeModel({
    name: 'reference',
    inputs: [makeValue('x', 'float32', ['N', STEPS, FEATURES])],
    outputs: [makeValue('all', 'float32', ['N', STEPS, UNITS]), makeValue('last', 'float32', ['N', UNITS])],
    nodes: [
      // ONNX's LSTM has time first, and a dimension for its direction.
      makeNode('Transpose', ['x'], ['steps'], { perm: ints([1, 0, 2]) }),
      node,
      makeNode('Transpose', ['every'], ['by_sample'], { perm: ints([2, 1, 0, 3]) }),
      makeNode('Squeeze', ['by_sample', 'second'], ['all']),
      makeNode('Squeeze', ['last_', 'first'], ['last']),
    ],
    initializers: [
      int64Tensor('first', [0]),
      int64Tensor('second', [1]),
      float32Tensor('w', [1, 4 * UNITS, FEATURES], of('input_weight')),
      float32Tensor('r', [1, 4 * UNITS, UNITS], of('state_weight')),
      float32Tensor('b', [1, 8 * UNITS], Float32Array.of(...of('bias'), ...new Float32Array(4 * UNITS))),
    ],
  });
}

const apart = (a: unknown, b: unknown): number =>
  Math.max(...(a as Float32Array).map((value, i) => Math.abs(value - (b as Float32Array)[i]!)));
