import { expect, it } from 'vitest';
import { BATCH, input, MatMul, parameter, printGraph, Relu, ZEROS } from './index.ts';

it('a graph is read line by line: what is made of what, with options and shapes', () => {
  const x = input('x', [BATCH, 8]);
  const y = Relu(MatMul(x, parameter('w', [8, 2], ZEROS)));
  const lines = printGraph({ y, again: y }).split('\n');
  expect(lines.find((line) => line.includes('MatMul'))).toMatch(/^%1 = MatMul\(x, w\) → float32\[N,2\]$/);
  expect(lines.slice(-3)).toEqual(['%2 = Relu(%1) → float32[N,2]', 'y = %2', 'again = %2']);
});
