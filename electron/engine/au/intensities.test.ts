import { expect, test } from 'vitest';
import { AU_NUMBERS, type AuNumber, type Side } from '../../../contract/au.ts';
import { BLENDSHAPE_AUS, REGIONS, type FaceSignals } from '../../../contract/signals.ts';
import { bump, madeSignals, type Mover } from '../../../test/helpers/made-signals.ts';
import { AU_PULLS } from './dictionary.ts';
import { auIntensities } from './intensities.ts';

const at = (au: AuNumber, side: 'left' | 'right') =>
  AU_NUMBERS.indexOf(au) + (side === 'left' ? 0 : AU_NUMBERS.length);

/** Everything that an action unit pulls, at a share of its maximum over time. */
const unit = (au: AuNumber, side: Side, course: (timeS: number) => number): Mover[] =>
  Object.entries(AU_PULLS[au]!).flatMap(([name, [outward, up]]): Mover[] => {
    const { side: where } = REGIONS.find((region) => region.name === name)!;
    const share = where === 'both' && side !== 'both' ? 0.5 : 1;
    const mover = {
      name: name as Mover['name'],
      u: (share * outward) / 1000,
      v: (share * up) / 1000,
      course,
    };
    return [where === 'both' || side === 'both' ? mover : { ...mover, side }];
  });

const change = (
  stretch: readonly FaceSignals[],
  edit: (signals: FaceSignals, timeS: number) => Partial<FaceSignals>,
): FaceSignals[] => stretch.map((signals) => ({ ...signals, ...edit(signals, signals.timeUs / 1e6) }));

const still = { fps: 30, seconds: 10 };
const during = (timeS: number) => timeS >= 4 && timeS < 5;

test('a smile on the left of half the maximum is 12 left at 2.5, and rest is rest', () => {
  const frames = auIntensities(
    madeSignals({ ...still, movers: unit(12, 'left', (t) => 0.5 * bump(4, 5, 6)(t)) }),
    'running',
  );
  expect(frames).toHaveLength(300);
  expect(frames[150]!.au[at(12, 'left')]).toBeGreaterThan(2.2);
  expect(frames[150]!.au[at(12, 'left')]).toBeLessThan(2.7);
  expect(frames[150]!.au[at(12, 'right')]).toBeLessThan(0.2);
  expect(Math.max(...frames[30]!.au)).toBeLessThan(0.3);
});

test('from rest as the stretch shows it, or from the zero that was given', () => {
  // All the time the brows are lowered by 2 of 5: that is how this face rests, unless told otherwise.
  const lowered = madeSignals({ ...still, movers: unit(4, 'both', () => 0.4) });
  expect(auIntensities(lowered, 'running')[100]!.au[at(4, 'left')]).toBeLessThan(0.2);
  const given = auIntensities(lowered, { lidOpening: [0.3, 0.3] })[100]!;
  expect(given.au[at(4, 'left')]).toBeGreaterThan(1.7);
  expect(given.au[at(4, 'right')]).toBeGreaterThan(1.7);
});

test('a part of a stretch is measured as within the whole', () => {
  const stretch = madeSignals({ ...still, movers: unit(1, 'both', bump(4, 5, 6)) });
  expect(auIntensities(stretch, 'running', 140, 160)).toEqual(
    auIntensities(stretch, 'running').slice(140, 160),
  );
  expect(auIntensities([], 'running')).toEqual([]);
});

