/** From drawn levels to what a camera, its coder and the engine's crop make of them. */
import type { Random } from '../synth/random.ts';
import { SOFTNESS_COUNT } from './window-face.ts';

export interface Light {
  /** Relative change of the window against the neutral: everywhere, and growing across and down the face. */
  readonly gain: number;
  readonly across: number;
  readonly down: number;
  /** Relative change within the window, from its start to its end, and mains flicker. */
  readonly drift: number;
  readonly flicker: number;
  readonly flickerHz: number;
}

export interface Camera {
  readonly fps: number;
  /** Where the first frame lies, as a share of the time between frames. */
  readonly phase: number;
  readonly softness: number;
  /** Tone curve: level' = 255 · contrast · ((level/255)^gamma − 1/2) + 127.5 + brightness */
  readonly gamma: number;
  readonly contrast: number;
  readonly brightness: number;
  /** Standard deviation of noise in levels of the window, and how much of it neighbours share (0–0.4). */
  readonly noise: number;
  readonly noiseSpread: number;
  readonly coding: Coding | null;
}

/** A stand-in for a video coder: blocks whose changes are small are left as they were, others are rounded. */
export interface Coding {
  readonly blockPx: 4 | 8;
  /** Step of the quantiser for orthonormal coefficients. */
  readonly step: number;
}

export function drawLight(random: Random, changes: boolean): Light {
  return {
    gain: (changes ? 0.08 : 0.006) * random.normal(),
    across: (changes ? 0.06 : 0.004) * random.normal(),
    down: (changes ? 0.06 : 0.004) * random.normal(),
    drift: (changes ? 0.04 : 0.003) * random.normal(),
    flicker: random.range(0, 0.01),
    flickerHz: random.pick([10, 20]),
  };
}

/** Two windows of three come through a coder; 25 to 200 frames a second; faces from small to larger than the crop. */
export function drawCamera(random: Random): Camera {
  return {
    fps: random.pick([25, 30, 30, 30, 50, 60, 100, 200]),
    phase: random.next(),
    softness: drawSoftness(random),
    gamma: random.range(0.8, 1.25),
    contrast: random.range(0.75, 1.05),
    brightness: random.range(-12, 10),
    // A camera's 1–5 levels, averaged over the four crop pixels in one of the window.
    noise: 0.15 * (2.5 / 0.15) ** random.next(),
    noiseSpread: random.range(0, 0.4),
    coding: random.chance(0.65)
      ? { blockPx: random.pick([4, 8]), step: 1.5 * (9 / 1.5) ** random.next() }
      : null,
  };
}

/** Half the faces are as sharp as the crop; the softer, the rarer. */
function drawSoftness(random: Random): number {
  let softness = 0;
  while (softness < SOFTNESS_COUNT - 1 && random.chance(0.5)) softness++;
  return softness;
}

/** 256 · 8 steps of the tone curve. */
export function toneTable({ gamma, contrast, brightness }: Camera): Float32Array {
  return Float32Array.from({ length: TONES }, (_, k) => {
    const level01 = k / (TONES - 1);
    return 255 * contrast * (level01 ** gamma - 0.5) + 127.5 + brightness;
  });
}
const TONES = 2048;

/** Light and tone, in place. `amounts`: relative gain everywhere, across and down. */
export function expose(
  levels: Float32Array,
  sizePx: number,
  table: Float32Array,
  gain: number,
  across: number,
  down: number,
): void {
  const toTone = (TONES - 1) / 255;
  for (let y = 0, at = 0; y < sizePx; y++) {
    const rowGain = 1 + gain + down * (y / sizePx - 0.5);
    for (let x = 0; x < sizePx; x++, at++) {
      const level = levels[at]! * (rowGain + across * (x / sizePx - 0.5));
      const tone = level <= 0 ? 0 : level >= 255 ? TONES - 1 : (level * toTone) | 0;
      levels[at] = table[tone]!;
    }
  }
}

