import { expect, test } from 'vitest';
import { parseEvaluateCall } from './evaluate-call.ts';

const CALL = ['stst-net', '--data', 'casme2=/a', '--protocol'];

test.each([
  [['loso', '--data', 'casme2=/b'], '--data casme2 is given twice'],
  [
    ['loso', '--data', 'windows=/b', '--data', 'windows=/c'],
    '--data windows is given twice; folders of clips',
  ],
  [['loso', '--hold-out', '0.3'], '--hold-out is of --protocol holdout, not of loso'],
  [['holdout', '--hold-out', '0'], '--hold-out 0 holds out nobody'],
  [['holdout', '--hold-out', '1'], '--hold-out wants a share from 0 to below 1'],
  [['loso', '--set', 'dropout'], '--set wants NAME=VALUE'],
])('is refused: %j', (more, problem) => {
  expect(() => parseEvaluateCall([...CALL, ...more])).toThrow(problem);
});

test('several sets, and a share of the people', () => {
  const parsed = parseEvaluateCall([...CALL, 'holdout', '--data', 'samm=/b', '--hold-out', '0.3']);
  expect(parsed).toMatchObject({
    call: {
      data: [
        { name: 'casme2', folder: '/a' },
        { name: 'samm', folder: '/b' },
      ],
      heldShare: 0.3,
    },
  });
});
