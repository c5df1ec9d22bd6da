import { expect, test } from 'vitest';
import { moved } from './moments.ts';

const frames = { onset: 100, apex: 110, offset: 120 };

test('a moment moves alone while the order holds', () => {
  expect(moved(frames, 'onset', 95, 999)).toEqual({ onset: 95, apex: 110, offset: 120 });
  expect(moved(frames, 'apex', 118, 999)).toEqual({ onset: 100, apex: 118, offset: 120 });
});

test('the others give way, so that onset ≤ apex ≤ offset', () => {
  expect(moved(frames, 'onset', 130, 999)).toEqual({ onset: 130, apex: 130, offset: 130 });
  expect(moved(frames, 'offset', 105, 999)).toEqual({ onset: 100, apex: 105, offset: 105 });
  expect(moved(frames, 'apex', 90, 999)).toEqual({ onset: 90, apex: 90, offset: 120 });
});

test('no moment leaves the recording', () => {
  expect(moved(frames, 'offset', 5000, 300).offset).toBe(300);
  expect(moved(frames, 'onset', -5, 300).onset).toBe(0);
});
