/**
 * What goes from layer to layer in the three networks that Onset is named for, against the tables of their papers and
 * code (docs/networks.md). Those of the networks they are compared with: `baselines/baselines.test.ts`.
 */
import { expect, test } from 'vitest';
import { BATCH, constant, input, nodesOf, product, Scope, type Tensor } from '../graph/index.ts';
import { AU_GACN, auGacn } from './au-gacn.ts';
import { AU_ICGAN, generate as paint, judgeClips, judgeImages } from './au-icgan.ts';
import { CASME_II_AUS } from './au-graph.ts';
import { generate, ICE_GAN, type IceGanOptions, judge } from './ice-gan.ts';

const emotions = ['negative', 'positive', 'surprise'];
const blank = (...shape: number[]): Tensor => constant(new Float32Array(product(shape)), shape);

/** That results of these shapes follow each other, whatever lies between. The batch's axis is left out. */
function expectInOrder(outputs: readonly Tensor[], shapes: readonly (readonly number[])[]): void {
  const found = nodesOf(outputs).map((node) =>
    (node.outputs[0]!.shape as readonly number[]).slice(1).join('×'),
  );
  let from = 0;
  for (const shape of shapes) {
    const at = found.indexOf(shape.join('×'), from);
    expect(at, `${shape.join('×')} after the ${String(from)}th result`).toBeGreaterThanOrEqual(0);
    from = at;
  }
}

test('AU-GACN: Table 7, frames beside the batch, and the head', () => {
  const scope = new Scope('inference');
  const { auLogits, emotionLogits } = auGacn(scope, BATCH, {
    ...AU_GACN.presets['paper']!,
    emotions,
  }).outputs;
  const frames = (count: number, ...shape: number[]): string =>
    [`${String(count)} frames`, ...shape].join('×');
  const found = nodesOf([auLogits, emotionLogits]).map(({ outputs }) => {
    const [first, ...rest] = outputs[0]!.shape;
    const count = typeof first === 'object' ? first.perSample : 0;
    return frames(count, ...(rest as number[]));
  });
  let from = 0;
  for (const shape of [
    frames(16, 64, 128, 128),
    frames(16, 64, 64, 64),
    frames(8, 64, 64, 64),
    frames(4, 64, 64, 64),
    frames(4, 64, 32, 32),
    frames(2, 64, 32, 32),
    frames(2, 64, 16, 16),
    frames(1, 64, 16, 16),
    // Of 19 nodes, 64 features after each convolution, 192 together, the 10 best, their mean and maximum.
    frames(1, 19, 64),
    frames(1, 19, 192),
    frames(1, 10),
    frames(1, 192),
    frames(1, 384),
    frames(1, 64),
    frames(1, 32),
    frames(1, 3),
  ]) {
    const at = found.indexOf(shape, from);
    expect(at, `${shape} after the ${String(from)}th result`).toBeGreaterThanOrEqual(0);
    from = at;
  }
});

test('AU-ICGAN: GANimation’s layers, and the critic of clips', () => {
  const options = { ...AU_ICGAN.presets.paper, aus: CASME_II_AUS, emotions };
  const { images } = paint(
    new Scope('inference'),
    input('start', [1, 1, 3, 128, 128]),
    input('conditions', [1, 1, 19]),
    options,
  );
  const halves = [
    [128, 64, 64],
    [256, 32, 32],
    [128, 64, 64],
    [64, 128, 128],
    // Colours and attention, one convolution.
    [4, 128, 128],
  ];
  expectInOrder([images], [[64, 128, 128], ...halves]);
  const image = judgeImages(new Scope('inference'), input('image', [1, 3, 128, 128]), options);
  const patches = [64, 128, 256, 512, 1024, 2048].map((channels, k) => [channels, 64 / 2 ** k, 64 / 2 ** k]);
  expectInOrder([image.realness], [...patches, [1, 2, 2]]);
  expectInOrder([image.units], [...patches, [19]]);
  const clip = judgeClips(new Scope('inference'), input('clip', [1, 3, 16, 128, 128]), options);
  const parts = [32, 64, 128, 256, 512].map((channels, k) => [
    ...[channels, 16 / 2 ** k],
    ...[64 / 2 ** k, 64 / 2 ** k],
  ]);
  expectInOrder([clip.realness], [...parts, [1, 1, 4, 4]]);
  expectInOrder([clip.emotionLogits], [...parts, [3]]);
});

test('ICE-GAN: the generator’s seven levels down and up, and the capsules', () => {
  const options: IceGanOptions = { ...ICE_GAN.presets.paper, emotions, spectralNorm: false };
  const made = generate(new Scope('inference'), blank(1, 1, 128, 128), blank(1, 100), blank(1, 3), options);
  const levels = [64, 128, 256, 512, 512, 512].map((channels, k) => [channels, 64 / 2 ** k, 64 / 2 ** k]);
  expectInOrder([made], [...levels, [320, 1, 1], [423, 1, 1], ...levels.toReversed(), [1, 128, 128]]);
  const judgement = judge(new Scope('inference'), blank(1, 1, 128, 128), options);
  if (judgement.kind !== 'capsule') throw new Error('the paper’s discriminator ends in capsules');
  const trunk = [
    [64, 64, 64],
    [128, 32, 32],
    [256, 16, 16],
    [512, 15, 15],
    [128, 8, 8],
    [512, 16],
  ];
  expectInOrder([judgement.lengths], [...trunk, [3, 32], [3]]);
  expectInOrder([judgement.authenticity], [...trunk, [1, 256], [1]]);
});
