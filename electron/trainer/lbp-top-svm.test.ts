import { expect, it } from 'vitest';
import { openClipStore } from '../../models/data/clips/index.ts';
import { confusionBySubject, pooledConfusion, tableScores } from '../../models/evaluate/index.ts';
import { writeWindows } from '../../test/helpers/made-windows.ts';
import { tempFolder } from '../../test/helpers/temp-folder.ts';
import { lbpTopOf, predictByLbpTop } from './lbp-top-svm.ts';

const folder = tempFolder('lbp-top');

it('LBP-TOP and a linear machine name which quarter of made windows brightens, for people not seen', () => {
  writeWindows(folder, 48, ['a.jpg', 'b.jpg', 'c.jpg']);
  using store = openClipStore(folder);
  const all = [...store.clips.keys()];
  const isHeld = (index: number): boolean => store.clips[index]!.subject === 'c.jpg';
  const training = lbpTopOf({ store, indices: all.filter((index) => !isHeld(index)) });
  const held = lbpTopOf({ store, indices: all.filter(isHeld) });
  expect(training.x).toHaveLength(32 * 4425);
  const predictions = predictByLbpTop(training, held, 4, { c: 100 });
  expect(new Set(predictions.map(({ subject }) => subject))).toEqual(new Set(['c.jpg']));
  const pooled = pooledConfusion(confusionBySubject(predictions, store.emotions).values(), store.emotions);
  expect(tableScores(pooled)).toMatchObject({ samples: 16, accuracy: 1 });
  // Without a difference between classes there is nothing to be learnt.
  const blind = predictByLbpTop({ ...training, labels: new Int32Array(32) }, held, 4);
  expect(blind.every(({ said }) => said === 0)).toBe(true);
});
