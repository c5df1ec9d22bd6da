import { expect, test } from 'vitest';
import { OnsetError } from '../../contract/errors.ts';
import { NativeLoadError } from '../../native/index.ts';
import { problemOf } from './problem.ts';

const silent = (): void => undefined;

test('an error of the catalogue is told with its remedy', () => {
  const { message, remedy } = new OnsetError('live-off', {});
  expect(problemOf(new OnsetError('live-off', {}), 'a test', silent)).toEqual({
    code: 'live-off',
    message,
    remedy,
  });
});

test('compiled code that is missing is told in two sentences, each of them once', () => {
  const error = new NativeLoadError('It is not compiled.', 'Run `npm run setup`.');
  expect(problemOf(error, 'a test', silent)).toEqual({
    code: 'native-not-loaded',
    message: 'It is not compiled.',
    remedy: 'Run `npm run setup`.',
  });
});

test('a mistake of our own is logged whole, and told without its text', () => {
  const lines: string[] = [];
  const problem = problemOf(
    new Error('/home/anna/secret'),
    'the export of X',
    (line) => void lines.push(line),
  );
  expect(problem.code).toBe('internal');
  expect(problem.message).toContain('the export of X');
  expect(problem.message + problem.remedy).not.toContain('secret');
  expect(lines.join('')).toContain('/home/anna/secret');
});
