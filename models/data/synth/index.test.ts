import { beforeAll, expect, test } from 'vitest';
import { madePortrait } from '../../../test/helpers/made-portrait.ts';
import {
  createI420Converter,
  createScript,
  renderClip,
  type Script,
  STUDY_SCENE,
  type SynthClip,
} from './index.ts';

const small = { ...STUDY_SCENE, widthPx: 192, heightPx: 192, iodPx: 50 };
const script: Script = createScript({
  preset: 'study',
  seed: 4,
  fps: 100,
  seconds: null,
  family: null,
  scene: small,
});
let clip: SynthClip;
beforeAll(() => {
  clip = renderClip(madePortrait(), script);
});

test('a frame is the same alone, after others, and in another rendering', () => {
  const alone = clip.draw(500).slice();
  clip.draw(17);
  expect(clip.draw(500)).toEqual(alone);
  expect(renderClip(madePortrait(), script).draw(500)).toEqual(alone);
  expect(clip.draw(501)).not.toEqual(alone);
});

test('the labels names itself synthetic and puts every moment on its nearest frame', () => {
  const { labels } = clip;
  expect(labels.synthetic).toBe(true);
  expect(labels.frames).toBe(1200);
  expect(labels.events).toHaveLength(4);
  for (const event of labels.events) {
    for (const moment of [event.onset, event.apex, event.offset]) {
      expect(Math.abs(clip.timesUs[moment.frame]! / 1e6 - moment.t_s)).toBeLessThanOrEqual(0.005 + 1e-4);
    }
  }
});

test('an action’s curve is zero outside its event and peaks at the apex', () => {
  const { labels } = clip;
  for (const event of labels.events) {
    const { au, side, intensity } = event.aus[0]!;
    const curve = labels.curves[`${au}${side === 'right' ? 'R' : 'L'}`]!;
    const within = curve.slice(event.onset.frame, event.offset.frame + 1);
    expect(Math.max(...within)).toBeGreaterThan(0.9 * (side === 'both' ? event.aus[0]!.left : intensity));
    expect(curve[event.onset.frame - 2]).toBe(0);
    expect(curve[event.offset.frame + 2]).toBe(0);
  }
});

test('given times are kept, also uneven ones', () => {
  const times = [0, 9_000, 31_000, 52_500];
  const uneven = renderClip(madePortrait(), script, times);
  expect(uneven.timesUs).toEqual(times);
  expect(uneven.labels.frames).toBe(4);
});

test('RGB becomes limited-range BT.709', () => {
  const convert = createI420Converter(2, 2);
  const planes = (r: number, g: number, b: number): number[] =>
    convert(Uint8Array.from([r, g, b, r, g, b, r, g, b, r, g, b])).planes.map(({ data }) => data[0]!);
  // ITU-R BT.709-6, table of digital levels.
  expect(planes(255, 255, 255)).toEqual([235, 128, 128]);
  expect(planes(0, 0, 0)).toEqual([16, 128, 128]);
  expect(planes(255, 0, 0)).toEqual([63, 102, 240]);
  expect(planes(0, 0, 255)).toEqual([32, 240, 118]);
});
