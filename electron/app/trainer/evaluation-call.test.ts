import { expect, test } from 'vitest';
import type { TrainerData } from '../../../contract/channels/trainer-data.ts';
import { writeWindows } from '../../../test/helpers/made-windows.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { planEvaluation } from '../../trainer/evaluation/plan.ts';
import { evaluatedData, evaluationCallOf, type EvaluationOrder } from './evaluation-call.ts';
import { foldsOf } from './folds-of.ts';

const root = tempFolder('evaluation call');
writeWindows(`${root}/parted/train`, 12, ['a', 'b', 'c']);
writeWindows(`${root}/parted/test`, 4, ['d']);
writeWindows(`${root}/whole`, 8, ['e', 'f']);

const part = (name: string, clips: number, subjects: number) => ({ name, clips, subjects });
const DATA: Readonly<Record<string, Partial<TrainerData>>> = {
  parted: {
    kind: 'faces',
    content: { clips: 16, subjects: 4, parts: [part('train', 12, 3), part('test', 4, 1)] } as never,
  },
  whole: { kind: 'clips', content: { clips: 8, subjects: 2, parts: [] as unknown[] } as never },
  made: { kind: 'generated', content: { clips: 60, subjects: 3, parts: [], isGenerated: true } as never },
  smic: { kind: 'set', set: 'smic-hs', path: '/sets/smic', content: null },
};
const places = {
  find: (id: string) => ({ id, set: null, ...DATA[id] }) as TrainerData,
  clipsPathOf: (id: string) => (id === 'smic' ? `${root}/whole` : `${root}/${id}`),
  cache: '/cache',
};
const order = (protocol: EvaluationOrder['protocol'], ...data: string[]) =>
  ({ kind: 'evaluation', protocol, data }) as EvaluationOrder;

test('a protocol that divides people itself is given every part, each with the clips behind it', () => {
  expect(evaluatedData(order('loso', 'parted'), places)).toEqual([
    { name: 'windows', folder: `${root}/parted/train`, clips: [`${root}/parted/train`] },
    { name: 'windows', folder: `${root}/parted/test`, clips: [`${root}/parted/test`] },
  ]);
  expect(foldsOf(order('loso', 'parted', 'whole'), places.find)).toBe(6);
  // Nobody is tested by clips of a generator.
  expect(foldsOf(order('loso', 'parted', 'made'), places.find)).toBe(4);
  expect(foldsOf(order('cross', 'parted', 'whole', 'made'), places.find)).toBe(2);
});

test('of such data one person is left out at a time, whatever part they are in', async () => {
  using opening = new DisposableStack();
  const { signal } = new AbortController();
  const call = evaluationCallOf(
    {
      ...{ ...order('loso', 'parted'), name: 'A', network: 'stst-net', preset: 'paper', scheme: 'all' },
      ...{ epochs: 1, batch: 4, learningRate: 1e-3, seed: 1, changes: {} },
    },
    `${root}/run`,
    1,
    places,
  );
  const plan = await planEvaluation(call, { opening, signal, jobs: 1, tell: () => undefined });
  expect(plan!.folds.map(({ split }) => split.held)).toEqual(['a', 'b', 'c', 'd']);
});

test('where sets are held against each other, data is one set', () => {
  expect(evaluatedData(order('cross', 'parted', 'whole'), places).map(({ name }) => name)).toEqual([
    'windows-parted',
    'windows-whole',
  ]);
  expect(foldsOf(order('cde', 'parted', 'whole'), places.find)).toBe(5);
});

test('a set is read where it lies, and looked at where it was prepared', () => {
  expect(evaluatedData(order('loso', 'smic'), places)).toEqual([
    { name: 'smic-hs', folder: '/sets/smic', clips: [`${root}/whole`] },
  ]);
});
