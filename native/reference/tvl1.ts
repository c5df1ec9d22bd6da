import type { Tvl1Options } from '../tvl1.ts';

/** A plane of numbers with its size. */
interface Field {
  readonly width: number;
  readonly height: number;
  readonly values: Float64Array;
}

/** The twin of `tvl1Flow` in double precision, every step over the whole picture. Papers and names are named there. */
export function tvl1Flow(
  from: Uint8Array,
  to: Uint8Array,
  width: number,
  height: number,
  options: Tvl1Options,
): Float64Array {
  const { scaleStep = 0.5, scales = 5 } = options;
  const pairs = [
    [from, to].map((plane) =>
      smoothed(
        fieldOf(width, height, (i) => plane[i]!),
        0.8,
      ),
    ) as [Field, Field],
  ];
  const reduced = (length: number): number => Math.floor(length * scaleStep + 0.5);
  while (pairs.length < scales) {
    const finer = pairs.at(-1)!;
    const [w, h] = [reduced(finer[0].width), reduced(finer[0].height)];
    if (Math.min(w, h) < 16) break;
    const sigma = 0.6 * Math.sqrt(scaleStep ** -2 - 1);
    pairs.push(finer.map((field) => resampled(smoothed(field, sigma), w, h)) as [Field, Field]);
  }
  let flow: [Field, Field] | undefined;
  for (const [i0, i1] of pairs.toReversed()) {
    const start = [0, 1].map((axis) =>
      flow ? scaledFlow(flow[axis]!, i0, axis) : fieldOf(i0.width, i0.height, () => 0),
    ) as [Field, Field];
    flow = solved(i0, i1, start, options);
  }
  const out = new Float64Array(2 * width * height);
  out.set(flow![0].values);
  out.set(flow![1].values, width * height);
  return out;
}

function scaledFlow(component: Field, target: Field, axis: number): Field {
  const gain = axis === 0 ? target.width / component.width : target.height / component.height;
  const larger = resampled(component, target.width, target.height);
  return fieldOf(target.width, target.height, (i) => gain * larger.values[i]!);
}

function solved(i0: Field, i1: Field, start: [Field, Field], options: Tvl1Options): [Field, Field] {
  const { tau = 0.25, lambda = 0.15, theta = 0.3, epsilon = 0.01, warps = 5, iterations = 300 } = options;
  const { width, height } = i0;
  const zero = (): Field => fieldOf(width, height, () => 0);
  const [gx, gy] = gradient(i1);
  let [u, v] = start;
  // The dual variables of u and of v, each with a component along x and one along y.
  const duals = [
    [zero(), zero()],
    [zero(), zero()],
  ] as const;
  for (let warp = 0; warp < warps; warp++) {
    const [u0, v0] = [u, v];
    const warped = (field: Field): Field =>
      fieldOf(width, height, (i) =>
        bicubic(field, (i % width) + u0.values[i]!, Math.floor(i / width) + v0.values[i]!),
      );
    const [w, wx, wy] = [warped(i1), warped(gx), warped(gy)];
    for (let n = 0; n < iterations; n++) {
      const [du, dv] = [divergence(duals[0]), divergence(duals[1])];
      const step = (i: number): number => {
        const [a, b] = [wx.values[i]!, wy.values[i]!];
        const rho =
          w.values[i]! +
          a * (u.values[i]! - u0.values[i]!) +
          b * (v.values[i]! - v0.values[i]!) -
          i0.values[i]!;
        return Math.min(Math.max(-rho / (a * a + b * b + 1e-10), -lambda * theta), lambda * theta);
      };
      const nextU = fieldOf(
        width,
        height,
        (i) => u.values[i]! + step(i) * wx.values[i]! + theta * du.values[i]!,
      );
      const nextV = fieldOf(
        width,
        height,
        (i) => v.values[i]! + step(i) * wy.values[i]! + theta * dv.values[i]!,
      );
      let change = 0;
      for (let i = 0; i < width * height; i++) {
        change += (nextU.values[i]! - u.values[i]!) ** 2 + (nextV.values[i]! - v.values[i]!) ** 2;
      }
      [u, v] = [nextU, nextV];
      updateDual(duals[0], u, tau / theta);
      updateDual(duals[1], v, tau / theta);
      if (change / (width * height) <= epsilon ** 2) break;
    }
  }
  return [u, v];
}

