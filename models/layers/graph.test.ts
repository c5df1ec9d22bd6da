import { describe, expect, it } from 'vitest';
import { formulaUnit, formulaValues } from '../../test/helpers/formula-weights.ts';
import { runOnnx } from '../../test/helpers/run-onnx.ts';
import { BATCH, constant, emitModel, input, Scope } from '../graph/index.ts';
import { graphConvolution } from './graph-convolution.ts';
import { selfAttentionPooling } from './self-attention-pooling.ts';

const NODES = 4;
/** A path 0 – 1 – 2 and node 3 by itself, weights not normalized. */
const EDGES = [1, 2, 0, 0, 2, 1, 3, 0, 0, 3, 1, 0, 0, 0, 0, 1];
const adjacency = constant(EDGES, [NODES, NODES]);

/** Σ_j Â_ij Σ_f x_jf w_fg + b_g, in loops. */
function convolve(x: Float32Array, from: number, weight: Float32Array, bias: Float32Array): number[] {
  const to = bias.length;
  return Array.from({ length: NODES * to }, (_, at) => {
    const [i, g] = [Math.floor(at / to), at % to];
    let sum = bias[g]!;
    for (let j = 0; j < NODES; j++)
      for (let f = 0; f < from; f++) sum += EDGES[i * NODES + j]! * x[j * from + f]! * weight[f * to + g]!;
    return sum;
  });
}

describe('graphConvolution', () => {
  it.each([
    [2, 5],
    [5, 2],
  ])('sums neighbours, then transforms: %d → %d features', async (from, to) => {
    const scope = new Scope('inference');
    const y = graphConvolution(scope.within('gcn1'), input('x', [BATCH, NODES, from]), adjacency, to);
    const values = formulaValues(scope.parameters);
    const x = formulaUnit('x', NODES * from);
    const found = await runOnnx(emitModel({ name: 'g', outputs: { y }, values }), {
      x: { dims: [1, NODES, from], data: x },
    });
    const wanted = convolve(x, from, values.get('gcn1.weight')!, values.get('gcn1.bias')!);
    expect([...(found['y']!.data as Float32Array)]).toEqual(
      wanted.map((v) => expect.closeTo(v, 5) as number),
    );
  });
});

describe('selfAttentionPooling', () => {
  it('keeps the nodes with the highest scores, best first, times tanh of the score', async () => {
    const scope = new Scope('inference');
    const { nodes, gates } = selfAttentionPooling(scope, input('x', [BATCH, NODES, 3]), adjacency, 2);
    const values = formulaValues(scope.parameters);
    const x = formulaUnit('features', 2 * NODES * 3);
    const model = emitModel({ name: 'p', outputs: { nodes, gates }, values });
    const found = await runOnnx(model, { x: { dims: [2, NODES, 3], data: x } });
    for (const sample of [0, 1]) {
      const mine = x.slice(sample * NODES * 3, (sample + 1) * NODES * 3);
      const scores = convolve(mine, 3, values.get('score.weight')!, values.get('score.bias')!);
      const best = [0, 1, 2, 3].sort((a, b) => scores[b]! - scores[a]!).slice(0, 2);
      const kept = best.flatMap((node) =>
        [0, 1, 2].map((f) => mine[node * 3 + f]! * Math.tanh(scores[node]!)),
      );
      const open = scores.map((score, node) => (best.includes(node) ? Math.tanh(score) : 0));
      const rows = (name: string, length: number): number[] => [
        ...(found[name]!.data as Float32Array).slice(sample * length, (sample + 1) * length),
      ];
      expect(rows('nodes', 6)).toEqual(kept.map((v) => expect.closeTo(v, 5) as number));
      expect(rows('gates', NODES)).toEqual(open.map((v) => expect.closeTo(v, 5) as number));
    }
  });
});
