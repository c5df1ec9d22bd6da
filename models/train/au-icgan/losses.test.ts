import { describe, expect, it } from 'vitest';
import { evaluate, input } from '../../graph/index.ts';
import { framesLoss } from './losses.ts';

/** Two clips of two frames of two pixels; only the first clip's frames are known. */
const MADE = [0, 0.5, 0.5, 0, 1, 1, 1, 1];
const REAL = [0, 0.5, 0, 0.5, 0, 0, 0, 0];

function lossOf(own: readonly number[], start: readonly number[]): number {
  const clip = (name: string): ReturnType<typeof input> => input(name, [2, 2, 1, 1, 2]);
  const feeds = new Map<string, ArrayLike<number>>([
    ['made', MADE],
    ['real', REAL],
    ['start', start],
    ['own', own],
  ]);
  const loss = framesLoss(clip('made'), clip('real'), input('start', [2, 1, 1, 1, 2]), input('own', [2]));
  const [value] = evaluate([loss], feeds);
  return value!.data[0]!;
}

describe('the likeness of frames', () => {
  it('counts what moves more than what stays, and clips that are known alone', () => {
    // First clip: off by 0, 0, 0.5, 0.5; the true second frame is 0 and 0.5 away from a start of 0, 0: weights 1 and 6.
    expect(lossOf([1, 0], [0, 0, 0, 0])).toBeCloseTo((0.25 * 1 + 0.25 * 6) / 4, 12);
    // From a start that is the true frame nothing moves there.
    expect(lossOf([1, 0], [0, 0.5, 0, 0])).toBeCloseTo((0.25 * 1 + 0.25 * 1) / 4, 12);
    expect(lossOf([0, 0], [0, 0, 0, 0])).toBe(0);
  });
});
