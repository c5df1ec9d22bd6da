import { expect, test } from 'vitest';
import { triangulate } from './delaunay.ts';
import { createRandom } from './random.ts';

const random = createRandom(3);
const points = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 0, y: 1 },
  { x: 1, y: 1 },
  ...Array.from({ length: 120 }, () => ({ x: random.range(0.05, 0.95), y: random.range(0.05, 0.95) })),
];

test('the triangles cover the square once', () => {
  const area = triangulate(points).reduce((sum, [i, j, k]) => {
    const [a, b, c] = [points[i]!, points[j]!, points[k]!];
    return sum + Math.abs((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) / 2;
  }, 0);
  expect(area).toBeCloseTo(1, 9);
});

test('no point lies inside the circle round another triangle', () => {
  const inside = triangulate(points).flatMap(([i, j, k]) => {
    const [a, b, c] = [points[i]!, points[j]!, points[k]!];
    const d = 2 * (a.x * (b.y - c.y) + b.x * (c.y - a.y) + c.x * (a.y - b.y));
    const square = (p: typeof a): number => p.x * p.x + p.y * p.y;
    const x = (square(a) * (b.y - c.y) + square(b) * (c.y - a.y) + square(c) * (a.y - b.y)) / d;
    const y = (square(a) * (c.x - b.x) + square(b) * (a.x - c.x) + square(c) * (b.x - a.x)) / d;
    const radius = Math.hypot(a.x - x, a.y - y);
    return points.filter((p) => Math.hypot(p.x - x, p.y - y) < radius - 1e-9);
  });
  expect(inside).toEqual([]);
});
