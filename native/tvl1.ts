import { addon } from './addon.ts';
import { expectBytes, expectFloats, expectInteger, expectNumber } from './expect.ts';

/** Parameters by the papers' names; the defaults are those of Sánchez et al. with a scale step of ½. */
export interface Tvl1Options {
  /** Time step of the dual iteration, default 0.25: the largest for which it converges. */
  readonly tau?: number;
  /** Weight of the data against smoothness, default 0.15 for grey levels of 0–255; smaller is smoother. */
  readonly lambda?: number;
  /** Tightness between the flow and its auxiliary, default 0.3. */
  readonly theta?: number;
  /** Iterations of a warp end when the flow's root mean square change is below this many pixels, default 0.01. */
  readonly epsilon?: number;
  /** Size of each scale against the finer one, default 0.5. */
  readonly scaleStep?: number;
  /** At most this many scales, default 5; none is smaller than 16 px. */
  readonly scales?: number;
  /** Linearisations per scale, default 5. */
  readonly warps?: number;
  /** At most this many iterations per warp, default 300. */
  readonly iterations?: number;
}

/**
 * Dense optical flow by TV-L1 (Zach, Pock and Bischof 2007; Sánchez, Meinhardt-Llopis and Facciolo 2013).
 *
 *     const flow = new Float32Array(2 * 256 * 256);
 *     tvl1Flow(neutral, luma, 256, 256, {}, flow);
 *
 * `from` and `to` are planes of widthPx·heightPx grey levels. `out` receives the plane of displacements to
 * the right and then the plane of displacements downwards, in pixels: to(x + u, y + v) ≈ from(x, y).
 * Single precision throughout. Throws `TypeError`/`RangeError` for arguments that do not fit.
 */
export function tvl1Flow(
  from: Uint8Array,
  to: Uint8Array,
  widthPx: number,
  heightPx: number,
  options: Tvl1Options,
  out: Float32Array,
): void {
  const { tau = 0.25, lambda = 0.15, theta = 0.3, epsilon = 0.01 } = options;
  const { scaleStep = 0.5, scales = 5, warps = 5, iterations = 300 } = options;
  expectInteger('widthPx', widthPx, 2, 8192);
  expectInteger('heightPx', heightPx, 2, 8192);
  expectBytes('from', from, widthPx * heightPx);
  expectBytes('to', to, widthPx * heightPx);
  expectNumber('tau', tau, 1e-4, 0.25);
  expectNumber('lambda', lambda, 1e-6, 1e3);
  expectNumber('theta', theta, 1e-4, 1e2);
  expectNumber('epsilon', epsilon, 0, 10);
  expectNumber('scaleStep', scaleStep, 0.1, 0.95);
  expectInteger('scales', scales, 1, 32);
  expectInteger('warps', warps, 1, 1000);
  expectInteger('iterations', iterations, 1, 100_000);
  expectFloats('out', out, 2 * widthPx * heightPx);
  addon().tvl1Flow(
    from,
    to,
    widthPx,
    heightPx,
    tau,
    lambda,
    theta,
    epsilon,
    scaleStep,
    scales,
    warps,
    iterations,
    out,
  );
}
