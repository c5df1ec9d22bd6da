import { expect, test } from 'vitest';
import { threeClassOf } from './emotions.ts';
import { createScript } from './presets.ts';
import { alignedScene } from './scene.ts';
import type { Script } from './script.ts';

const scriptOf = (seed: number, naming: 'three' | 'seven' = 'three'): Script =>
  createScript({
    preset: 'recognition',
    seed,
    fps: 100,
    seconds: null,
    family: null,
    scene: alignedScene(128),
    naming,
  });
const scripts = Array.from({ length: 400 }, (_, seed) => scriptOf(seed));

test('a clip shows one micro-expression, of the emotion it says, with still time round it', () => {
  const shown = scripts.filter(({ shows }) => shows !== 'none');
  for (const { events, shows, seconds } of shown) {
    expect(events).toHaveLength(1);
    const { kind, emotion, course } = events[0]!;
    expect([kind, emotion]).toEqual(['micro', shows]);
    expect(course.onsetS).toBeGreaterThanOrEqual(0.4);
    expect(course.offsetS).toBeLessThanOrEqual(seconds - 0.4 + 1e-9);
    expect(course.offsetS - course.onsetS).toBeLessThanOrEqual(0.5);
  }
});

test('a clip of none holds no micro-expression; every distractor occurs, and a face at rest', () => {
  const none = scripts.filter(({ shows }) => shows === 'none');
  for (const { events } of none) expect(events.every(({ kind }) => kind === 'macro')).toBe(true);
  const having = (has: (script: Script) => boolean): number => none.filter(has).length;
  for (const part of ['events', 'blinks', 'gaze', 'speech', 'turns'] as const)
    expect(
      having((script) => script[part].length > 0),
      part,
    ).toBeGreaterThan(5);
  const isStill = ({ events, blinks, gaze, speech, turns }: Script): boolean =>
    events.length + blinks.length + gaze.length + speech.length + turns.length === 0;
  expect(having(isStill)).toBeGreaterThan(3);
  for (const { speech } of none)
    for (const { syllables } of speech) expect(syllables.length).toBeGreaterThan(0);
});

test('classes come about equally often', () => {
  for (const wanted of ['negative', 'positive', 'surprise', 'none'] as const) {
    const count = scripts.filter(({ shows }) => threeClassOf(shows!) === wanted).length;
    // 100 of 400 each; four standard deviations are 35.
    expect(Math.abs(count - 100), wanted).toBeLessThan(35);
  }
  const names = new Set(Array.from({ length: 300 }, (_, seed) => scriptOf(seed, 'seven').shows));
  expect(names.size).toBe(8);
});

test('in a crop nothing drifts but what alignment leaves; in front of a camera the head does', () => {
  const crop = scriptOf(1);
  expect(crop.drift.x).toEqual([]);
  expect(crop.framing).not.toBeNull();
  const { seconds, family, ...camera } = { ...crop, scene: null };
  const open = createScript({ ...camera, preset: 'recognition', seconds, family });
  expect(open.framing).toBeNull();
  expect(open.drift.x.length).toBeGreaterThan(0);
});
