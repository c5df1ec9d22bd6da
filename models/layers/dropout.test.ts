import { expect, it } from 'vitest';
import { evaluate } from '../graph/evaluate.ts';
import { input, Scope } from '../graph/index.ts';
import { dropout } from './dropout.ts';

const x = input('x', [5]);

it('drops what the noise says and enlarges the rest, while training', () => {
  const scope = new Scope('training');
  const y = dropout(scope.within('fc'), x, 0.2);
  const feeds = new Map([
    ['x', [1, 2, 3, 4, -5]],
    ['fc.dropout.0', [0.1, 0.2, 0.9, 0.19, 0.5]],
  ]);
  const [values] = evaluate([y], feeds);
  expect(Array.from(values!.data)).toEqual(
    [0, 2.5, 3.75, 0, -6.25].map((v) => expect.closeTo(v, 12) as number),
  );
});

it('draws anew wherever it is used', () => {
  const scope = new Scope('training');
  const noises = [dropout(scope, x), dropout(scope, x)].map(
    ({ node }) => node.inputs[1]!.node.inputs[0]!.node,
  );
  expect(noises[0]!.inputs[0]!.node.attributes).not.toEqual(noises[1]!.inputs[0]!.node.attributes);
});

it('does nothing afterwards, or with p = 0', () => {
  expect(dropout(new Scope('inference'), x)).toBe(x);
  expect(dropout(new Scope('training'), x, 0)).toBe(x);
});
