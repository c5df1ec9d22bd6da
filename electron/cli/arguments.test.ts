import { expect, test } from 'vitest';
import { parseAnalyzeCall } from './analyze-call.ts';
import { childArguments } from './analyze-in-child.ts';
import { parseArguments, seconds } from './arguments.ts';

test.each([
  ['12', 12],
  ['0.25', 0.25],
  ['1:05', 65],
  ['1:02:03.5', 3723.5],
])('%s is %d seconds', (text, value) => {
  expect(seconds('from', text)).toBe(value);
});

test.each(['', 'now', '1:2:3:4', '-1', '1e3', '5s'])('"%s" is no time', (text) => {
  expect(() => seconds('from', text)).toThrow(/--from wants seconds/);
});

test("what parseArgs refuses is said in its words, without Node's advice", () => {
  const parse = (): unknown => parseArguments('doctor', ['--jsn'], { json: { type: 'boolean' } });
  expect(parse).toThrow("Unknown option '--jsn'.");
  expect(parse).toThrow(expect.objectContaining({ code: 'usage', remedy: 'See "onset doctor --help".' }));
});

test('a call for one input is understood as the call for all was', () => {
  const call = parseAnalyzeCall(
    [
      ...['a.mp4', '--out', 'my results', '--format', 'csv,eaf', '--neutral', '0:02-0:05.5', '--faces', '2'],
      ...['--fps', '99.5', '--model', 'odd name.onnx', '--provider', 'cpu', '--landmarks', 'mesh'],
      ...['--jobs', '3', '--force'],
    ],
    'shipped.onnx',
  );
  const [, ...argv] = childArguments({ path: '-strange.mp4', name: '-strange' }, call);
  expect(parseAnalyzeCall(argv, 'shipped.onnx')).toEqual({
    ...call,
    paths: ['-strange.mp4'],
    name: '-strange',
    jobs: 1,
    json: true,
  });
});

test.each([
  [[], 'shipped.onnx'],
  [['--model', 'mine.onnx'], 'mine.onnx'],
  [['--model', 'none'], null],
])('analyze %j uses the recognizer %j, and so does its child', (flags, model) => {
  const call = parseAnalyzeCall(['a.mp4', ...flags], 'shipped.onnx');
  expect(call.options.model).toBe(model);
  const [, ...argv] = childArguments({ path: 'a.mp4', name: 'a' }, call);
  expect(parseAnalyzeCall(argv, 'shipped.onnx').options.model).toBe(model);
});