test.each([
  ['wide open', 0.42, 5],
  ['narrowed', 0.22, 7],
  ['closed', 0.07, 45],
] as const)('%s lids of the right eye are its AU %3$s and no other lid unit', (_, opening, au) => {
  const frames = auIntensities(
    change(madeSignals(still), (_, t) => ({ lidOpening: [during(t) ? opening : 0.3, 0.3] })),
    'running',
  );
  for (const other of [5, 7, 45] as const) {
    expect(frames[130]!.au[at(other, 'right')]! > 2).toBe(other === au);
    expect(frames[130]!.au[at(other, 'right')] === 0).toBe(other !== au);
    expect(frames[130]!.au[at(other, 'left')]).toBe(0);
    expect(frames[30]!.au[at(other, 'right')]).toBe(0);
  }
  const [left, right] = frames[130]!.lidOpening;
  expect(left).toBeCloseTo(1, 5);
  expect(right).toBeCloseTo(opening / 0.3, 5);
});

test('lids rest where the stretch shows them most open, or where the given rest has them', () => {
  // All the time the lids are narrowed: that is how these eyes rest, unless told otherwise.
  const narrowed = change(madeSignals(still), () => ({ lidOpening: [0.2, 0.2] }));
  expect(auIntensities(narrowed, 'running')[100]!.au[at(7, 'left')]).toBe(0);
  const given = auIntensities(narrowed, { lidOpening: [0.3, 0.25] })[100]!;
  expect(given.au[at(7, 'right')]).toBeGreaterThan(2.5);
  expect(given.au[at(7, 'left')]).toBeGreaterThan(1);
  expect(given.lidOpening[0]).toBeCloseTo(0.8, 5);
  expect(given.lidOpening[1]).toBeCloseTo(2 / 3, 5);
});

test('eyes that are closed from first to last give numbers, not infinities', () => {
  for (const opening of [0, 0.05]) {
    const frames = auIntensities(
      change(madeSignals(still), () => ({ lidOpening: [opening, opening] })),
      'running',
    );
    for (const { au, lidOpening } of frames)
      expect([...au, ...lidOpening].every((value) => Number.isFinite(value))).toBe(true);
    expect(frames[0]!.au[at(45, 'left')]).toBeGreaterThan(0);
  }
});

test('a clear blendshape raises an intensity on its side, a slight one does not', () => {
  const smileLeft = BLENDSHAPE_AUS.findIndex(({ au }) => au === 12);
  const scores = (raise: number) => {
    const all = new Float32Array(2 * BLENDSHAPE_AUS.length).fill(0.1);
    all[smileLeft]! += raise;
    return all;
  };
  const measure = (raise: number) =>
    auIntensities(
      change(madeSignals({ ...still, noise: 0 }), (_, t) => ({ blendshapes: scores(during(t) ? raise : 0) })),
      'running',
    )[130]!.au;
  expect(measure(0.6)[at(12, 'left')]).toBeCloseTo(3, 5);
  expect(measure(0.6)[at(12, 'right')]).toBe(0);
  expect(measure(0.15)[at(12, 'left')]).toBe(0);
});

test('where registration loses a wide open mouth, landmarks take over', () => {
  const [jaw, none] = [unit(26, 'both', (t) => (during(t) ? 1 : 0)), madeSignals({ ...still, noise: 0 })];
  const mesh = madeSignals({ ...still, noise: 0, movers: jaw });
  const lost = none.map((signals, i) => ({ ...signals, meshMotion: mesh[i]!.motion }));
  expect(auIntensities(lost, 'running')[130]!.au[at(26, 'left')]).toBeGreaterThan(4);
  // Where the two differ by no more than landmarks err, registration is believed.
  const jitter = none.map((signals) => ({ ...signals, meshMotion: signals.motion.map(() => 0.02) }));
  expect(Math.max(...auIntensities(jitter, { lidOpening: [0.3, 0.3] })[130]!.au)).toBe(0);
});

test('nothing exceeds the scale', () => {
  const stretch = madeSignals({ ...still, movers: unit(12, 'both', (t) => (during(t) ? 3 : 0)) });
  for (const { au } of auIntensities(stretch, 'running')) {
    expect(Math.max(...au)).toBeLessThanOrEqual(5);
    expect(Math.min(...au)).toBeGreaterThanOrEqual(0);
  }
});
