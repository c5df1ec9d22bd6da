import { expect, it } from 'vitest';
import { gradients } from '../../autodiff/index.ts';
import { evaluate, input, type Tensor } from '../../graph/index.ts';
import { unitLoss } from './unit-loss.ts';

/** Loss and its gradients by logits and log variances, in float64. */
function measure(
  logits: readonly (readonly number[])[],
  labels: readonly (readonly number[])[],
  s: number[],
) {
  const shape = [logits.length, s.length];
  const [x, y, v] = [input('x', shape), input('y', shape), input('s', [s.length])] as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const loss = unitLoss(x, y, { positiveWeight: 2, logVariances: v });
  const values = new Map([
    ['x', logits.flat()],
    ['y', labels.flat()],
    ['s', s],
  ]);
  const [value, byLogit, byWeight] = evaluate([loss, ...gradients(loss, [x, v])], values);
  return { loss: value!.data[0]!, byLogit: [...byLogit!.data], byWeight: [...byWeight!.data] };
}

const bce = (x: number, y: number): number =>
  -2 * y * Math.log(1 / (1 + Math.exp(-x))) - (1 - y) * Math.log(1 - 1 / (1 + Math.exp(-x)));

it('leaves out what nobody coded, clip by clip', () => {
  const { loss, byLogit } = measure(
    [
      [0.3, -1],
      [2, 0.5],
    ],
    [
      [1, 0],
      [-1, 1],
    ],
    [0.2, -0.4],
  );
  const first = Math.exp(-0.2) * bce(0.3, 1) + 0.2;
  const second = (Math.exp(0.4) * (bce(-1, 0) + bce(0.5, 1))) / 2 - 0.4;
  expect(loss).toBeCloseTo((first + second) / 2, 12);
  expect(byLogit[2]).toBe(0);
  expect(byLogit[0]).not.toBe(0);
});

it('does not let the weight of a unit drift that no clip is coded for', () => {
  const { loss, byLogit, byWeight } = measure([[0.3, -1]], [[-1, 1]], [0.2, 0.1]);
  expect(loss).toBeCloseTo(Math.exp(-0.1) * bce(-1, 1) + 0.1, 12);
  expect([byLogit[0], byWeight[0]]).toEqual([0, 0]);
  expect(byWeight[1]).not.toBe(0);
});

it('is nothing where nothing is coded', () => {
  const { loss, byLogit, byWeight } = measure([[0.3, -1]], [[-1, -1]], [0.2, 0.1]);
  expect([loss, ...byLogit, ...byWeight].every((value) => Math.abs(value) === 0)).toBe(true);
});
