/** A symmetric face of 68 points about (0, 0), for tests: eyes 60 apart, in the numbering of iBUG. */

/** The person's right half, by point; the left one mirrors it. Points of the middle lie at x = 0. */
const RIGHT: readonly (readonly [point: number, x: number, y: number])[] = [
  ...([0, 1, 2, 3, 4, 5, 6, 7] as const).map(
    (point) => [point, -72 * Math.cos(point * 0.19), -20 + 110 * Math.sin(point * 0.19)] as const,
  ),
  [8, 0, 92],
  [17, -58, -28],
  [18, -50, -36],
  [19, -38, -38],
  [20, -26, -36],
  [21, -14, -32],
  [27, 0, -18],
  [28, 0, -6],
  [29, 0, 6],
  [30, 0, 16],
  [31, -14, 24],
  [32, -7, 27],
  [33, 0, 29],
  [36, -46, -14],
  [37, -36, -20],
  [38, -24, -20],
  [39, -15, -13],
  [40, -25, -9],
  [41, -36, -9],
  [48, -26, 50],
  [49, -16, 44],
  [50, -7, 41],
  [51, 0, 43],
  [57, 0, 62],
  [58, -8, 61],
  [59, -17, 57],
  [60, -22, 50],
  [61, -8, 48],
  [62, 0, 49],
  [66, 0, 53],
  [67, -8, 53],
];

/** Which point of the left half stands opposite, written apart from `MIRRORED`, which it tests. */
const OPPOSITE: Readonly<Record<number, number>> = {
  ...{ 0: 16, 1: 15, 2: 14, 3: 13, 4: 12, 5: 11, 6: 10, 7: 9, 17: 26, 18: 25, 19: 24, 20: 23, 21: 22 },
  ...{ 31: 35, 32: 34, 36: 45, 37: 44, 38: 43, 39: 42, 40: 47, 41: 46 },
  ...{ 48: 54, 49: 53, 50: 52, 58: 56, 59: 55, 60: 64, 61: 63, 67: 65 },
};

export function drawnFace(rollRad = 0, scale = 1): Float32Array {
  const points = new Float32Array(2 * 68);
  const put = (point: number, x: number, y: number): void => {
    points[2 * point] = scale * (x * Math.cos(rollRad) - y * Math.sin(rollRad));
    points[2 * point + 1] = scale * (x * Math.sin(rollRad) + y * Math.cos(rollRad));
  };
  for (const [point, x, y] of RIGHT) {
    put(point, x, y);
    const opposite = OPPOSITE[point];
    if (opposite !== undefined) put(opposite, -x, y);
  }
  return points;
}
