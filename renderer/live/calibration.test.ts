import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CalibrationCourse } from './calibration.svelte.ts';

const none = { state: 'none', progress01: 0, hint: null } as const;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('counts down, then measures', () => {
  const asked: number[] = [];
  const course = new CalibrationCourse((seconds) => {
    asked.push(seconds);
    return new Promise(() => undefined);
  });
  course.begin();
  expect(course.step(none)).toBe('ready');
  vi.advanceTimersByTime(2000);
  expect(course.readyS).toBe(1);
  expect(asked).toEqual([]);
  vi.advanceTimersByTime(1000);
  expect(asked).toHaveLength(1);
  expect(course.step(none)).toBe('running');
  expect(course.isRunning).toBe(true);
});

test('does not measure after it was cancelled', () => {
  const asked: number[] = [];
  const course = new CalibrationCourse((seconds) => {
    asked.push(seconds);
    return Promise.resolve();
  });
  course.begin();
  vi.advanceTimersByTime(1500);
  course.cancel();
  vi.advanceTimersByTime(10_000);
  expect(asked).toEqual([]);
  expect(course.isOpen).toBe(false);
});

test('shows what the engine says of it', async () => {
  const course = new CalibrationCourse(() => Promise.resolve());
  course.begin();
  await vi.advanceTimersByTimeAsync(3000);
  expect(course.step({ state: 'running', progress01: 0.5, hint: null })).toBe('running');
  expect(course.step({ state: 'done', progress01: 1, hint: null })).toBe('done');
  expect(course.step({ state: 'failed', progress01: 0, hint: 'no-face' })).toBe('failed');
});
