/** The gradient of every parameter of AU-GACN, in training form, against PyTorch (test/oracles/au_gacn.py). */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formulaUnit, formulaValues } from '../../test/helpers/formula-weights.ts';
import { runOnnx } from '../../test/helpers/run-onnx.ts';
import { gradients } from '../autodiff/index.ts';
import {
  Add,
  constant,
  emitModel,
  Mul,
  parameterName,
  ReduceSum,
  Scope,
  type Tensor,
} from '../graph/index.ts';
import { auGacn } from './au-gacn.ts';
import { AU_GACN_PRESETS } from './au-gacn/options.ts';

interface OracleGradient {
  readonly norm: number;
  /** At most 24, evenly spaced from the first on. */
  readonly values: readonly number[];
}

const oracle = new URL('../../test/oracles/au-gacn.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(oracle, 'utf8')) as {
  readonly cases: { readonly training: { readonly gradients: Readonly<Record<string, OracleGradient>> } };
};
const [N, FRAMES, SIZE] = [2, 16, 32];

/** Of a gradient's norm. Sums over half a million places in float32, back through ten normalizations. */
const TOLERANCE = 1e-4;

it('AU-GACN learns in the direction that PyTorch finds', async () => {
  const scope = new Scope('training');
  const options = { ...AU_GACN_PRESETS.paper, sizePx: SIZE, dropout: 0 };
  const { auLogits, emotionLogits } = auGacn(scope, N, options).outputs;
  const weighted = (x: Tensor, name: string): Tensor => {
    const shape = x.shape as readonly number[];
    return ReduceSum(Mul(x, constant(formulaUnit(name, shape[0]! * shape[1]!), shape)));
  };
  const loss = Add(weighted(auLogits, 'au.loss'), Mul(weighted(emotionLogits, 'emotion.loss'), 10));
  const names = scope.trained.map(parameterName);
  const found = gradients(loss, scope.trained);
  const model = emitModel({
    name: 'gradients',
    outputs: Object.fromEntries(names.map((name, at) => [`d:${name}`, found[at]!])),
    values: formulaValues(scope.parameters),
  });
  const dims = [N, 3, FRAMES, SIZE, SIZE];
  const result = await runOnnx(model, {
    clip: { dims, data: formulaUnit('clip.input', N * 3 * FRAMES * SIZE * SIZE) },
  });
  expect(names.toSorted()).toEqual(Object.keys(cases.training.gradients).toSorted());
  for (const [name, { norm, values }] of Object.entries(cases.training.gradients)) {
    const ours = result[`d:${name}`]!.data as Float32Array;
    expect(Math.abs(Math.hypot(...ours) / norm - 1), name).toBeLessThan(TOLERANCE);
    const step = Math.ceil(ours.length / 24);
    const apart = values.map((value, at) => Math.abs(value - ours[at * step]!));
    expect(Math.max(...apart) / norm, name).toBeLessThan(TOLERANCE);
  }
});
