/**
 * Facial action units (AUs) that Onset measures, and how a measurement is written.
 * Names follow the Facial Action Coding System.
 */
export const AU_NAMES = {
  1: 'inner brow raiser',
  2: 'outer brow raiser',
  4: 'brow lowerer',
  5: 'upper lid raiser',
  6: 'cheek raiser',
  7: 'lid tightener',
  9: 'nose wrinkler',
  10: 'upper lip raiser',
  12: 'lip corner puller',
  14: 'dimpler',
  15: 'lip corner depressor',
  17: 'chin raiser',
  20: 'lip stretcher',
  23: 'lip tightener',
  25: 'lips part',
  26: 'jaw drop',
  45: 'blink',
} as const;

export type AuNumber = keyof typeof AU_NAMES;

export const AU_NUMBERS: readonly AuNumber[] = Object.keys(AU_NAMES).map((key) => Number(key) as AuNumber);

/** The person's own left and right, as in FACS, not the picture's. */
export type Side = 'left' | 'right' | 'both';

/** What is measured of one face in one frame. */
export interface FaceMeasurement {
  readonly frameIndex: number;
  readonly timeUs: number;
  readonly trackId: number;
  /**
   * Intensities on the 0–5 scale of FACS's A–E (0 absent, 5 maximum) in the order of `AU_NUMBERS`, the left ones first,
   * then the right ones (2 × count).
   */
  readonly au: Float32Array;
  /** Overall motion against the neutral, in robust standard deviations. */
  readonly activity: number;
  /** Lid opening relative to its neutral, person's left and right; 1 is as open as at rest. */
  readonly lidOpening: readonly [number, number];
}
