import { RECIPE } from '../../../contract/recipe.ts';
import { tvl1Flow } from '../../../native/index.ts';
import type { FollowedCrop } from './follow-face.ts';
import { shrink } from './resample.ts';

/** Flow is measured at half the crop's size: a tenth of the time, and still a few hundredths of a pixel. */
const FLOW_PX = 128;

/**
 * Where the face differs most from its onset, for sets that code no apex: the peak over time of how far brows and mouth
 * have moved since, by TV-L1 flow. Null where no peak lies inside the clip: the motion rises to its very end, or there
 * are fewer than three frames. How far it is off: docs/data-preparation.md.
 */
export function findApex(crops: readonly FollowedCrop[]): number | null {
  if (crops.length < 3) return null;
  const look = { frames: 1, sizePx: FLOW_PX, planes: 1 } as const;
  const [onset, ...later] = crops.map(({ planes }) => shrink(planes, look));
  const flow = new Float32Array(2 * FLOW_PX * FLOW_PX);
  const motion = later.map((picture) => {
    tvl1Flow(onset!, picture, FLOW_PX, FLOW_PX, {}, flow);
    return REGIONS.reduce((sum, region) => sum + farthest(flow, region), 0);
  });
  const times = crops.map(({ timeUs }) => timeUs);
  const curve = smooth([0, ...motion], times);
  const peak = curve.indexOf(Math.max(...curve));
  return peak <= 0 || peak >= crops.length - 1 ? null : times[peak]!;
}

interface Region {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Boxes of the aligned crop in eye distances from the middle between the eyes, x to the picture's right and y down:
 * the brows, and the mouth with its corners and the chin. The eyes between them are left out: a blink moves more than
 * any micro-expression.
 */
const REGIONS: readonly Region[] = [
  { left: -0.95, right: 0.95, top: -0.6, bottom: -0.22 },
  { left: -0.7, right: 0.7, top: 0.75, bottom: 1.55 },
];

/** An expression moves a small part of its region; the mean of all of it is mostly the camera's noise. */
const MOVED_SHARE = 0.1;

/** The mean length of the longest tenth of a region's displacements, in pixels of the small picture. */
function farthest(flow: Float32Array, { left, right, top, bottom }: Region): number {
  const shrunk = FLOW_PX / RECIPE.sizePx;
  const [iod, x0, y0] = [RECIPE.iodPx * shrunk, RECIPE.eyesXPx * shrunk, RECIPE.eyesYPx * shrunk];
  const lengths: number[] = [];
  for (let y = Math.ceil(y0 + top * iod); y <= y0 + bottom * iod; y++) {
    for (let x = Math.ceil(x0 + left * iod); x <= x0 + right * iod; x++) {
      const at = y * FLOW_PX + x;
      lengths.push(Math.hypot(flow[at]!, flow[FLOW_PX * FLOW_PX + at]!));
    }
  }
  const longest = lengths.sort((a, b) => b - a).slice(0, Math.ceil(MOVED_SHARE * lengths.length));
  return longest.reduce((sum, length) => sum + length, 0) / longest.length;
}

/** Gaussian weights in time: the camera's noise goes, a movement of a tenth of a second stays. */
const SIGMA_US = 20_000;

function smooth(values: readonly number[], timesUs: readonly number[]): number[] {
  return values.map((_, i) => {
    let [sum, weights] = [0, 0];
    values.forEach((value, k) => {
      const weight = Math.exp(-0.5 * ((timesUs[k]! - timesUs[i]!) / SIGMA_US) ** 2);
      sum += weight * value;
      weights += weight;
    });
    return sum / weights;
  });
}
