/**
 * The twin of `PatchMotion`: the same estimate in double precision, written for reading. It keeps the
 * 4-parameter normal equations (dx, dy, gain, bias) instead of orthogonal gradients and folded inverses.
 */
export function measurePatches(
  neutral: Uint8Array,
  luma: Uint8Array,
  size: number,
  centres: Float32Array,
  halfWidths: Float32Array,
  noise = 2,
): Float32Array {
  const [from, to] = [pyramid(neutral, size), pyramid(luma, size)];
  const out = new Float32Array(2 * centres.length);
  for (let i = 0; i < centres.length / 2; i++) {
    let d: [number, number] = [0, 0];
    let found: Registration | undefined;
    for (let level = 2; level >= 0; level--) {
      const rounded = Math.round(halfWidths[i]! / 2 ** level);
      const half = level === 0 ? Math.max(rounded, 2) : Math.max(rounded, 5);
      const x = Math.round(centres[2 * i]! / 2 ** level);
      const y = Math.round(centres[2 * i + 1]! / 2 ** level);
      found = register(from[level]!, to[level]!, x, y, half, d, level, noise * 2 ** level);
      d = level > 0 ? [2 * found.d[0], 2 * found.d[1]] : found.d;
    }
    out.set([...d, found!.residual, found!.texture], 4 * i);
  }
  return out;
}

interface Plane {
  readonly size: number;
  at(x: number, y: number): number;
}

/** Three levels, each smoothed by the binomial 1 4 6 4 1; the next takes every second pixel. */
function pyramid(luma: Uint8Array, size: number): Plane[] {
  const levels: Plane[] = [];
  let plane = planeOf(Float64Array.from(luma), size);
  for (let level = 0; level < 3; level++) {
    if (level > 0) plane = decimated(plane);
    plane = smoothed(plane);
    levels.push(plane);
  }
  return levels;
}

function planeOf(values: Float64Array, size: number): Plane {
  const clamp = (v: number): number => Math.min(Math.max(v, 0), size - 1);
  return { size, at: (x, y) => values[clamp(y) * size + clamp(x)]! };
}

function smoothed(plane: Plane): Plane {
  const kernel = [1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16];
  const along = filled(plane.size, (x, y) =>
    kernel.reduce((sum, w, k) => sum + w * plane.at(x + k - 2, y), 0),
  );
  return filled(plane.size, (x, y) => kernel.reduce((sum, w, k) => sum + w * along.at(x, y + k - 2), 0));
}

function decimated(plane: Plane): Plane {
  return filled((plane.size + 1) >> 1, (x, y) => plane.at(2 * x, 2 * y));
}

function filled(size: number, value: (x: number, y: number) => number): Plane {
  const values = new Float64Array(size * size);
  for (let i = 0; i < values.length; i++) values[i] = value(i % size, Math.floor(i / size));
  return planeOf(values, size);
}

interface Registration {
  readonly d: [number, number];
  readonly residual: number;
  readonly texture: number;
}

/** Gauss–Newton steps on one level with a prior of 1 px (of the finest level) towards zero. */
function register(
  t: Plane,
  picture: Plane,
  x0: number,
  y0: number,
  half: number,
  start: readonly [number, number],
  level: number,
  noise: number,
): Registration {
  const offsets: { u: number; v: number; w: number }[] = [];
  for (let v = -half; v <= half; v++) {
    for (let u = -half; u <= half; u++) {
      offsets.push({ u, v, w: Math.exp((-2 * (u * u + v * v)) / (half * half)) });
    }
  }
  const total = offsets.reduce((sum, o) => sum + o.w, 0);
  for (const o of offsets) o.w /= total;
  const lambda = noise ** 2 * offsets.reduce((sum, o) => sum + o.w * o.w, 0);

  // Columns of the linear model I − T ≈ (d − D)·∇T + gain·T + bias, for every pixel of the window.
  const columns = offsets.map(({ u, v }) => {
    const at = (dx: number, dy: number): number => t.at(x0 + u + dx, y0 + v + dy);
    const gradientX = (8 * (at(1, 0) - at(-1, 0)) - (at(2, 0) - at(-2, 0))) / 12;
    const gradientY = (8 * (at(0, 1) - at(0, -1)) - (at(0, 2) - at(0, -2))) / 12;
    return [gradientX, gradientY, at(0, 0), 1];
  });
  const tensor = withoutGainAndBias(columns, offsets);

  const reach = 16 / 2 ** level;
  const settled = level === 0 ? 0.005 : 0.02;
  let d: [number, number] = [start[0], start[1]];
  let residual = 0;
  for (let iteration = 0; iteration < (level === 0 ? 8 : 4); iteration++) {
    const values = offsets.map(({ u, v }) => cubicAt(picture, x0 + u + d[0], y0 + v + d[1]));
    const fit = leastSquares(columns, offsets, values, lambda, d);
    residual = fit.residual;
    const clamp = (value: number): number => Math.min(Math.max(value, -reach), reach);
    d = [clamp(d[0] - fit.step[0]), clamp(d[1] - fit.step[1])];
    if (Math.hypot(fit.step[0], fit.step[1]) < settled) break;
  }
  return { d, residual, texture: smallestEigenvalue(tensor) };
}

