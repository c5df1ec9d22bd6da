import { expect, test } from 'vitest';
import { parseLiveCall } from './live-call.ts';

const parse = (...argv: string[]) => parseLiveCall(argv, 'shipped.onnx');

test('without a word it is the first camera, with the recognizer that comes with Onset', () => {
  expect(parse()).toMatchObject({
    source: { kind: 'camera', id: null, fps: null, size: null },
    seconds: null,
    record: null,
    model: 'shipped.onnx',
    faces: 4,
  });
  expect(parse('--model', 'none').model).toBeNull();
});

test('what is asked of a camera goes to the camera', () => {
  const call = parse('--camera', '/dev/video2', '--fps', '100', '--size', '640x480', '--seconds', '1:30');
  expect(call.source).toEqual({
    kind: 'camera',
    id: '/dev/video2',
    fps: 100,
    size: { widthPx: 640, heightPx: 480 },
  });
  expect(call.seconds).toBe(90);
});

test('an input is a stream where it names one, else a file', () => {
  expect(parse('--input', 'rtsp://host/stream').source).toEqual({
    kind: 'stream',
    url: 'rtsp://host/stream',
  });
  expect(parse('--input', 'clip.mp4', '--fps', '100').source).toEqual({
    kind: 'file',
    path: 'clip.mp4',
    fps: 100,
  });
});

test('calls that cannot be meant are refused, with the reason', () => {
  const refusal = (...argv: string[]) => {
    try {
      parse(...argv);
    } catch (error) {
      return (error as Error).message;
    }
    return null;
  };
  expect(refusal('clip.mp4')).toContain('--input');
  expect(refusal('--camera', 'x', '--input', 'y')).toContain('two sources');
  expect(refusal('--record', 'clip.avi')).toContain('.mp4 or .mkv');
  expect(refusal('--size', '640')).toContain('WIDTHxHEIGHT');
  expect(refusal('--input', 'clip.mp4', '--size', '640x480')).toContain('cameras only');
  expect(refusal('--input', 'rtsp://host/s', '--fps', '9')).toContain('stream');
  expect(refusal('--fps', '0')).toContain('above 0');
});
