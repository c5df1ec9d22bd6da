import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeModel, setMetadata } from '../../../models/onnx/index.ts';
import { smallRecognizer } from '../../../test/helpers/small-recognizer.ts';
import { listModels, verifyModel } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'onset-models-'));
afterAll(() => rmSync(folder, { recursive: true }));

const good = join(folder, 'good.onnx');
const bad = join(folder, 'bad.onnx');
const junk = join(folder, 'junk.onnx');
const { model, card } = smallRecognizer();
writeFileSync(good, encodeModel(model));
setMetadata(model, { 'onset.recipe': 'rigid-1', 'onset.size': '33' });
model.graph!.node[1]!.input[0] = 'nowhere';
writeFileSync(bad, encodeModel(model));
writeFileSync(junk, 'junk');
writeFileSync(join(folder, 'notes.txt'), 'not looked at');

describe('listModels', () => {
  it('lists each file with its card, or why it has none', async () => {
    const listings = await listModels(folder);
    expect(listings.map(({ name, problem }) => [name, problem === null])).toEqual([
      ['bad.onnx', false],
      ['good.onnx', true],
      ['junk.onnx', false],
    ]);
    expect(listings[1]!.card).toMatchObject(card);
    expect(listings[1]!.card!.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is empty where there is no folder', async () => {
    expect(await listModels(join(folder, 'nowhere'))).toEqual([]);
  });
});

describe('verifyModel', () => {
  it('finds nothing against a recognizer, and has run it', async () => {
    const report = await verifyModel(good);
    expect(report).toMatchObject({
      problems: [],
      trial: { provider: 'cpu' },
      graph: { nodes: 11, opset: 21 },
    });
    expect(report.card).toMatchObject(card);
  });

  it('says everything that is wrong, not only the first thing', async () => {
    const { problems, card: found, trial } = await verifyModel(bad);
    expect([found, trial]).toEqual([null, null]);
    expect(problems).toEqual([
      'node 1 "earlier" (Slice) takes tensor "nowhere", which nothing defines',
      'its input "clip" is [N,3,8,32,32], which does not agree with [N,3,8,33,33] of its metadata',
    ]);
    expect((await verifyModel(junk)).problems).toHaveLength(1);
    await expect(verifyModel(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'input-not-found' });
  });
});
