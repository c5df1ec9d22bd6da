import type { Point } from './face-axes.ts';

type Triangle = readonly [number, number, number];

/** Delaunay triangles of some hundred points (Bowyer and Watson 1981): quadratic, and made once per face. */
export function triangulate(points: readonly Point[]): Triangle[] {
  const all = [...points, ...enclosing(points)];
  const first = points.length;
  let triangles: Triangle[] = [[first, first + 1, first + 2]];
  for (let p = 0; p < points.length; p++) {
    const point = points[p]!;
    const kept: Triangle[] = [];
    const edges = new Map<string, readonly [number, number]>();
    for (const triangle of triangles) {
      if (!isInCircle(all, triangle, point)) kept.push(triangle);
      else for (const edge of edgesOf(triangle)) toggle(edges, edge);
    }
    for (const [a, b] of edges.values()) kept.push([a, b, p]);
    triangles = kept;
  }
  return triangles.filter((triangle) => triangle.every((vertex) => vertex < first));
}

/** A triangle round everything, far enough away that its circles are nearly straight lines at the hull. */
function enclosing(points: readonly Point[]): Point[] {
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  const span = 100 * Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
  const [x, y] = [xs[0]!, ys[0]!];
  return [
    { x: x - span, y: y - span },
    { x: x + span, y: y - span },
    { x, y: y + span },
  ];
}

const edgesOf = ([a, b, c]: Triangle): (readonly [number, number])[] => [
  [a, b],
  [b, c],
  [c, a],
];

/** An edge met twice lies inside the hole and goes. */
function toggle(edges: Map<string, readonly [number, number]>, [a, b]: readonly [number, number]): void {
  const key = a < b ? `${a} ${b}` : `${b} ${a}`;
  if (!edges.delete(key)) edges.set(key, [a, b]);
}

function isInCircle(points: readonly Point[], [i, j, k]: Triangle, p: Point): boolean {
  const [a, b, c] = [points[i]!, points[j]!, points[k]!];
  const [ax, ay, bx, by, cx, cy] = [a.x - p.x, a.y - p.y, b.x - p.x, b.y - p.y, c.x - p.x, c.y - p.y];
  const determinant =
    (ax * ax + ay * ay) * (bx * cy - cx * by) -
    (bx * bx + by * by) * (ax * cy - cx * ay) +
    (cx * cx + cy * cy) * (ax * by - bx * ay);
  const orientation = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
  return orientation > 0 ? determinant > 0 : determinant < 0;
}
