import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clipsOf } from '../../models/train/recognition/index.ts';
import { SMALL_AUS, writeWindows } from '../../test/helpers/made-windows.ts';
import { tempFolder } from '../../test/helpers/temp-folder.ts';
import { ReaderThread } from './reader-thread.ts';

const folder = tempFolder('reader');
const parts = [{ folder, indices: [0, 1, 2, 5, 7] }];
const requests = [3, 0, 4].map((index) => ({ index, seed: index === 0 ? null : 77 + index }));

it('reads what would be read here, and says of a damaged clip what would be said here', async () => {
  writeWindows(folder, 8, ['a.jpg', 'b.jpg']);
  using thread = new ReaderThread({ parts, aus: SMALL_AUS, flow: null });
  const [one, two] = await Promise.all([thread.read(requests), thread.read(requests.slice(1))]);
  const here = clipsOf(parts, SMALL_AUS);
  expect(one).toEqual(await here.readBatch(requests));
  expect(two).toEqual(await here.readBatch(requests.slice(1)));

  const path = join(folder, 'clips.u8');
  const bytes = readFileSync(path);
  bytes[5 * 17 * 32 * 32]! ^= 1;
  writeFileSync(path, bytes);
  await expect(thread.read(requests)).rejects.toMatchObject({ code: 'clips-damaged', facts: { path } });
  expect(await thread.read(requests.slice(1))).toEqual(two);
});
