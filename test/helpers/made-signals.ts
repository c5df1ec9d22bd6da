import { REGIONS, type FaceSignals, type RegionName } from '../../contract/signals.ts';
import type { Side } from '../../contract/au.ts';

/** A course over time in seconds; made signals add up what each mover gives. */
export interface Mover {
  readonly name: RegionName;
  readonly side?: Side;
  readonly u?: number;
  readonly v?: number;
  readonly course: (timeS: number) => number;
}

export interface MadeSignalsOptions {
  readonly fps: number;
  readonly seconds: number;
  readonly movers?: readonly Mover[];
  /** Standard deviation of every component, in IOD. */
  readonly noise?: number;
  readonly eyeChange?: (timeS: number) => number;
  readonly headYaw?: (timeS: number) => number;
  readonly seed?: number;
}

/** Signals of a face made of numbers: no picture is involved. Deterministic by seed. */
export function madeSignals(options: MadeSignalsOptions): FaceSignals[] {
  const { fps, seconds, movers = [], noise = 0.0008, seed = 1 } = options;
  const gaussian = gaussianFrom(seed);
  return Array.from({ length: Math.round(fps * seconds) }, (_, frameIndex) => {
    const timeS = frameIndex / fps;
    const motion = new Float32Array(2 * REGIONS.length).map(() => noise * gaussian());
    for (const { name, side, u = 0, v = 0, course } of movers) {
      REGIONS.forEach((region, i) => {
        if (region.name !== name || (side && region.side !== side)) return;
        motion[2 * i]! += u * course(timeS);
        motion[2 * i + 1]! += v * course(timeS);
      });
    }
    const eye = 0.1 + 0.01 * gaussian() + (options.eyeChange?.(timeS) ?? 0);
    const head = { x: 0, y: 0, rollRad: 0, logScale: 0, yawRad: options.headYaw?.(timeS) ?? 0, pitchRad: 0 };
    return {
      frameIndex,
      timeUs: Math.round(timeS * 1e6),
      motion,
      meshMotion: motion,
      uncertainty: new Float32Array(REGIONS.length),
      eyeChange: [eye, eye],
      lidOpening: [0.3, 0.3],
      head,
      residual: 2,
      iodPx: 100,
      blendshapes: null,
    };
  });
}

/** 0 outside [onset, offset], a cosine rise to 1 at the apex and a cosine fall. */
export const bump =
  (onsetS: number, apexS: number, offsetS: number) =>
  (timeS: number): number => {
    if (timeS <= onsetS || timeS >= offsetS) return 0;
    const share = timeS < apexS ? (timeS - onsetS) / (apexS - onsetS) : (offsetS - timeS) / (offsetS - apexS);
    return 0.5 - 0.5 * Math.cos(Math.PI * share);
  };

function gaussianFrom(seed: number): () => number {
  let state = seed >>> 0;
  // mulberry32 (public domain, Tommy Ettinger): good enough for noise, and the same everywhere.
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
