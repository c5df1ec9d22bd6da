import { expect, test } from 'vitest';
import { createScript, type Preset, PRESETS, type ScriptRequest } from './presets.ts';

const request = (preset: Preset, seed: number): ScriptRequest => ({
  preset,
  seed,
  fps: 100,
  seconds: null,
  family: null,
  scene: null,
});

test.each(PRESETS)('%s: the same seed gives the same script, another seed another', (preset) => {
  expect(createScript(request(preset, 7))).toEqual(createScript(request(preset, 7)));
  expect(createScript(request(preset, 7))).not.toEqual(createScript(request(preset, 8)));
});

test('a study clip holds three micro-expressions, three blinks and one smile, none overlapping', () => {
  for (let seed = 0; seed < 200; seed++) {
    const script = createScript(request('study', seed));
    const micro = script.events.filter(({ kind }) => kind === 'micro');
    const macro = script.events.filter(({ kind }) => kind === 'macro');
    expect([micro.length, macro.length, script.blinks.length]).toEqual([3, 1, 3]);
    for (const { course, peakPctIod } of micro) {
      const durationS = course.offsetS - course.onsetS;
      expect(durationS).toBeGreaterThanOrEqual(0.15 - 1e-9);
      expect(durationS).toBeLessThanOrEqual(0.4 + 1e-9);
      expect(peakPctIod).toBeGreaterThanOrEqual(0.8);
      expect(peakPctIod).toBeLessThanOrEqual(4.5);
    }
    expect(macro[0]!.course.offsetS - macro[0]!.course.onsetS).toBeCloseTo(1.6, 9);
    const spans = [...script.events, ...script.blinks]
      .map(({ course }) => course)
      .sort((a, b) => a.onsetS - b.onsetS);
    for (let k = 1; k < spans.length; k++) expect(spans[k]!.onsetS).toBeGreaterThan(spans[k - 1]!.offsetS);
    expect(spans[0]!.onsetS).toBeGreaterThan(0.3);
    expect(spans.at(-1)!.offsetS).toBeLessThan(12);
  }
});

test('rest holds no expression', () => {
  for (let seed = 0; seed < 20; seed++) expect(createScript(request('rest', seed)).events).toEqual([]);
});

test('turns stay within 20 degrees and do not overlap', () => {
  for (let seed = 0; seed < 50; seed++) {
    const { turns } = createScript(request('turns', seed));
    expect(turns.length).toBeGreaterThan(0);
    for (const [k, turn] of turns.entries()) {
      expect(Math.abs(turn.yawRad)).toBeLessThanOrEqual((20 * Math.PI) / 180);
      const nextS = turns[k + 1]?.startS ?? Infinity;
      expect(nextS).toBeGreaterThan(turn.startS + 2 * turn.moveS + turn.holdS);
    }
  }
});
