import { describe, expect, it } from 'vitest';
import { nameEmotion, sigmoid, softmax } from './emotion.ts';

const card = { emotions: ['negative', 'positive', 'none'] };

describe('probabilities', () => {
  it('are the published functions, also far out', () => {
    expect(sigmoid(Float32Array.of(0, Math.log(3), -800, 800))).toEqual([0.5, expect.closeTo(0.75, 6), 0, 1]);
    expect(softmax(Float32Array.of(0, Math.log(2), Math.log(5)))).toEqual(
      [0.125, 0.25, 0.625].map((p) => expect.closeTo(p, 6) as number),
    );
    expect(softmax(Float32Array.of(1000, 1000))).toEqual([0.5, 0.5]);
  });
});

describe('nameEmotion', () => {
  it.each([
    ['a clear winner', [0.2, 0.7, 0.1], 'positive'],
    ['just enough', [0.25, 0.5, 0.25], 'positive'],
    ['nothing clear', [0.45, 0.3, 0.25], null],
    ['no expression', [0.1, 0.2, 0.7], null],
  ])('%s', (_, probabilities, emotion) => {
    const recognition = nameEmotion(card, probabilities);
    expect(recognition.emotion).toBe(emotion);
    expect(Object.values(recognition.probabilities)).toEqual(probabilities);
  });
});
