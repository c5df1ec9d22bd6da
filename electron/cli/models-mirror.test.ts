import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { encodeModel } from '../../models/onnx/index.ts';
import { smallRecognizer } from '../../test/helpers/small-recognizer.ts';
import { tempFolder } from '../../test/helpers/temp-folder.ts';
import { verifyModel } from '../engine/infer/index.ts';
import { modelsCommand } from './models.ts';

const folder = tempFolder('models mirror');

test('a mirrored copy is a recognizer that can be used; it is mirrored once, and only where it says so', async () => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  const [path, out] = [join(folder, 'plain.onnx'), join(folder, 'mirrored.onnx')];
  writeFileSync(path, encodeModel(smallRecognizer().model));
  expect(await modelsCommand(['mirror', path, '--out', out])).toBe(0);
  expect(log).toHaveBeenCalledExactlyOnceWith(`${out}: looks at every window twice, once mirrored`);
  const { problems, card } = await verifyModel(out);
  expect(problems).toEqual([]);
  expect(card).toMatchObject({ aus: [1, 4, 12], metrics: {} });
  await expect(modelsCommand(['mirror', out, '--out', path])).rejects.toMatchObject({ code: 'usage' });
  await expect(modelsCommand(['mirror', path])).rejects.toMatchObject({ code: 'usage' });
  await expect(modelsCommand(['mirror', path, '--out', out, '--data', folder])).rejects.toMatchObject({
    code: 'usage',
  });
});
