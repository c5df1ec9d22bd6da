import type { Similarity } from '../../../contract/align.ts';
import { apply, scaleOf } from './similarity.ts';

/**
 * Where a face was over time, as noisy samples of its transform, and where it is at any instant.
 *
 * A transform is filtered as four numbers that do not disturb each other: the frame position of a pivot
 * inside the face, the logarithm of the scale, and the angle. (Filtering `tx, ty` themselves would mix
 * every jitter of the angle into the position, at a lever of half a picture.)
 *
 * Each number at time t is the value at t of a straight line fitted to the samples with Gaussian weights
 * around t. A line, unlike a weighted mean, has no lag under steady motion and none at the ends.
 */
export class FacePath {
  readonly #pivot: readonly [number, number];
  readonly #samples: Sample[] = [];

  /** `pivot`: the point of the crop about which scale and angle are separated, in crop pixels. */
  constructor(pivot: readonly [number, number]) {
    this.#pivot = pivot;
  }

  /** Times must rise. Samples older than `KEEP_US` before the newest are forgotten. */
  add(timeUs: number, transform: Similarity): void {
    const [x, y] = apply(transform, ...this.#pivot);
    const last = this.#samples.at(-1);
    let angle = Math.atan2(transform.b, transform.a);
    if (last) angle += 2 * Math.PI * Math.round((last.angle - angle) / (2 * Math.PI));
    this.#samples.push({ timeUs, x, y, logScale: Math.log(scaleOf(transform)), angle });
    while (this.#samples[0]!.timeUs < timeUs - KEEP_US) this.#samples.shift();
  }

  /** The filtered transform at `timeUs`; null where no sample lies within `REACH_US`. */
  at(timeUs: number): Similarity | null {
    const near = this.#samples.filter((sample) => Math.abs(sample.timeUs - timeUs) <= REACH_US);
    if (near.length === 0) return null;
    // With samples 33 ms apart the kernel spans about 120 ms, as in the spotting study; sparser samples
    // need a wider one, or the line would rest on a single point.
    const spacing = near.length > 1 ? (near.at(-1)!.timeUs - near[0]!.timeUs) / (near.length - 1) : 0;
    const sigma = Math.max(SIGMA_US, 0.8 * spacing);
    const weights = near.map((sample) => Math.exp(-0.5 * ((sample.timeUs - timeUs) / sigma) ** 2));
    const value = (read: (sample: Sample) => number) =>
      lineAt(
        near.map((sample) => (sample.timeUs - timeUs) / 1e6),
        near.map(read),
        weights,
      );
    const scale = Math.exp(value((sample) => sample.logScale));
    const angle = value((sample) => sample.angle);
    const a = scale * Math.cos(angle);
    const b = scale * Math.sin(angle);
    const [px, py] = this.#pivot;
    return {
      a,
      b,
      tx: value((sample) => sample.x) - (a * px - b * py),
      ty: value((sample) => sample.y) - (b * px + a * py),
    };
  }

  /** Time of the newest sample; null when there is none. */
  get newestUs(): number | null {
    return this.#samples.at(-1)?.timeUs ?? null;
  }
}

interface Sample {
  readonly timeUs: number;
  readonly x: number;
  readonly y: number;
  readonly logScale: number;
  readonly angle: number;
}

/** Kernel width: ± 1.5 σ = 120 ms, the smoothing time the spotting study used. */
const SIGMA_US = 40_000;

/** A face unseen for this long on either side of an instant has no known place there. */
const REACH_US = 200_000;

/** A frame waits for landmarks at most a few hundred milliseconds; one second is ample. */
const KEEP_US = 1_000_000;

/**
 * Value at x = 0 of the weighted least-squares line through (x, y); the weighted mean where a line is not determined.
 */
function lineAt(x: readonly number[], y: readonly number[], w: readonly number[]): number {
  let s = 0;
  let sx = 0;
  let sxx = 0;
  let sy = 0;
  let sxy = 0;
  for (let i = 0; i < x.length; i++) {
    s += w[i]!;
    sx += w[i]! * x[i]!;
    sxx += w[i]! * x[i]! * x[i]!;
    sy += w[i]! * y[i]!;
    sxy += w[i]! * x[i]! * y[i]!;
  }
  const determinant = s * sxx - sx * sx;
  if (determinant < 1e-9 * s * s) return sy / s;
  return (sxx * sy - sx * sxy) / determinant;
}
