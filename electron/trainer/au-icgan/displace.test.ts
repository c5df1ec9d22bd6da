import { expect, it } from 'vitest';
import { displace } from './displace.ts';

it('moves levels by whole pixels and by parts of them, and repeats edges', () => {
  const plane = Float32Array.from([0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23, 30, 31, 32, 33]);
  const moved = (right: number, down: number): number[] => {
    const out = new Float32Array(16);
    displace(plane, new Float32Array(16).fill(right), new Float32Array(16).fill(down), out);
    return [...out];
  };
  expect(moved(0, 0)).toEqual([...plane]);
  expect(moved(1, 0)).toEqual([0, 0, 1, 2, 10, 10, 11, 12, 20, 20, 21, 22, 30, 30, 31, 32]);
  expect(moved(-0.5, 1)).toEqual([
    0.5, 1.5, 2.5, 3, 0.5, 1.5, 2.5, 3, 10.5, 11.5, 12.5, 13, 20.5, 21.5, 22.5, 23,
  ]);
});
