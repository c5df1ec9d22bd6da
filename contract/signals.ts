import type { Side } from './au.ts';

/**
 * Where on the face motion is measured. Displacements are written in the face's own axes, in units of the
 * distance between the eye centres (IOD): `u` outward from the midline (for regions on it: to the person's
 * left), `v` up. An AU of either side then looks the same.
 */
export const REGION_NAMES = [
  'inner-brow',
  'mid-brow',
  'outer-brow',
  'upper-cheek',
  'cheek',
  'nose-root',
  'nose-wing',
  'nasolabial',
  'upper-lip',
  'lip-corner',
  'lower-lip',
] as const;

/** Regions on the midline, measured once. */
export const MIDLINE_NAMES = ['glabella', 'philtrum', 'mid-lower-lip', 'chin'] as const;

export type RegionName = (typeof REGION_NAMES)[number] | (typeof MIDLINE_NAMES)[number];

export interface Region {
  readonly name: RegionName;
  readonly side: Side;
}

/** Every measured region, in the order of `FaceSignals.motion`. */
export const REGIONS: readonly Region[] = [
  ...REGION_NAMES.flatMap((name): Region[] => [
    { name, side: 'right' },
    { name, side: 'left' },
  ]),
  ...MIDLINE_NAMES.map((name): Region => ({ name, side: 'both' })),
];

/** What is seen of one face in one frame, before anything is decided. */
export interface FaceSignals {
  readonly frameIndex: number;
  readonly timeUs: number;
  /** `u, v` of every region against the neutral at the track's start, in IOD (2 × REGIONS.length). */
  readonly motion: Float32Array;
  /** The same from landmarks: coarser and late by some 50 ms, but not lost however far a region moves. */
  readonly meshMotion: Float32Array;
  /**
   * How far off each region's motion may be, in IOD (REGIONS.length): large on bare skin, where there is little to hold
   * on to, and where the neutral no longer fits.
   */
  readonly uncertainty: Float32Array;
  /**
   * How much the picture of each eye differs from its neutral, person's right and left: root mean square
   * difference over the neutral's own contrast. A blink gives about 1; noise about 0.1.
   */
  readonly eyeChange: readonly [number, number];
  /** Distance between the lids over the width of the eye, person's right and left, from landmarks. */
  readonly lidOpening: readonly [number, number];
  /** Where the crop lies in the frame, in IOD and radians: what the head itself does. */
  readonly head: HeadPlace;
  /** Grey-level residual of the registration, median over regions: high where the neutral no longer fits. */
  readonly residual: number;
  /** Distance between the eye centres in frame pixels. */
  readonly iodPx: number;
  /**
   * MediaPipe's blendshape scores (0–1) that stand for AUs, in the order of `BLENDSHAPE_AUS`; null without such a
   * model.
   */
  readonly blendshapes: Float32Array | null;
}

/**
 * Blendshapes that say about the same as an action unit. `left`/`right` are MediaPipe's names, which are the
 * person's own sides; a score without sides counts for both.
 */
export const BLENDSHAPE_AUS = [
  { au: 1, left: 'browInnerUp', right: 'browInnerUp' },
  { au: 2, left: 'browOuterUpLeft', right: 'browOuterUpRight' },
  { au: 4, left: 'browDownLeft', right: 'browDownRight' },
  { au: 5, left: 'eyeWideLeft', right: 'eyeWideRight' },
  { au: 6, left: 'cheekSquintLeft', right: 'cheekSquintRight' },
  { au: 7, left: 'eyeSquintLeft', right: 'eyeSquintRight' },
  { au: 9, left: 'noseSneerLeft', right: 'noseSneerRight' },
  { au: 10, left: 'mouthUpperUpLeft', right: 'mouthUpperUpRight' },
  { au: 12, left: 'mouthSmileLeft', right: 'mouthSmileRight' },
  { au: 14, left: 'mouthDimpleLeft', right: 'mouthDimpleRight' },
  { au: 15, left: 'mouthFrownLeft', right: 'mouthFrownRight' },
  { au: 17, left: 'mouthShrugLower', right: 'mouthShrugLower' },
  { au: 20, left: 'mouthStretchLeft', right: 'mouthStretchRight' },
  { au: 23, left: 'mouthPressLeft', right: 'mouthPressRight' },
  { au: 26, left: 'jawOpen', right: 'jawOpen' },
  { au: 45, left: 'eyeBlinkLeft', right: 'eyeBlinkRight' },
] as const;

export interface HeadPlace {
  readonly x: number;
  readonly y: number;
  readonly rollRad: number;
  readonly logScale: number;
  readonly yawRad: number;
  readonly pitchRad: number;
}
