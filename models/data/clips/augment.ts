import type { Random } from '../synth/random.ts';
import type { ClipBytes } from './clip-store.ts';
import type { ClipShape } from './clip-format.ts';

/** Cheap changes of a stored clip that leave its labels true. */
export interface Augmentation {
  /** Left and right swapped. */
  readonly flip: boolean;
  /** level' = contrast · (level − 1/2) + 1/2 + brightness, levels 0–1; of window and neutral alike. */
  readonly contrast: number;
  readonly brightness: number;
  /** Light that changed since the neutral: added to the window alone. */
  readonly change: number;
  /** The window starts this many frames later (between frames too); its ends repeat. */
  readonly shiftFrames: number;
  /** How much faster time runs, about the window's middle. */
  readonly speed: number;
  /** Standard deviation of noise added to every pixel of the window, and where in the table it starts. */
  readonly noise: number;
  readonly noiseSeed: number;
}

export function drawAugmentation(random: Random): Augmentation {
  return {
    flip: random.chance(0.5),
    contrast: random.range(0.75, 1.25),
    brightness: random.range(-0.1, 0.1),
    change: random.range(-0.015, 0.015),
    // The apex is known to some 20 ms; a frame of sixteen in half a second is 33 ms.
    shiftFrames: random.range(-0.7, 0.7),
    speed: random.range(0.9, 1.1),
    // Up to 1.5 of 255 levels: what a stored clip's own noise hides.
    noise: random.chance(0.5) ? random.range(0, 1.5) / 255 : 0,
    noiseSeed: random.below(NOISE.length),
  };
}

/**
 * A stored clip as a network takes it: `clip` [3, L, S, S] and `neutral` [3, S, S], floats in [0, 1]; luma fills all
 * three planes where a store keeps luma alone. Without an augmentation the levels are the stored ones over 255.
 */
export function fillExample(
  bytes: ClipBytes,
  shape: ClipShape,
  augmentation: Augmentation | null,
  clip: Float32Array,
  neutral: Float32Array,
): void {
  const { frames, planes, sizePx } = shape;
  const area = sizePx * sizePx;
  for (let plane = 0; plane < planes; plane++) {
    const rest = neutral.subarray(plane * area, (plane + 1) * area);
    fillPlane(bytes.neutral.subarray(plane * area), null, 0, sizePx, augmentation, 0, rest);
    for (let frame = 0; frame < frames; frame++) {
      const { before, after, share } = momentOf(frame, frames, augmentation);
      const at = (plane * frames + frame) * area;
      fillPlane(
        bytes.frames.subarray((before * planes + plane) * area),
        share > 0 ? bytes.frames.subarray((after * planes + plane) * area) : null,
        share,
        sizePx,
        augmentation,
        augmentation?.change ?? 0,
        clip.subarray(at, at + area),
      );
      if (augmentation && augmentation.noise > 0)
        addNoise(clip.subarray(at, at + area), augmentation, plane * frames + frame);
    }
  }
  if (planes === 3) return;
  for (let plane = 1; plane < 3; plane++) {
    neutral.copyWithin(plane * area, 0, area);
    clip.copyWithin(plane * frames * area, 0, frames * area);
  }
}

/** Between which stored frames a frame of the changed clip lies. */
function momentOf(
  frame: number,
  frames: number,
  augmentation: Augmentation | null,
): { before: number; after: number; share: number } {
  if (!augmentation) return { before: frame, after: frame, share: 0 };
  const middle = (frames - 1) / 2;
  const wanted = middle + (frame - middle) * augmentation.speed + augmentation.shiftFrames;
  const at = Math.min(frames - 1, Math.max(0, wanted));
  const before = Math.min(Math.floor(at), Math.max(0, frames - 2));
  return { before, after: Math.min(frames - 1, before + 1), share: at - before };
}

function fillPlane(
  before: Uint8Array,
  after: Uint8Array | null,
  share: number,
  sizePx: number,
  augmentation: Augmentation | null,
  change: number,
  out: Float32Array,
): void {
  const contrast = augmentation?.contrast ?? 1;
  const gain = contrast / 255;
  const offset = 0.5 - 0.5 * contrast + (augmentation?.brightness ?? 0) + change;
  const isFlipped = augmentation?.flip ?? false;
  for (let row = 0; row < sizePx; row++) {
    const from = row * sizePx;
    for (let column = 0; column < sizePx; column++) {
      const at = isFlipped ? from + sizePx - 1 - column : from + column;
      const level = after ? before[at]! + share * (after[at]! - before[at]!) : before[at]!;
      const value = gain * level + offset;
      out[from + column] = augmentation === null ? level / 255 : value < 0 ? 0 : value > 1 ? 1 : value;
    }
  }
}

function addNoise(out: Float32Array, { noise, noiseSeed }: Augmentation, plane: number): void {
  // Each frame starts elsewhere in one long table.
  let at = (noiseSeed + plane * 40_503) % NOISE.length;
  for (let i = 0; i < out.length; i++) {
    const value = out[i]! + noise * NOISE[at]!;
    out[i] = value < 0 ? 0 : value > 1 ? 1 : value;
    at = at + 1 === NOISE.length ? 0 : at + 1;
  }
}

/**
 * Near-normal numbers: sums of twelve uniform ones, less six (variance 1). A prime length shares no period with rows.
 */
const NOISE = makeNoise(131_071);

function makeNoise(length: number): Float32Array {
  let state = 0x2545f491;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  return Float32Array.from({ length }, () => {
    let sum = -6;
    for (let k = 0; k < 12; k++) sum += next();
    return sum;
  });
}
