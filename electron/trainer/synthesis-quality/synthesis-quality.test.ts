/**
 * What is measured of pictures, on small made ones; sequences are measured by the whole analysis, and on real faces
 * only.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { writeWindows } from '../../../test/helpers/made-windows.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { openClipStore } from '../../../models/data/clips/index.ts';
import type { Picture } from '../../../models/evaluate/synthesis/index.ts';
import { encodePng } from '../png.ts';
import { copying, storedApexes } from './baselines.ts';
import { readGenerator } from './generator-file.ts';
import { pairsOf } from './held-pairs.ts';
import { measurePictures, referenceOf } from './measure-pictures.ts';
import { differencePicture, pictureGrid } from './picture-grid.ts';
import { shrunk } from './shrunk.ts';
import { qualityTables } from './tables.ts';

const folder = tempFolder('synthesis quality');
const CONTROLS = [{ name: 'positive', request: { emotion: 'positive', aus: [12] }, au: 12 }] as const;

async function madePairs() {
  const path = join(folder, 'clips');
  writeWindows(path, 32, ['a.jpg', 'b.jpg', 'c.jpg']);
  using store = openClipStore(path);
  return await pairsOf(store, 16);
}

it('measures that a copy is the same picture, and that an apex is another', async () => {
  const pairs = await madePairs();
  const training = pairs.map(({ rest }) => shrunk(rest));
  const copy = (await measurePictures(copying(CONTROLS), pairs, training, null)).scores;
  expect(copy.ssimWithRest).toBeCloseTo(1, 6);
  expect(copy).toMatchObject({ identityDistance: 0, identityKept: 1, sharpness: 1, frechet: null });
  expect(copy.changeInPlace).toBe(1);
  // Pictures that it has learnt from are found again.
  expect(copy.nearestTraining).toBeLessThan(1e-4);

  const describe = (of: readonly { readonly apex: Picture }[]) =>
    Promise.resolve(of.map(({ apex }) => [...shrunk(apex).levels.slice(0, 3)]));
  const apexes = storedApexes('apexes', CONTROLS, pairs);
  const known = (await measurePictures(apexes, pairs, training, describe)).scores;
  expect(known.ssimWithApex).toBeGreaterThan(copy.ssimWithApex);
  expect(known.frechet).toBeLessThan(
    (await measurePictures(copying(CONTROLS), pairs, [], describe)).scores.frechet!,
  );
});

it('writes tables that name every maker, and dashes where nothing is known', async () => {
  const pairs = await madePairs();
  const { scores } = await measurePictures(copying(CONTROLS), pairs, [], null);
  const controls = [{ control: 'positive', au: 12, correlation: null, measured: [0, 0.5, 1, 12.34] }];
  const text = qualityTables({
    model: 'generator.onnx',
    data: 'drawn by the renderer',
    pairs: pairs.length,
    people: 3,
    reference: referenceOf(pairs, []),
    makers: [{ name: 'copy', scores, controls }],
  });
  expect(text).toContain('16 held-out pairs of 3 people, drawn by the renderer.');
  expect(text).toMatch(/\| copy +\| 1\.000 .*\| – +\| – +\|/);
  expect(text).toContain('| copy | positive | AU12 | – | 0.000 | 0.500 | 1.000 | 12.3 |');
});

it('draws grids that say that they are made, and differences with boxes', async () => {
  const [pair] = await madePairs();
  const difference = differencePicture(pair!.rest, pair!.rest);
  expect(new Set(difference.levels)).toEqual(new Set([0, Math.fround(0.6)]));
  const png = Buffer.from(pictureGrid([[pair!.rest, pair!.apex, difference]]));
  expect(png.includes('onset:synthetic')).toBe(true);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([3 * (32 + 2), 32 + 2]);
});

it('keeps every byte of a picture', () => {
  const bytes = Uint8Array.from({ length: 3 * 5 * 4 }, (_, at) => 7 * at);
  const png = Buffer.from(encodePng({ widthPx: 5, heightPx: 4, channels: 3, bytes }, { Title: 'a' }));
  const at = png.indexOf('IDAT');
  const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  const back = [0, 1, 2, 3].flatMap((row) => [...rows.subarray(16 * row + 1, 16 * (row + 1))]);
  expect(back).toEqual([...bytes]);
});

it('refuses what is no generator', () => {
  const path = join(folder, 'none.onnx');
  writeFileSync(path, 'nothing');
  expect(() => readGenerator(path)).toThrow('is no generator of faces');
  expect(() => readGenerator(join(folder, 'missing.onnx'))).toThrow('There is no file');
});
