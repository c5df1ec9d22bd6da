import { expect, test } from 'vitest';
import { LEFT, RIGHT } from '../../../contract/mesh-points.ts';
import { REGIONS, type RegionName } from '../../../contract/signals.ts';
import { portraitMesh } from '../../../test/helpers/made-portrait.ts';
import { REGION_POINTS } from './regions.ts';

const mesh = portraitMesh();
const at = (point: number): readonly [x: number, y: number] => [mesh[3 * point]!, mesh[3 * point + 1]!];
const middle = (points: readonly number[]): [x: number, y: number] => [
  points.reduce((sum, point) => sum + at(point)[0], 0) / points.length,
  points.reduce((sum, point) => sum + at(point)[1], 0) / points.length,
];
const [rx, ry] = middle([RIGHT.eyeInner, RIGHT.eyeOuter]);
const [lx, ly] = middle([LEFT.eyeInner, LEFT.eyeOuter]);
const iod = Math.hypot(lx - rx, ly - ry);
const [cx, cy] = [(rx + lx) / 2, (ry + ly) / 2];
const [ax, ay] = [(lx - rx) / iod, (ly - ry) / iod];

/** In IOD from the midpoint between the eyes: towards the person's left, and down. */
const faceXy = (points: readonly number[]): [x: number, y: number] => {
  const [x, y] = middle(points);
  return [((x - cx) * ax + (y - cy) * ay) / iod, (-(x - cx) * ay + (y - cy) * ax) / iod];
};

/**
 * Where each region lies on a frontal face of ordinary proportions (anthropometric means over an IOD of 63 mm, and a
 * wide margin): out from the midline, down from the eyes' line.
 */
const PLACES: Readonly<Record<RegionName, readonly [out: [number, number], down: [number, number]]>> = {
  'inner-brow': [
    [0.12, 0.4],
    [-0.5, -0.1],
  ],
  'mid-brow': [
    [0.3, 0.65],
    [-0.55, -0.15],
  ],
  'outer-brow': [
    [0.55, 0.95],
    [-0.5, -0.05],
  ],
  'upper-cheek': [
    [0.3, 0.85],
    [0.15, 0.55],
  ],
  cheek: [
    [0.5, 1],
    [0.4, 0.95],
  ],
  'nose-root': [
    [0.06, 0.25],
    [-0.1, 0.3],
  ],
  'nose-wing': [
    [0.15, 0.4],
    [0.45, 0.8],
  ],
  nasolabial: [
    [0.25, 0.55],
    [0.55, 1],
  ],
  'upper-lip': [
    [0.05, 0.35],
    [0.8, 1.15],
  ],
  'lip-corner': [
    [0.3, 0.6],
    [0.85, 1.25],
  ],
  'lower-lip': [
    [0.05, 0.4],
    [1.05, 1.45],
  ],
  glabella: [
    [-0.12, 0.12],
    [-0.35, -0.05],
  ],
  philtrum: [
    [-0.12, 0.12],
    [0.75, 1.1],
  ],
  'mid-lower-lip': [
    [-0.12, 0.12],
    [1.05, 1.5],
  ],
  chin: [
    [-0.12, 0.12],
    [1.3, 1.95],
  ],
};

/** The portrait is turned a little; the mean of both sides, one mirrored, is not. */
const frontal = (name: RegionName): [out: number, down: number] => {
  const sides = REGION_POINTS.filter((region) => region.name === name);
  const places = sides.map(
    ({ points, outward }) => [outward * faceXy(points)[0], faceXy(points)[1]] as const,
  );
  const mean = (axis: 0 | 1) => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
  return [mean(0), mean(1)];
};

test('every region lies where its name says', () => {
  for (const name of Object.keys(PLACES) as RegionName[]) {
    const [x, y] = frontal(name);
    const [out, down] = PLACES[name];
    const where = `${name} lies at ${x.toFixed(2)}, ${y.toFixed(2)}`;
    expect(x, where).toBeGreaterThanOrEqual(out[0]);
    expect(x, where).toBeLessThanOrEqual(out[1]);
    expect(y, where).toBeGreaterThanOrEqual(down[0]);
    expect(y, where).toBeLessThanOrEqual(down[1]);
  }
});

test("the person's left lies on the picture's right, and outward points that way", () => {
  REGION_POINTS.forEach(({ name, outward, points }, i) => {
    const { side } = REGIONS[i]!;
    expect(outward, name).toBe(side === 'right' ? -1 : 1);
    expect(side === 'both' || outward * faceXy(points)[0] > 0, `${side} ${name}`).toBe(true);
  });
});

test('no single point of a region strays a third of an IOD from its middle, nor belongs to two regions', () => {
  const used = new Set<number>();
  for (const { name, points } of REGION_POINTS) {
    const [mx, my] = faceXy(points);
    for (const point of points) {
      const [x, y] = faceXy([point]);
      expect(Math.hypot(x - mx, y - my), `${name}: ${point}`).toBeLessThan(0.33);
      expect(used.has(point), `${name}: ${point}`).toBe(false);
      used.add(point);
    }
  }
});

test('both sides of a region lie mirrored', () => {
  for (const { name } of REGIONS.filter(({ side }) => side === 'right')) {
    const [right, left] = [-1, 1].map((side) =>
      faceXy(REGION_POINTS.find((region) => region.name === name && region.outward === side)!.points),
    );
    // The portrait's own turn is 0.12 IOD at the nose; a point of the wrong place or side is twice that off.
    expect(Math.abs(left![0] + right![0]), name).toBeLessThan(0.2);
    expect(Math.abs(left![1] - right![1]), name).toBeLessThan(0.1);
  }
});