type Weighted = readonly { readonly w: number }[];

function weightedDot(a: (i: number) => number, b: (i: number) => number, offsets: Weighted): number {
  return offsets.reduce((sum, o, i) => sum + o.w * a(i) * b(i), 0);
}

/** The gradients' structure tensor after projecting out constants and T: the Schur complement. */
function withoutGainAndBias(columns: readonly number[][], offsets: Weighted): [number, number, number] {
  const dot = (j: number, k: number): number =>
    weightedDot(
      (i) => columns[i]![j]!,
      (i) => columns[i]![k]!,
      offsets,
    );
  const mean = [dot(0, 3), dot(1, 3), dot(2, 3)];
  const centred = (j: number, k: number): number => dot(j, k) - mean[j]! * mean[k]!;
  const variance = centred(2, 2);
  const left = (j: number, k: number): number =>
    centred(j, k) - (variance > 0 ? (centred(j, 2) * centred(k, 2)) / variance : 0);
  return [left(0, 0), left(0, 1), left(1, 1)];
}

function smallestEigenvalue([a, b, c]: readonly [number, number, number]): number {
  return Math.max(0, (a + c) / 2 - Math.hypot((a - c) / 2, b));
}

/**
 * Minimises Σ w (I − T − columns·q)² + λ |d − step|² over q = (step, gain, bias) and returns the step and
 * what stays unexplained when only gain and bias may explain it.
 */
function leastSquares(
  columns: readonly number[][],
  offsets: Weighted,
  values: readonly number[],
  lambda: number,
  d: readonly [number, number],
): { step: [number, number]; residual: number } {
  const column = (k: number) => (i: number) => columns[i]![k]!;
  const value = (i: number): number => values[i]!;
  const solve = (free: readonly number[], pull: number): number[] => {
    const matrix = free.map((j) =>
      free.map((k) => weightedDot(column(j), column(k), offsets) + (j === k && j < 2 ? pull : 0)),
    );
    const right = free.map((j) => weightedDot(column(j), value, offsets) + (j < 2 ? pull * d[j]! : 0));
    // A patch without any texture leaves gain undetermined: a hair of ridge, far below rounding, decides for zero.
    for (let j = 0; j < free.length; j++) matrix[j]![j]! += 1e-9;
    return gauss(matrix, right);
  };
  const [stepX, stepY] = solve([0, 1, 2, 3], lambda) as [number, number];
  const [gain, bias] = solve([2, 3], 0) as [number, number];
  const error = (i: number): number => values[i]! - gain * columns[i]![2]! - bias;
  return { step: [stepX, stepY], residual: Math.sqrt(weightedDot(error, error, offsets)) };
}

/** Gaussian elimination with partial pivoting. */
function gauss(matrix: number[][], right: number[]): number[] {
  const n = right.length;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(matrix[i]![k]!) > Math.abs(matrix[pivot]![k]!)) pivot = i;
    [matrix[k], matrix[pivot]] = [matrix[pivot]!, matrix[k]!];
    [right[k], right[pivot]] = [right[pivot]!, right[k]!];
    for (let i = k + 1; i < n; i++) {
      const factor = matrix[i]![k]! / matrix[k]![k]!;
      for (let j = k; j < n; j++) matrix[i]![j]! -= factor * matrix[k]![j]!;
      right[i]! -= factor * right[k]!;
    }
  }
  const solution = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = right[i]!;
    for (let j = i + 1; j < n; j++) sum -= matrix[i]![j]! * solution[j]!;
    solution[i] = sum / matrix[i]![i]!;
  }
  return solution;
}

function cubicAt(plane: Plane, x: number, y: number): number {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [wx, wy] = [cubicWeights(x - x0), cubicWeights(y - y0)];
  let sum = 0;
  for (let j = 0; j < 4; j++) {
    for (let i = 0; i < 4; i++) sum += wx[i]! * wy[j]! * plane.at(x0 - 1 + i, y0 - 1 + j);
  }
  return sum;
}

function cubicWeights(t: number): [number, number, number, number] {
  return [
    (-t * (t - 1) * (t - 2)) / 6,
    ((t + 1) * (t - 1) * (t - 2)) / 2,
    (-(t + 1) * t * (t - 2)) / 2,
    ((t + 1) * t * (t - 1)) / 6,
  ];
}
