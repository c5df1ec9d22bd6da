import { expect, test } from 'vitest';
import { AU_NUMBERS, type AuNumber } from '../../contract/au.ts';
import { drawnFace } from './testing/drawn-face.ts';
import { MIRRORED, placeRegion, REGIONS, regionStrengths } from './face-regions.ts';

test('each of the 68 points mirrors one that mirrors it', () => {
  expect(MIRRORED).toHaveLength(68);
  expect(MIRRORED.map((point) => MIRRORED[point])).toEqual([...Array(68).keys()]);
});

test('left and right regions lie as far from the middle of a symmetric face, left on the picture’s right', () => {
  const points = drawnFace();
  for (const region of REGIONS) {
    const left = placeRegion(points, region, 'left');
    const right = placeRegion(points, region, 'right');
    expect(left.x, region).toBeGreaterThan(0);
    expect(right.x, region).toBeCloseTo(-left.x, 3);
    expect(right.y, region).toBeCloseTo(left.y, 3);
  }
});

test('regions turn with the face and grow with it', () => {
  const upright = placeRegion(drawnFace(), 'brow outer', 'left');
  const turned = placeRegion(drawnFace(Math.PI / 6, 2), 'brow outer', 'left');
  expect(turned.angle).toBeCloseTo(Math.PI / 6, 5);
  expect(turned.radiusX).toBeCloseTo(2 * upright.radiusX, 4);
  expect(Math.hypot(turned.x, turned.y)).toBeCloseTo(2 * Math.hypot(upright.x, upright.y), 3);
});

test('the left lip corner alone is lit by AU 12 on the left; blinks light nothing', () => {
  const aus = new Float32Array(2 * AU_NUMBERS.length);
  const index = (au: AuNumber): number => AU_NUMBERS.indexOf(au);
  aus[index(12)] = 4;
  aus[index(45)] = 5;
  const strengths = new Float32Array(2 * REGIONS.length);
  regionStrengths(aus, strengths);
  const lit = [...strengths.keys()].filter((slot) => strengths[slot]! > 0);
  expect(lit).toEqual([REGIONS.indexOf('lip corner')]);
  expect(strengths[lit[0]!]).toBeCloseTo(0.8, 6);
});
