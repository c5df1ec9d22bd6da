/** From light to bytes: slow and flickering light, photon and read-out noise, rounding. */
import { createRandom } from './random.ts';

export interface Light {
  /** Mains flicker seen through the shutter: relative amplitude and frequency. */
  readonly flicker: number;
  readonly flickerHz: number;
  /** Slow change of light: relative amplitude and period. */
  readonly slow: number;
  readonly slowPeriodS: number;
}

export interface SensorNoise {
  /** Standard deviation in grey levels that does not depend on the light. */
  readonly readSigma: number;
  /** Variance per grey level of light (Poisson part). */
  readonly perLevel: number;
}

export const lightGain = (light: Light, timeS: number): number =>
  (1 + light.flicker * Math.sin(2 * Math.PI * light.flickerHz * timeS)) *
  (1 + light.slow * Math.sin((2 * Math.PI * timeS) / light.slowPeriodS));

/** Exposes one frame to bytes. The noise depends on the seed and the frame number only. */
export type Sensor = (light: Float32Array, gain: number, frameIndex: number, out: Uint8Array) => void;

export function createSensor(noise: SensorNoise, seed: number, widthPx: number): Sensor {
  const table = normals();
  const sigma = Float32Array.from({ length: 256 }, (_, level) =>
    Math.sqrt(noise.readSigma ** 2 + noise.perLevel * level),
  );
  const isSilent = noise.readSigma === 0 && noise.perLevel === 0;
  return (light, gain, frameIndex, out) => {
    const offsets = createRandom(seed, OFFSET_STREAM + frameIndex);
    const row = widthPx * 3;
    for (let from = 0; from < light.length; from += row) {
      // Each row of each frame starts elsewhere in a long table of normal numbers.
      let at = offsets.below(TABLE);
      for (let k = from; k < from + row; k++) {
        const value = light[k]! * gain;
        const level = value < 0 ? 0 : value > 255 ? 255 : value | 0;
        const noisy = isSilent ? value : value + sigma[level]! * table[at]!;
        at = (at + 1) & (TABLE - 1);
        out[k] = noisy < 0 ? 0 : noisy > 255 ? 255 : noisy + 0.5;
      }
    }
  };
}

const TABLE = 1 << 17;
let madeNormals: Float32Array | null = null;

/** The same numbers for every clip, drawn once: where in them a row starts is the clip's own. */
function normals(): Float32Array {
  const random = createRandom(71);
  return (madeNormals ??= Float32Array.from({ length: TABLE }, () => random.normal()));
}

const OFFSET_STREAM = 1_000_000;
