import { describe, expect, it } from 'vitest';
import type { FaceSignals } from '../../../contract/signals.ts';
import type { SpottedEvent } from '../../../contract/spot.ts';
import { bump, madeSignals, type Mover } from '../../../test/helpers/made-signals.ts';
import { Spotter } from './spotter.ts';

const spot = (signals: readonly FaceSignals[]): SpottedEvent[] => {
  const spotter = new Spotter(1, () => [{ au: 12, left: 1, right: 0.9 }]);
  const events = signals.flatMap((each) => spotter.push(each));
  return [...events, ...spotter.end()].sort((x, y) => x.onset.timeUs - y.onset.timeUs);
};

const brows = (onsetS: number, apexS: number, offsetS: number, size = 0.02): Mover[] => {
  const course = bump(onsetS, apexS, offsetS);
  return [
    { name: 'inner-brow', v: size, course },
    { name: 'mid-brow', v: size / 2, course },
  ];
};
const smile = (onsetS: number, apexS: number, offsetS: number, size = 0.02): Mover[] => {
  const course = bump(onsetS, apexS, offsetS);
  return [
    { name: 'lip-corner', u: size, v: size, course },
    { name: 'cheek', v: size / 2, course },
  ];
};

describe.each([30, 60, 100, 200])('at %i fps', (fps) => {
  it('finds a movement of 0.25 s with its borders and apex', () => {
    const [event, ...others] = spot(madeSignals({ fps, seconds: 8, movers: smile(4, 4.1, 4.25) }));
    expect(others).toEqual([]);
    expect(event).toMatchObject({ kind: 'micro', aus: [{ au: 12, side: 'both' }] });
    const frame = 1 / fps;
    expect(Math.abs(event!.apex.timeUs / 1e6 - 4.1)).toBeLessThanOrEqual(0.5 * frame + 0.006);
    expect(Math.abs(event!.onset.timeUs / 1e6 - 4)).toBeLessThanOrEqual(frame + 0.015);
    expect(Math.abs(event!.offset.timeUs / 1e6 - 4.25)).toBeLessThanOrEqual(frame + 0.015);
  });

  it('finds nothing in noise', () => {
    expect(spot(madeSignals({ fps, seconds: 30 }))).toEqual([]);
  });
});

it('gives out each event once, however long the stream', () => {
  const movers = Array.from({ length: 20 }, (_, i) => smile(2 + 3 * i, 2.1 + 3 * i, 2.3 + 3 * i)).flat();
  expect(spot(madeSignals({ fps: 50, seconds: 63, movers }))).toHaveLength(20);
});

it('reports a smile of 1.6 s as one macro-expression', () => {
  const events = spot(madeSignals({ fps: 60, seconds: 14, movers: smile(6, 6.8, 7.6, 0.08) }));
  expect(events.map(({ kind }) => kind)).toEqual(['macro']);
  expect(events[0]!.onset.timeUs / 1e6).toBeCloseTo(6, 0);
});

it('drops what a blink does to the brows, and keeps the same movement without a blink', () => {
  const closing = bump(3.95, 4.1, 4.3);
  const made = (eyeChange: (t: number) => number) =>
    madeSignals({ fps: 60, seconds: 8, movers: brows(4, 4.1, 4.3), eyeChange });
  expect(spot(made((t) => 0.9 * closing(t)))).toEqual([]);
  expect(spot(made(() => 0))).toHaveLength(1);
});

it('keeps a movement of the mouth that falls together with a blink, with a caution', () => {
  const closing = bump(3.95, 4.1, 4.3);
  const signals = madeSignals({
    fps: 60,
    seconds: 8,
    movers: smile(4, 4.1, 4.3),
    eyeChange: (t) => 0.9 * closing(t),
  });
  expect(spot(signals)).toHaveLength(1);
});

/** Half of the time between 3 and 9 s: words of three syllables and pauses. */
const talk = (t: number) =>
  t > 3 && t < 9 && t % 1.5 < 0.75
    ? Math.sin(2 * Math.PI * 4 * t) + 0.5 * Math.sin(2 * Math.PI * 5.3 * t)
    : 0;
const talking: Mover[] = [
  { name: 'lower-lip', v: 0.03, course: talk },
  { name: 'mid-lower-lip', v: 0.04, course: talk },
  { name: 'chin', v: 0.03, course: talk },
];

it('does not take talking for expressions', () => {
  expect(spot(madeSignals({ fps: 60, seconds: 12, movers: talking }))).toEqual([]);
});

it('finds brows that move once amid talking', () => {
  const events = spot(madeSignals({ fps: 60, seconds: 12, movers: [...talking, ...brows(6.3, 6.42, 6.6)] }));
  expect(events.map(({ kind }) => kind)).toEqual(['micro']);
  expect(events[0]!.apex.timeUs / 1e6).toBeCloseTo(6.42, 1);
});

it('does not take brows that beat time to talking for expressions', () => {
  const beating = Array.from({ length: 20 }, (_, i) =>
    brows(3 + 0.3 * i, 3.1 + 0.3 * i, 3.25 + 0.3 * i),
  ).flat();
  const events = spot(madeSignals({ fps: 60, seconds: 12, movers: [...talking, ...beating] }));
  // The first and the last of a row have too few beside them to be told from one that stands alone.
  expect(events.filter(({ apex }) => apex.timeUs > 4e6 && apex.timeUs < 8e6)).toEqual([]);
});

/** A turn of the head shows every region from another side: each moves by its depth times the angle. */
const seenTurned = (yaw: (t: number) => number): Mover[] => [
  { name: 'lip-corner', u: 0.25, course: yaw },
  { name: 'cheek', u: -0.3, course: yaw },
  { name: 'nose-wing', u: 0.4, course: yaw },
];

it('does not take a turn of the head for a macro-expression', () => {
  const turn = bump(6, 6.9, 7.8);
  const yaw = (t: number) => 0.25 * turn(t);
  const made = (headYaw: (t: number) => number) =>
    spot(madeSignals({ fps: 60, seconds: 14, movers: seenTurned(yaw), headYaw })).filter(
      ({ kind }) => kind === 'macro',
    );
  expect(made(yaw)).toEqual([]);
  // The same movement of the face alone is one.
  expect(made(() => 0)).toHaveLength(1);
});

it('keeps a smile that turns the pose of the landmarks by two degrees', () => {
  const course = bump(6, 6.8, 7.6);
  const headYaw = (t: number) => 0.035 * course(t);
  const events = spot(madeSignals({ fps: 60, seconds: 14, movers: smile(6, 6.8, 7.6, 0.08), headYaw }));
  expect(events.map(({ kind }) => kind)).toEqual(['macro']);
});

it('says that a frame rate is too low for the event', () => {
  const [event] = spot(madeSignals({ fps: 15, seconds: 8, movers: smile(4, 4.12, 4.26, 0.04) }));
  expect(event?.cautions).toContain('low-frame-rate');
});
