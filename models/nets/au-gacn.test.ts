import { describe, expect, it } from 'vitest';
import { runOnnx } from '../../test/helpers/run-onnx.ts';
import { randomFloats } from '../../test/helpers/random.ts';
import { BATCH, emitModel, nodesOf, Scope, type Tensor } from '../graph/index.ts';
import { costOf } from '../graph/cost.ts';
import { AU_GACN, auGacn } from './au-gacn.ts';
import { AU_GACN_PRESETS, type AuGacnOptions } from './au-gacn/options.ts';

const { paper } = AU_GACN_PRESETS;
const THREE = ['negative', 'positive', 'surprise'];
const names = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index)}`);

function build(options: AuGacnOptions) {
  const scope = new Scope('inference');
  const graph = auGacn(scope, BATCH, options);
  const { auLogits, emotionLogits, nodeScores } = graph.outputs;
  const outputs: Record<string, Tensor> = { auLogits, emotionLogits };
  return { scope, graph, outputs: nodeScores === null ? outputs : { ...outputs, nodeScores } };
}

describe('AU-GACN', () => {
  it.each<[string, Partial<AuGacnOptions>, number]>([
    ['the paper, three classes', { emotions: THREE }, 70_711],
    ['seven classes', { emotions: names('class', 7) }, 70_843],
    [
      '27 units of SAMM, eight classes',
      { aus: Array.from({ length: 27 }, (_, i) => i + 1), emotions: names('c', 8) },
      71_396,
    ],
    ['64 channels inside blocks', { emotions: THREE, mid: 64 }, 228_247],
    ["nodes with the trunk's features", { emotions: THREE, nodeInput: 'trunk' }, 74_743],
    [
      'weights of its own for each of 16² places and unit',
      { emotions: THREE, pooling: 'grid' },
      70_711 + 19 * 64 * (256 - 1),
    ],
  ])('has as many parameters as counted by hand: %s', (_, options, parameters) => {
    const { outputs } = build({ ...paper, ...options });
    expect(costOf(Object.values(outputs)).parameters).toBe(parameters);
  });

  it('needs the multiplications counted by hand, layer by layer', () => {
    const { outputs } = build({ ...paper, emotions: THREE });
    const trunk = 2_466_250_752 + 167_772_160 + 37_748_736 + 4_718_592;
    // Â X W three times (first 19²·1), scores, then the fully connected layers. The AU logits are weighted sums, which
    // are no product of matrices: 19·64 more.
    const graph =
      361 + 19 * 64 + 2 * (361 * 64 + 19 * 64 * 64) + (19 * 192 + 361) + (384 * 64 + 64 * 32 + 32 * 3);
    expect(costOf(Object.values(outputs)).macs).toBe(trunk + graph);
  });

  it('drops half of the first fully connected layer while training, and nothing afterwards', () => {
    const noises = (mode: 'training' | 'inference', options: AuGacnOptions) =>
      nodesOf([auGacn(new Scope(mode), 4, options).outputs.emotionLogits])
        .filter(({ operator }) => operator === 'Noise')
        .map(({ attributes }) => attributes);
    expect(noises('training', paper)).toEqual([{ name: 'head.dropout.0', shape: [4, 64] }]);
    expect(noises('training', { ...paper, dropout: 0 })).toEqual([]);
    expect(noises('inference', paper)).toEqual([]);
  });

  it.each<[Partial<AuGacnOptions>, string]>([
    [{ frames: 24 }, 'it takes windows of 16 frames or a multiple, not 24'],
    [{ sizePx: 130 }, 'it takes crops of 16 pixels or more in steps of 4, not 130'],
    [{ aus: [] }, 'it needs at least one action unit'],
    [{ emotions: ['none'] }, 'it needs at least two classes'],
    [{ adjacency: [1, 0, 0, 1] }, 'its graph has 4 edges for 19 action units'],
  ])('says why it cannot be built with %o', (options, problem) => {
    expect(AU_GACN.problemWith({ ...paper, ...options })).toBe(problem);
    expect(() => build({ ...paper, ...options })).toThrow(problem);
  });

  it('is a mean where all places of the grid weigh the same', async () => {
    const PLACES = 4 * 4;
    const byChannel = randomFloats(64 * 19, 3);
    const weights = {
      mean: Float32Array.from({ length: 19 * 64 }, (_, i) => byChannel[(i % 64) * 19 + Math.floor(i / 64)]!),
      grid: Float32Array.from(
        { length: 64 * PLACES * 19 },
        (_, i) => byChannel[Math.floor(i / (PLACES * 19)) * 19 + (i % 19)]! / Math.sqrt(PLACES),
      ),
    };
    const results = await Promise.all(
      (['mean', 'grid'] as const).map(async (pooling) => {
        const { outputs } = build({ ...paper, sizePx: 64, pooling });
        const clip = { dims: [1, 3, 16, 64, 64], data: randomFloats(3 * 16 * 64 * 64, 1) };
        const values = new Map([['head.au.weight', weights[pooling]]]);
        return await runOnnx(emitModel({ name: pooling, outputs, seed: 1, values }), { clip });
      }),
    );
    const [mean, grid] = results.map((result) => Array.from(result['auLogits']!.data as Float32Array));
    // Logits of untrained weights are some tens large: seven digits of them.
    for (const [index, logit] of mean!.entries()) expect(grid![index]! / logit).toBeCloseTo(1, 5);
  });

  it.each(Object.entries(AU_GACN.presets))('preset %s runs on onnxruntime', async (_, preset) => {
    expect(AU_GACN.problemWith(preset)).toBeNull();
    const options = { ...preset, sizePx: 32 };
    const { outputs } = build(options);
    const model = emitModel({ name: 'au-gacn', outputs, seed: 1 });
    const clip = { dims: [2, 3, 16, 32, 32], data: randomFloats(2 * 3 * 16 * 32 * 32, 1) };
    const neutral = { dims: [2, 3, 32, 32], data: randomFloats(2 * 3 * 32 * 32, 2) };
    const result = await runOnnx(model, options.input === 'neutral' ? { clip, neutral } : { clip });
    expect(Object.entries(result).map(([name, { dims }]) => [name, dims])).toEqual([
      ['auLogits', [2, 19]],
      ['emotionLogits', [2, 4]],
      ['nodeScores', [2, 19]],
    ]);
    const gates = result['nodeScores']!.data as Float32Array;
    for (const sample of [0, 1])
      expect(gates.slice(sample * 19, (sample + 1) * 19).filter((gate) => gate !== 0)).toHaveLength(10);
  });
});
