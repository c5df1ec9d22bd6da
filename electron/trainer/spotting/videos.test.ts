import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeCasmeSq } from '../../../test/helpers/look-alikes/casme-sq.ts';
import { makeOwn } from '../../../test/helpers/look-alikes/own.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { videosIn } from './videos.ts';

const top = tempFolder('videos to spot');

test('long videos of a set, with what was missing as it was read', async () => {
  await makeCasmeSq(join(top, 'sq'));
  const { videos, coding } = await videosIn('casme-sq', join(top, 'sq'));
  expect(videos.map(({ id, known }) => `${id} ${known.length}`)).toEqual([
    'casme-sq/15/15_0101disgustingteeth 2',
    'casme-sq/15/15_0502funnyinnovations 1',
    'casme-sq/16/16_0401girlcrashing 2',
  ]);
  expect(coding).toMatch(
    /^CAS\(ME\)\^2code_final.xlsx, pictures of rawpic\/rawpic; casme-sq is not as published: /,
  );
  expect(coding).toContain('; casme-sq as it was read: 1 missing, 4 repaired; "onset data" names each');
});

test('a set without long videos is refused', async () => {
  await makeOwn(join(top, 'own'));
  await expect(videosIn('own', join(top, 'own'))).rejects.toMatchObject({ code: 'spotting-without-videos' });
});
