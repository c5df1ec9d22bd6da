/** The whole network against PyTorch's 3-D layers: test/oracles/au_gacn.py made the values and says how. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formulaUnit, formulaValues } from '../../test/helpers/formula-weights.ts';
import { runOnnx } from '../../test/helpers/run-onnx.ts';
import { emitModel, Scope, type Tensor } from '../graph/index.ts';
import { auGacn } from './au-gacn.ts';
import { AU_GACN_PRESETS, type AuGacnOptions } from './au-gacn/options.ts';

interface OracleCase {
  readonly auLogits: readonly number[];
  readonly emotionLogits: readonly number[];
  readonly nodeScores?: readonly number[];
  readonly statistics?: Readonly<Record<string, readonly number[]>>;
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../test/oracles/au-gacn.json', import.meta.url), 'utf8'),
) as { readonly cases: Readonly<Record<string, OracleCase>> };

const { paper, neutral } = AU_GACN_PRESETS;
const SIZE = 32;
const BATCH_SIZE = 2;

/** float32 with sums of some thousand terms, relative to values around 1. */
const TOLERANCE = 1e-5;

describe('AU-GACN computes what PyTorch computes', () => {
  it.each<[string, AuGacnOptions]>([
    ['paper', paper],
    ['training', paper],
    ['neutral', neutral],
    ['brightness', { ...neutral, luma: true }],
    ['trunk-nodes', { ...paper, nodeInput: 'trunk' }],
    ['without-pooling', { ...paper, graphPooling: false }],
  ])('%s', async (name, options) => {
    const found = await run({ ...options, sizePx: SIZE, dropout: 0 }, name === 'training');
    const { auLogits, emotionLogits, nodeScores, statistics } = cases[name]!;
    const scores = nodeScores === undefined ? {} : { nodeScores };
    const wanted = Object.entries({ auLogits, emotionLogits, ...scores, ...statistics });
    expect(statistics === undefined).toBe(name !== 'training');
    expect(wanted.length).toBeGreaterThanOrEqual(2);
    expect(Object.keys(found)).toEqual(expect.arrayContaining(wanted.map(([key]) => key)));
    for (const [key, values] of wanted) {
      const scale = Math.max(1, ...values.map(Math.abs));
      const worst = Math.max(...values.map((value, i) => Math.abs(value - found[key]![i]!)));
      expect(worst / scale, key).toBeLessThan(TOLERANCE);
    }
  });
});

async function run(
  options: AuGacnOptions,
  isTraining: boolean,
): Promise<Readonly<Record<string, Float32Array>>> {
  const scope = new Scope(isTraining ? 'training' : 'inference');
  const { auLogits, emotionLogits, nodeScores } = auGacn(scope, BATCH_SIZE, options).outputs;
  const outputs: Record<string, Tensor> = { auLogits, emotionLogits, ...Object.fromEntries(scope.updates) };
  if (nodeScores !== null) outputs['nodeScores'] = nodeScores;
  // A model's output cannot bear the name of a parameter, whose next value it is.
  const model = emitModel({
    name: 'oracle',
    outputs: Object.fromEntries(Object.entries(outputs).map(([key, tensor]) => [`out:${key}`, tensor])),
    values: formulaValues(scope.parameters),
  });
  const feed = (name: string, ...dims: number[]) => ({
    dims,
    data: formulaUnit(
      `${name}.input`,
      dims.reduce((a, b) => a * b),
    ),
  });
  const clip = feed('clip', BATCH_SIZE, 3, options.frames, SIZE, SIZE);
  const feeds =
    options.input === 'neutral' ? { clip, neutral: feed('neutral', BATCH_SIZE, 3, SIZE, SIZE) } : { clip };
  const result = await runOnnx(model, feeds);
  return Object.fromEntries(
    Object.entries(result).map(([key, { data }]) => [key.slice('out:'.length), data as Float32Array]),
  );
}
