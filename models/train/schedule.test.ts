import { expect, it } from 'vitest';
import { scheduledValue, type Schedule } from './index.ts';

it('constant stays', () => {
  expect(scheduledValue({ kind: 'constant', value: 0.3 }, 99, 100)).toBe(0.3);
});

it('cosine warms up in a line, is halfway in the middle and ends at its end', () => {
  const schedule: Schedule = { kind: 'cosine', value: 1, end: 0.1, warmUpSteps: 10 };
  const at = (step: number): number => scheduledValue(schedule, step, 110);
  expect([0, 4, 9, 10].map(at)).toEqual([0.1, 0.5, 1, 1]);
  expect(at(60)).toBeCloseTo(0.55, 12);
  expect(at(35)).toBeCloseTo(0.1 + (0.9 * (1 + Math.SQRT1_2)) / 2, 12);
  expect(at(110)).toBeCloseTo(0.1, 12);
  expect(at(200)).toBeCloseTo(0.1, 12);
});

it('step falls by its factor', () => {
  const schedule: Schedule = { kind: 'step', value: 8, factor: 0.5, everySteps: 3 };
  expect([0, 2, 3, 5, 6].map((step) => scheduledValue(schedule, step, 9))).toEqual([8, 8, 4, 4, 2]);
});

it('logistic rises from 0 towards 1 however long the run', () => {
  const schedule: Schedule = { kind: 'logistic', over: 10_000 };
  const at = (step: number): number => scheduledValue(schedule, step, 50);
  expect(at(0)).toBe(0);
  expect(at(1000)).toBeCloseTo(Math.tanh(0.5), 12);
  expect(at(10_000)).toBeCloseTo(Math.tanh(5), 12);
});
