/** Which part of the face each action unit moves, and where that part lies, found from the 68 points. */
import { AU_NUMBERS, type AuNumber } from '../../contract/au.ts';

/** Each has a left and a right half, the person's own. */
export const REGIONS = [
  'brow inner',
  'brow outer',
  'eye',
  'cheek',
  'nose',
  'lip upper',
  'lip corner',
  'chin',
] as const;
export type Region = (typeof REGIONS)[number];

/** Where the muscle of each unit shows most, after the Facial Action Coding System. */
const REGION_OF_AU: Readonly<Record<AuNumber, Region>> = {
  1: 'brow inner',
  2: 'brow outer',
  4: 'brow inner',
  5: 'eye',
  6: 'cheek',
  7: 'eye',
  9: 'nose',
  10: 'lip upper',
  12: 'lip corner',
  14: 'lip corner',
  15: 'lip corner',
  17: 'chin',
  20: 'lip corner',
  23: 'lip upper',
  25: 'lip upper',
  26: 'chin',
  45: 'eye',
};

/**
 * Middle and radii of each region: a weighted mean of points, and radii in distances between the outer eye corners
 * (points 36 and 45), so that they grow with the face. Points are those of the person's right side; the left ones
 * follow from `MIRRORED`.
 */
interface RegionShape {
  readonly points: readonly number[];
  /** Moves the middle down the face, in the same unit. */
  readonly down: number;
  readonly wide: number;
  readonly high: number;
}

const SHAPES: Readonly<Record<Region, RegionShape>> = {
  'brow inner': { points: [20, 21], down: -0.03, wide: 0.16, high: 0.12 },
  'brow outer': { points: [17, 18, 19], down: -0.03, wide: 0.2, high: 0.12 },
  eye: { points: [36, 37, 38, 39, 40, 41], down: 0, wide: 0.2, high: 0.12 },
  cheek: { points: [36, 41, 48], down: 0.02, wide: 0.19, high: 0.15 },
  nose: { points: [28, 31, 31], down: 0, wide: 0.13, high: 0.15 },
  'lip upper': { points: [49, 50, 61], down: -0.02, wide: 0.15, high: 0.1 },
  'lip corner': { points: [48], down: 0, wide: 0.15, high: 0.14 },
  chin: { points: [58, 7], down: -0.02, wide: 0.18, high: 0.14 },
};

/** The point on the other half for each of the 68. */
export const MIRRORED: readonly number[] = [
  ...[16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
  ...[26, 25, 24, 23, 22, 21, 20, 19, 18, 17],
  ...[27, 28, 29, 30],
  ...[35, 34, 33, 32, 31],
  ...[45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40],
  ...[54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55],
  ...[64, 63, 62, 61, 60, 67, 66, 65],
];

/** An ellipse in frame pixels, turned with the face. */
export interface RegionPlace {
  readonly x: number;
  readonly y: number;
  readonly radiusX: number;
  readonly radiusY: number;
  /** Of the line through the eyes, in radians. */
  readonly angle: number;
}

export function placeRegion(points: Float32Array, region: Region, side: 'left' | 'right'): RegionPlace {
  const across = points[2 * 45]! - points[2 * 36]!;
  const along = points[2 * 45 + 1]! - points[2 * 36 + 1]!;
  const unit = Math.hypot(across, along);
  const angle = Math.atan2(along, across);
  const shape = SHAPES[region];
  let x = 0;
  let y = 0;
  for (const point of shape.points) {
    const index = side === 'right' ? point : MIRRORED[point]!;
    x += points[2 * index]! / shape.points.length;
    y += points[2 * index + 1]! / shape.points.length;
  }
  return {
    x: x - Math.sin(angle) * shape.down * unit,
    y: y + Math.cos(angle) * shape.down * unit,
    radiusX: shape.wide * unit,
    radiusY: shape.high * unit,
    angle,
  };
}

/**
 * How strongly each region moves, 0–1: the largest intensity of its units on the 0–5 scale. Written to `out`,
 * [left regions, right regions] in the order of `REGIONS`. Blinks are left out: they would cover the eyes all the time.
 */
export function regionStrengths(aus: Float32Array, out: Float32Array): void {
  out.fill(0);
  const count = AU_NUMBERS.length;
  for (let unit = 0; unit < count; unit++) {
    const au = AU_NUMBERS[unit]!;
    if (au === 45) continue;
    const region = REGIONS.indexOf(REGION_OF_AU[au]);
    for (let side = 0; side < 2; side++) {
      const strength = Math.min(aus[side * count + unit]! / 5, 1);
      const slot = side * REGIONS.length + region;
      if (strength > out[slot]!) out[slot] = strength;
    }
  }
}
