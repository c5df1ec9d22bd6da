import { expect, test } from 'vitest';
import { madeRun } from '../testing/made-run.ts';
import { differingOptions, optionsOf } from './options.ts';

const { order } = madeRun();

test('runs that were told the same differ in nothing', () => {
  expect(differingOptions([order, order, order])).toEqual([]);
});

test('an option that only one has is told as such', () => {
  const other = { ...order, batch: 32, changes: { clipNorm: 1 } };
  expect(differingOptions([order, other])).toEqual([
    { name: 'batch', values: ['16', '32'] },
    { name: 'clipNorm', values: [null, '1'] },
  ]);
});

test('all that a run was told is there', () => {
  const told = Object.fromEntries(optionsOf({ ...order, changes: { auWeight: 0 } }));
  expect(told).toMatchObject({ network: 'stst-net', learningRate: '0.001', patience: '10', auWeight: '0' });
});
