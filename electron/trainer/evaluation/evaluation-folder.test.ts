import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { EvaluationFolder } from './evaluation-folder.ts';

const top = tempFolder('evaluation folder');
const SETTINGS = { network: 'stst-net', options: { aus: [], dropout: 0.5 } };

test('another evaluation is refused with what is otherwise, however deep', () => {
  const folder = new EvaluationFolder(join(top, 'other'));
  folder.take({ id: 'a', settings: SETTINGS });
  folder.take({ id: 'a', settings: SETTINGS });
  const other = { ...SETTINGS, options: { aus: [], dropout: 0.1 } };
  expect(() => {
    folder.take({ id: 'b', settings: other });
  }).toThrow('options.dropout was 0.5 and is 0.1');
  expect(() => {
    folder.take({ id: 'b', settings: SETTINGS });
  }).toThrow('its clips or labels were others');
});

test('what is damaged is named; nothing else lies in the folder', () => {
  const folder = new EvaluationFolder(join(top, 'damaged'));
  folder.take({ id: 'a', settings: SETTINGS });
  const fold = { id: 'f', held: 'own/1', trainSamples: 1, epochs: 1, wallS: 1, predictions: [] };
  folder.writeFold(fold);
  expect(folder.readFold('f')).toEqual(fold);
  const path = join(folder.path, 'folds', 'f.json');
  writeFileSync(path, readFileSync(path, 'utf8').slice(0, 20));
  expect(() => folder.readFold('f')).toThrow(`${path} was not written whole`);
  expect(readdirSync(folder.path).sort()).toEqual(['evaluation.json', 'folds']);
  const identity = join(folder.path, 'evaluation.json');
  writeFileSync(identity, '{');
  expect(() => {
    folder.take({ id: 'a', settings: SETTINGS });
  }).toThrow(`${identity} was not written whole`);
});
