/** A network built by models/nets, exported, opened and scored here, against what PyTorch computes for it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RECIPE } from '../../../contract/recipe.ts';
import { BATCH, Scope } from '../../../models/graph/index.ts';
import { AU_GACN, type AuGacnOptions, exportRecognizer } from '../../../models/nets/index.ts';
import { encodeModel } from '../../../models/onnx/index.ts';
import { formulaUnit, formulaValues } from '../../../test/helpers/formula-weights.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { openRecognizer, verifyModel } from './index.ts';

interface OracleCase {
  readonly auLogits: readonly number[];
  readonly emotionLogits: readonly number[];
}

const oracle = new URL('../../../test/oracles/au-gacn.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(oracle, 'utf8')) as { readonly cases: Record<string, OracleCase> };
const folder = tempFolder('exported-network');
/** The oracle's: two clips of 16 frames of 32×32. */
const [WINDOWS, FRAMES, SIZE] = [2, 16, 32];

const { paper, neutral } = AU_GACN.presets as Record<'paper' | 'neutral', AuGacnOptions>;

it.each<[string, AuGacnOptions]>([
  ['paper', paper],
  ['neutral', neutral],
  ['brightness', { ...neutral, luma: true }],
])('AU-GACN, %s', async (name, preset) => {
  const options = { ...preset, sizePx: SIZE };
  const scope = new Scope('inference');
  AU_GACN.build(scope, BATCH, options);
  const card = { windowS: 0.5, recipe: RECIPE.id, trainedOn: 'nothing: a formula', metrics: {} };
  const path = join(folder, `${name}.onnx`);
  writeFileSync(path, encodeModel(exportRecognizer(AU_GACN, options, formulaValues(scope.parameters), card)));
  expect((await verifyModel(path)).problems).toEqual([]);
  await using recognizer = await openRecognizer(path, { provider: 'cpu' });
  expect(recognizer.card).toMatchObject({ ...card, network: 'au-gacn', aus: preset.aus, frames: FRAMES });
  const clips = formulaUnit('clip.input', WINDOWS * 3 * FRAMES * SIZE * SIZE);
  const neutrals = formulaUnit('neutral.input', WINDOWS * 3 * SIZE * SIZE);
  const windows = [0, 1].map((window) => ({
    clip: part(clips, window),
    neutral: part(neutrals, window),
  }));
  const scores = await recognizer.score(windows);
  const { auLogits, emotionLogits } = cases[name]!;
  for (const [window, { aus, emotions, nodes }] of scores.entries()) {
    // Half of the nodes are kept; of the others nothing counts.
    expect(nodes!.filter((score) => score !== 0)).toHaveLength(Math.ceil(preset.poolingRatio * aus.length));
    expect(nodes!.every((score) => Math.abs(score) < 1)).toBe(true);
    const close = (values: readonly number[]): number[] => values.map((v) => expect.closeTo(v, 5) as number);
    expect([...aus]).toEqual(close(part(auLogits, window).map((logit) => 1 / (1 + Math.exp(-logit)))));
    const powers = part(emotionLogits, window).map(Math.exp);
    expect([...emotions]).toEqual(close(powers.map((power) => power / powers.reduce((a, b) => a + b))));
  }
});

/** One of the two halves. */
const part = <List extends Float32Array | readonly number[]>(both: List, window: number): List =>
  both.slice((window * both.length) / WINDOWS, ((window + 1) * both.length) / WINDOWS) as List;
