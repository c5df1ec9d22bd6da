/**
 * Every random choice of a run is a function of its seed, the purpose and a number (an epoch, a step, a place in the
 * order). Nothing is carried from one draw to the next, so a run that is resumed draws what it would have drawn.
 */
import { createRandom, type Random } from '../data/synth/random.ts';

const PURPOSES = { order: 1, noise: 2, augmentation: 3 } as const;
export type Purpose = keyof typeof PURPOSES;

/** 2^32 / golden ratio: multiples of it are spread over 32 bits, so that neighbouring seeds share no purpose. */
const SPREAD = 0x9e3779b1;

export const seeded = (seed: number, purpose: Purpose, index: number): Random =>
  createRandom((seed + Math.imul(PURPOSES[purpose], SPREAD)) >>> 0, index);

/** 24 bits, as many as a float32 holds: 32 bits could round up to 1. */
const FLOAT32_STEPS = 2 ** 24;

/** Fills with uniform values in [0, 1). */
export function fillUniform(values: Float32Array, random: Random): void {
  for (let i = 0; i < values.length; i++)
    values[i] = Math.floor(random.next() * FLOAT32_STEPS) / FLOAT32_STEPS;
}
