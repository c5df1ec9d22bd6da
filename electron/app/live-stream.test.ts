import { expect, test } from 'vitest';
import { AU_NUMBERS } from '../../contract/au.ts';
import type { EventPayload } from '../../contract/channels/index.ts';
import type { MeasuredFrame } from './context.ts';
import { LiveStream } from './live-stream.ts';

class MadeListener {
  waitingBytes = 0;
  readonly messages: Record<string, unknown>[] = [];
  send(text: string): void {
    this.messages.push(JSON.parse(text) as Record<string, unknown>);
  }
}

function frame(frameIndex: number, left = 0.123_456, right = NaN): MeasuredFrame {
  const aus = new Float32Array(2 * AU_NUMBERS.length);
  aus[AU_NUMBERS.indexOf(12)] = left;
  aus[AU_NUMBERS.length + AU_NUMBERS.indexOf(12)] = right;
  return {
    moment: { timeUs: 16_667 * frameIndex, frameIndex },
    frameWidthPx: 640,
    frameHeightPx: 480,
    faces: [
      {
        track: 3,
        box: { x: 1, y: 2, width: 3, height: 4 },
        points: new Float32Array(136),
        confidence01: 0.987_654,
        aus,
        activity: null,
      },
    ],
  };
}

const EVENT: EventPayload<'live.event'> = {
  id: 1,
  track: 3,
  kind: 'micro',
  origin: 'found',
  onset: { timeUs: 1000, frameIndex: 1 },
  apex: { timeUs: 2000, frameIndex: 2 },
  offset: { timeUs: 3000, frameIndex: 3 },
  found: {
    onset: { timeUs: 1000, frameIndex: 1 },
    apex: { timeUs: 2000, frameIndex: 2 },
    offset: { timeUs: 3000, frameIndex: 3 },
  },
  aus: [{ au: 12, side: 'left', p: 0.75, intensity: 1.5 }],
  score: 0.8,
  cautions: ['blink'],
  label: null,
  probabilities: null,
  review: 'unreviewed',
  decisions: [],
};

test('a frame is one message: what was measured, left and right, without picture and points', () => {
  const stream = new LiveStream();
  const listener = new MadeListener();
  stream.join(listener);
  stream.frame(frame(7));
  const [hello, message] = listener.messages;
  expect(hello).toEqual({ type: 'hello', stream: 1, onset: '0.1.0' });
  const { faces, ...rest } = message!;
  expect(rest).toEqual({ type: 'frame', timeUs: 116_669, frame: 7, widthPx: 640, heightPx: 480, skipped: 0 });
  const [face] = faces as { aus: { left: Record<string, number>; right: Record<string, number> } }[];
  expect(face).toMatchObject({
    track: 3,
    box: { x: 1, y: 2, width: 3, height: 4 },
    confidence: 0.988,
    activity: null,
  });
  expect(Object.keys(face!.aus.left)).toEqual(AU_NUMBERS.map((au) => `AU${au}`));
  expect([face!.aus.left['AU12'], face!.aus.right['AU12'], face!.aus.left['AU1']]).toEqual([0.123, null, 0]);
  expect(face).not.toHaveProperty('points');
});

test('an event is one message', () => {
  const stream = new LiveStream();
  const listener = new MadeListener();
  stream.join(listener);
  stream.event(EVENT);
  expect(listener.messages[1]).toEqual({
    ...{ type: 'event', id: 1, track: 3, kind: 'micro', score: 0.8, cautions: ['blink'] },
    onset: { timeUs: 1000, frame: 1 },
    apex: { timeUs: 2000, frame: 2 },
    offset: { timeUs: 3000, frame: 3 },
    aus: [{ au: 12, side: 'left', p: 0.75, intensity: 1.5 }],
    label: null,
    probabilities: null,
  });
});

test('who is behind misses frames and is told how many, misses no event, and holds nobody up', () => {
  const stream = new LiveStream();
  const [slow, fast] = [new MadeListener(), new MadeListener()];
  stream.join(slow);
  stream.join(fast);
  slow.waitingBytes = 2 ** 20 + 1;
  for (let i = 0; i < 3; i++) stream.frame(frame(i));
  stream.event(EVENT);
  slow.waitingBytes = 0;
  stream.frame(frame(3));
  stream.frame(frame(4));
  expect(slow.messages.map(({ type, frame: at, skipped }) => [type, at, skipped])).toEqual([
    ['hello', undefined, undefined],
    ['event', undefined, undefined],
    ['frame', 3, 3],
    ['frame', 4, 0],
  ]);
  expect(fast.messages).toHaveLength(7);
});

test('who has left hears nothing more', () => {
  const stream = new LiveStream();
  const listener = new MadeListener();
  const leave = stream.join(listener);
  leave();
  stream.frame(frame(1));
  expect(listener.messages).toHaveLength(1);
});
