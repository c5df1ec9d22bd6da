import { afterAll, expect, it } from 'vitest';
import { SMALL_AUS, writeWindows } from '../../../test/helpers/made-windows.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { ClipStoreWriter, openClipStore } from '../../data/clips/index.ts';
import { CLIP, clipDataset } from './clip-dataset.ts';

const root = tempFolder('clip dataset');
const plain = `${root}/plain`;
writeWindows(plain, 4, ['a.jpg']);
/** The same, coded by half, its apexes early. */
const coded = `${root}/coded`;
{
  using source = openClipStore(plain);
  using writer = new ClipStoreWriter(coded);
  const bytes = source.newBytes();
  for (const [at, clip] of source.clips.entries()) {
    source.read(at, bytes);
    writer.add(bytes, { ...clip, apexFrame: 3, aus: at % 2 === 0 ? null : [12] });
  }
  writer.finish(source.index);
}
const store = openClipStore(coded);
afterAll(() => store[Symbol.dispose]());

const asked = [{ index: 0, seed: null }];
const common = { store, aus: SMALL_AUS, classes: 3, flow: null };

it('takes clips for the classes that are given, none for some, and knows what nobody coded', async () => {
  const data = clipDataset({ ...common, indices: [2, 1, 0], labels: [2, -1, 0], isMacro: true });
  expect([...(data.classes as Int32Array)]).toEqual([2, -1, 0]);
  expect(data.subjects).toEqual(new Set(['a.jpg']));
  const batch = await data.readBatch([0, 1, 2].map((index) => ({ index, seed: null })));
  expect([...batch['emotion_labels']!]).toEqual([0, 0, 1, 0, 0, 0, 1, 0, 0]);
  expect([...batch['au_labels']!]).toEqual([-1, -1, 0, 1, -1, -1]);
  expect([...batch['domain_labels']!]).toEqual([1, 1, 1]);
  const same = clipDataset({ ...common, indices: [2, 1, 0], labels: [2, -1, 0] });
  const other = clipDataset({ ...common, indices: [2, 1, 0], labels: [2, 1, 0] });
  expect(same.fingerprint).toBe(data.fingerprint);
  expect(other.fingerprint).not.toBe(data.fingerprint);
});

it('moves the apex to the middle where a network looks there', async () => {
  const area = store.sizePx ** 2;
  const read = async (isCentred: boolean): Promise<Float32Array> =>
    (await clipDataset({ ...common, indices: [1], labels: [0], isCentred }).readBatch(asked))[
      CLIP
    ] as Float32Array;
  const [still, centred] = [await read(false), await read(true)];
  const frame = (of: Float32Array, at: number): Float32Array => of.subarray(at * area, (at + 1) * area);
  expect(frame(centred, 8)).toEqual(frame(still, 3));
  expect(frame(centred, 0)).toEqual(frame(still, 0));
  expect(frame(centred, 15)).toEqual(frame(still, 10));
  expect(frame(still, 3)).not.toEqual(frame(still, 8));
});
