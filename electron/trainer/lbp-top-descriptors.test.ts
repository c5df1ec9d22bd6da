import { expect, it } from 'vitest';
import { openClipStore } from '../../models/data/clips/index.ts';
import { confusionBySubject, pooledConfusion, tableScores } from '../../models/evaluate/index.ts';
import { argmaxRows, decideLinearSvm, trainLinearSvm } from '../../models/train/index.ts';
import { writeWindows } from '../../test/helpers/made-windows.ts';
import { tempFolder } from '../../test/helpers/temp-folder.ts';
import { lbpTopOf } from './lbp-top-descriptors.ts';

const folder = tempFolder('lbp-top');

it('LBP-TOP and a linear machine name which quarter of made windows brightens, for people not seen', () => {
  writeWindows(folder, 48, ['a.jpg', 'b.jpg', 'c.jpg']);
  using store = openClipStore(folder);
  const all = [...store.clips.keys()];
  const isHeld = (index: number): boolean => store.clips[index]!.subject === 'c.jpg';
  const training = lbpTopOf({ store, indices: all.filter((index) => !isHeld(index)) });
  const held = lbpTopOf({ store, indices: all.filter(isHeld) });
  expect(training.x).toHaveLength(32 * 4425);
  expect(new Set(held.subjects)).toEqual(new Set(['c.jpg']));
  const said = argmaxRows(
    decideLinearSvm(trainLinearSvm(training.x, training.labels, 4, { c: 100 }), held.x),
    4,
  );
  const predictions = held.subjects.map((subject, at) => ({
    ...{ subject, known: held.labels[at]!, said: said[at]! },
  }));
  const pooled = pooledConfusion(confusionBySubject(predictions, store.emotions).values(), store.emotions);
  expect(tableScores(pooled)).toMatchObject({ samples: 16, accuracy: 1 });
});
