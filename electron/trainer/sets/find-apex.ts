import { RECIPE } from '../../../contract/recipe.ts';
import { tvl1Flow } from '../../../native/index.ts';
import type { FollowedCrop } from './follow-face.ts';
import { shrink } from './resample.ts';

/** Flow is measured at half the crop's size: a tenth of the time, and still a few hundredths of a pixel. */
const FLOW_PX = 128;

/**
 * Where the face differs most from its onset, for sets that code no apex: the peak of the mean length of TV-L1 flow
 * from the onset in the regions that expressions move, smoothed over time. Null where no peak lies inside the clip: the
 * motion rises to its very end, or there are fewer than three frames.
 */
export function findApex(crops: readonly FollowedCrop[]): number | null {
  if (crops.length < 3) return null;
  const look = { frames: 1, sizePx: FLOW_PX, planes: 1 } as const;
  const [onset, ...later] = crops.map(({ planes }) => shrink(planes, look));
  const flow = new Float32Array(2 * FLOW_PX * FLOW_PX);
  const motion = later.map((picture) => {
    tvl1Flow(onset!, picture, FLOW_PX, FLOW_PX, {}, flow);
    return meanLength(flow);
  });
  const times = crops.map(({ timeUs }) => timeUs);
  const curve = smooth([0, ...motion], times);
  const peak = curve.indexOf(Math.max(...curve));
  return peak <= 0 || peak >= crops.length - 1 ? null : times[peak]!;
}

/**
 * Boxes of the aligned crop in eye distances from the middle between the eyes, x to the picture's right and y down:
 * the brows, and the mouth with its corners and the chin. The eyes between them are left out: a blink moves more than
 * any micro-expression.
 */
const REGIONS = [
  { left: -0.95, right: 0.95, top: -0.6, bottom: -0.22 },
  { left: -0.7, right: 0.7, top: 0.75, bottom: 1.55 },
] as const;

function meanLength(flow: Float32Array): number {
  let [sum, count] = [0, 0];
  const perIod = (RECIPE.iodPx * FLOW_PX) / RECIPE.sizePx;
  const [x0, y0] = [RECIPE.eyesXPx, RECIPE.eyesYPx].map((at) => (at * FLOW_PX) / RECIPE.sizePx) as [
    number,
    number,
  ];
  for (const { left, right, top, bottom } of REGIONS) {
    for (let y = Math.ceil(y0 + top * perIod); y <= y0 + bottom * perIod; y++) {
      for (let x = Math.ceil(x0 + left * perIod); x <= x0 + right * perIod; x++) {
        const at = y * FLOW_PX + x;
        sum += Math.hypot(flow[at]!, flow[FLOW_PX * FLOW_PX + at]!);
        count++;
      }
    }
  }
  return sum / count;
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