/** Backward differences, the adjoint of minus the forward ones: what lies before the first row or column is zero. */
function divergence([p1, p2]: readonly [Field, Field]): Field {
  const { width, height } = p1;
  return fieldOf(width, height, (i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return (
      p1.values[i]! - (x > 0 ? p1.values[i - 1]! : 0) + p2.values[i]! - (y > 0 ? p2.values[i - width]! : 0)
    );
  });
}

function updateDual([p1, p2]: readonly [Field, Field], u: Field, ratio: number): void {
  const { width, height } = u;
  for (let i = 0; i < width * height; i++) {
    const dx = i % width < width - 1 ? u.values[i + 1]! - u.values[i]! : 0;
    const dy = i + width < width * height ? u.values[i + width]! - u.values[i]! : 0;
    const scale = 1 / (1 + ratio * Math.hypot(dx, dy));
    p1.values[i] = (p1.values[i]! + ratio * dx) * scale;
    p2.values[i] = (p2.values[i]! + ratio * dy) * scale;
  }
}

function gradient(field: Field): [Field, Field] {
  const { width, height } = field;
  const dx = fieldOf(width, height, (i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return (valueAt(field, x + 1, y) - valueAt(field, x - 1, y)) / 2;
  });
  const dy = fieldOf(width, height, (i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return (valueAt(field, x, y + 1) - valueAt(field, x, y - 1)) / 2;
  });
  return [dx, dy];
}

function smoothed(field: Field, sigma: number): Field {
  const radius = Math.max(1, Math.ceil(4 * sigma));
  const kernel = Array.from({ length: 2 * radius + 1 }, (_, k) =>
    Math.exp(-0.5 * ((k - radius) / sigma) ** 2),
  );
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  const pass = (from: Field, dx: number, dy: number): Field =>
    fieldOf(from.width, from.height, (i) => {
      const [x, y] = [i % from.width, Math.floor(i / from.width)];
      const sum = kernel.reduce(
        (s, weight, k) => s + weight * valueAt(from, x + dx * (k - radius), y + dy * (k - radius)),
        0,
      );
      return sum / total;
    });
  return pass(pass(field, 1, 0), 0, 1);
}

function resampled(field: Field, width: number, height: number): Field {
  return fieldOf(width, height, (i) =>
    bicubic(field, ((i % width) * field.width) / width, (Math.floor(i / width) * field.height) / height),
  );
}

/** Keys' cubic with a = −½; positions outside are moved to the edge. */
function bicubic(field: Field, x: number, y: number): number {
  const bounded = (v: number, length: number): number => Math.min(Math.max(v, 0), length - 1);
  const [bx, by] = [bounded(x, field.width), bounded(y, field.height)];
  const [x0, y0] = [Math.floor(bx), Math.floor(by)];
  const [wx, wy] = [keys(bx - x0), keys(by - y0)];
  let sum = 0;
  for (let j = 0; j < 4; j++) {
    for (let i = 0; i < 4; i++) sum += wx[i]! * wy[j]! * valueAt(field, x0 - 1 + i, y0 - 1 + j);
  }
  return sum;
}

function keys(t: number): [number, number, number, number] {
  return [
    -0.5 * t + t * t - 0.5 * t ** 3,
    1 - 2.5 * t * t + 1.5 * t ** 3,
    0.5 * t + 2 * t * t - 1.5 * t ** 3,
    -0.5 * t * t + 0.5 * t ** 3,
  ];
}

function valueAt(field: Field, x: number, y: number): number {
  const clamp = (v: number, length: number): number => Math.min(Math.max(v, 0), length - 1);
  return field.values[clamp(y, field.height) * field.width + clamp(x, field.width)]!;
}

function fieldOf(width: number, height: number, value: (i: number) => number): Field {
  const values = new Float64Array(width * height);
  for (let i = 0; i < values.length; i++) values[i] = value(i);
  return { width, height, values };
}
