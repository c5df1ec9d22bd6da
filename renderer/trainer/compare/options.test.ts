import { expect, test } from 'vitest';
import { madeRun } from '../testing/made-run.ts';
import { differingOptions, optionsOf, sourcesOf } from './options.ts';

const { order } = madeRun();

test('runs that were told the same differ in nothing', () => {
  expect(differingOptions([order, order, order].map(optionsOf))).toEqual([]);
});

test('an option that only one has is told as such', () => {
  const other = { ...order, batch: 32, changes: { clipNorm: 1 } };
  expect(differingOptions([order, other].map(optionsOf))).toEqual([
    { name: 'batch', values: ['16', '32'] },
    { name: 'clipNorm', values: [null, '1'] },
  ]);
});

test('all that a run was told is there', () => {
  const told = Object.fromEntries(optionsOf({ ...order, changes: { auWeight: 0 } }));
  expect(told).toMatchObject({ network: 'stst-net', learningRate: '0.001', patience: '10', auWeight: '0' });
});

test('what it learns from, is scored on and begins with has names', () => {
  const nameOf = (kind: string, id: string): string => `${kind} ${id}`;
  expect(sourcesOf(order, nameOf)).toEqual([['data', 'data dataaaaa']]);
  const tuned = { ...order, data: ['a', 'b'], validation: ['c'], from: 'd' } as typeof order;
  expect(sourcesOf(tuned, nameOf)).toEqual([
    ['data', 'data a, data b'],
    ['validation', 'data c'],
    ['from', 'run d'],
  ]);
});