/** Adds noise to one plane: rows of a long table of normal numbers, each a little mixed with its neighbour. */
export function addNoise(
  levels: Float32Array,
  sizePx: number,
  sigma: number,
  spread: number,
  random: Random,
): void {
  const keep = Math.sqrt(1 - spread);
  const share = Math.sqrt(spread);
  for (let y = 0; y < sizePx; y++) {
    let at = random.below(NOISE_LENGTH);
    let before = NOISE[at]!;
    for (let i = y * sizePx, end = i + sizePx; i < end; i++) {
      at = at + 1 === NOISE_LENGTH ? 0 : at + 1;
      const own = NOISE[at]!;
      levels[i] = levels[i]! + sigma * (keep * own + share * before);
      before = own;
    }
  }
}

const NOISE_LENGTH = 131_071;
const NOISE = normalTable();

/** Sums of twelve uniform numbers less six: variance 1. */
function normalTable(): Float32Array {
  let state = 0x1b873593;
  return Float32Array.from({ length: NOISE_LENGTH }, () => {
    let sum = -6;
    for (let k = 0; k < 12; k++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      sum += (state >>> 0) / 2 ** 32;
    }
    return sum;
  });
}

/**
 * Codes a plane against what the decoder has, in place on both: the difference, block by block in a Walsh–Hadamard
 * basis (orthonormal; a coder's cosines in its place), rounded to steps with the dead zone that coders use for
 * predicted blocks (a third of a step more than rounding).
 */
export function codeFrame(levels: Float32Array, decoded: Float32Array, sizePx: number, coding: Coding): void {
  const { blockPx, step } = coding;
  const block = new Float32Array(blockPx * blockPx);
  const dead = step * (5 / 6);
  for (let top = 0; top < sizePx; top += blockPx) {
    for (let left = 0; left < sizePx; left += blockPx) {
      let energy = 0;
      for (let y = 0, k = 0; y < blockPx; y++) {
        const row = (top + y) * sizePx + left;
        for (let x = 0; x < blockPx; x++, k++) {
          const change = levels[row + x]! - decoded[row + x]!;
          block[k] = change;
          energy += change * change;
        }
      }
      // No coefficient of an orthonormal basis is larger than the block's own length.
      const isAnything = energy > dead * dead && quantise(block, blockPx, step, dead);
      for (let y = 0, k = 0; y < blockPx; y++) {
        const row = (top + y) * sizePx + left;
        for (let x = 0; x < blockPx; x++, k++) {
          if (isAnything) decoded[row + x] = decoded[row + x]! + block[k]!;
          levels[row + x] = decoded[row + x]!;
        }
      }
    }
  }
}

/** Rounds the block's coefficients; false where none is left. */
function quantise(block: Float32Array, blockPx: number, step: number, dead: number): boolean {
  transform(block, blockPx);
  let isAnything = false;
  for (let k = 0; k < block.length; k++) {
    const c = block[k]!;
    if (c < dead && c > -dead) block[k] = 0;
    else {
      block[k] = Math.round(c / step) * step;
      isAnything = true;
    }
  }
  if (isAnything) transform(block, blockPx);
  return isAnything;
}

/** Walsh–Hadamard along rows and columns; its own inverse. */
function transform(block: Float32Array, size: number): void {
  for (let line = 0; line < size; line++) butterflies(block, line * size, 1, size);
  for (let line = 0; line < size; line++) butterflies(block, line, size, size);
  for (let k = 0; k < block.length; k++) block[k] = block[k]! / size;
}

function butterflies(values: Float32Array, from: number, stride: number, size: number): void {
  for (let half = 1; half < size; half *= 2) {
    for (let start = 0; start < size; start += 2 * half) {
      for (let k = start; k < start + half; k++) {
        const a = from + k * stride;
        const b = a + half * stride;
        const x = values[a]!;
        const y = values[b]!;
        values[a] = x + y;
        values[b] = x - y;
      }
    }
  }
}
