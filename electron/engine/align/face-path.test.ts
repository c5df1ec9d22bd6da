import { describe, expect, test } from 'vitest';
import type { Similarity } from '../../../contract/align.ts';
import { createRandom } from '../../../models/data/synth/random.ts';
import { FacePath } from './face-path.ts';
import { apply, scaleOf } from './similarity.ts';

const PIVOT = [128, 77] as const;
const FRAME_US = 33_333;

/** The transform that puts the pivot at (x, y), turned and scaled about it. */
function at(x: number, y: number, angleRad = 0, scale = 1): Similarity {
  const [a, b] = [scale * Math.cos(angleRad), scale * Math.sin(angleRad)];
  return { a, b, tx: x - (a * PIVOT[0] - b * PIVOT[1]), ty: y - (b * PIVOT[0] + a * PIVOT[1]) };
}

function pathOf(transforms: readonly Similarity[], stepUs = FRAME_US): FacePath {
  const path = new FacePath(PIVOT);
  transforms.forEach((transform, i) => path.add(i * stepUs, transform));
  return path;
}

const angleOf = ({ a, b }: Similarity): number => Math.atan2(b, a);

describe('steady motion', () => {
  // 40 px/s across, 0.35 rad/s, 20 % a second: quick for a head.
  const knownAt = (timeUs: number): Similarity => {
    const t = timeUs / 1e6;
    return at(300 + 40 * t, 200 - 10 * t, 0.35 * t, Math.exp(0.2 * t));
  };
  const path = pathOf(Array.from({ length: 20 }, (_, i) => knownAt(i * FRAME_US)));

  test.each([0, 10_000, 200_000, 316_000, 19 * FRAME_US])('is followed without lag at %i µs', (timeUs) => {
    const [seen, meant] = [path.at(timeUs)!, knownAt(timeUs)];
    const [x, y] = apply(seen, ...PIVOT);
    expect([x, y]).toEqual(apply(meant, ...PIVOT).map((v) => expect.closeTo(v, 6) as number));
    expect(angleOf(seen)).toBeCloseTo(angleOf(meant), 9);
    expect(scaleOf(seen)).toBeCloseTo(scaleOf(meant), 9);
  });
});

test('noise shrinks to under half, and what the angle does leaves the pivot alone', () => {
  const random = createRandom(5);
  const noise = Array.from({ length: 400 }, () => random.normal());
  const path = new FacePath(PIVOT);
  let [square, count] = [0, 0];
  noise.forEach((n, i) => {
    path.add(i * FRAME_US, at(300 + n, 200, 0.02 * (noise[(i * 7) % 400] ?? 0)));
    if (i < 10) return;
    const [x, y] = apply(path.at((i - 3) * FRAME_US)!, ...PIVOT);
    expect(y).toBeCloseTo(200, 6);
    square += (x - 300) ** 2;
    count++;
  });
  // σ = 40 ms at samples 33 ms apart: Σw² / (Σw)² = 0.24, so the deviation falls to 0.49.
  expect(Math.sqrt(square / count)).toBeGreaterThan(0.4);
  expect(Math.sqrt(square / count)).toBeLessThan(0.58);
});

describe('gaps', () => {
  test('nothing is known before the first sample or 0.2 s away from any', () => {
    expect(new FacePath(PIVOT).at(0)).toBeNull();
    expect(new FacePath(PIVOT).newestUs).toBeNull();
    const path = pathOf([at(10, 10)]);
    expect(path.at(200_000)).not.toBeNull();
    expect(path.at(200_001)).toBeNull();
    expect(path.at(-200_001)).toBeNull();
  });

  test('a single sample stands for its surroundings', () => {
    const [x, y] = apply(pathOf([at(10, 20, 0.1, 2)]).at(50_000)!, ...PIVOT);
    expect([x, y]).toEqual([expect.closeTo(10, 9), expect.closeTo(20, 9)]);
  });

  test('samples 150 ms apart are joined by a line', () => {
    const path = pathOf([at(0, 0), at(15, 0), at(30, 0)], 150_000);
    expect(apply(path.at(75_000)!, ...PIVOT)[0]).toBeCloseTo(7.5, 6);
    expect(apply(path.at(225_000)!, ...PIVOT)[0]).toBeCloseTo(22.5, 6);
  });

  test('what lies more than a second back is forgotten', () => {
    const path = pathOf(Array.from({ length: 60 }, () => at(10, 10)));
    expect(path.newestUs).toBe(59 * FRAME_US);
    expect(path.at(0)).toBeNull();
    expect(path.at(59 * FRAME_US - 900_000)).not.toBeNull();
  });
});

test('a head that turns past half a circle does not spin back', () => {
  const angles = Array.from({ length: 30 }, (_, i) => Math.PI - 0.3 + 0.02 * i);
  const path = pathOf(angles.map((angle) => at(100, 100, angle)));
  for (const [i, angle] of angles.entries()) {
    const seen = angleOf(path.at(i * FRAME_US)!);
    expect(Math.cos(seen - angle)).toBeGreaterThan(1 - 1e-9);
  }
});
