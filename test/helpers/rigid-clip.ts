/**
 * A still photograph that is moved rigidly by known steps: what a camera would see of a face that only moves its
 * head, in the plane of the picture. Every residual motion of an aligned crop of it is the aligner's own error.
 */
import type { Similarity } from '../../contract/align.ts';
import type { YuvImage } from '../../contract/frame.ts';
import { createI420Converter } from '../../models/data/synth/index.ts';
import { createSensor } from '../../models/data/synth/sensor.ts';
import { sampleSpline, splineImage } from '../../models/data/synth/spline-image.ts';
import { shrinkToRgba } from '../../native/index.ts';

/** Where the head is, relative to rest: a shift in frame pixels, and angle and scale about the face's middle. */
export interface HeadOffset {
  readonly x: number;
  readonly y: number;
  readonly rollRad: number;
  readonly scale: number;
}

export const MOTIONS = ['still', 'drift', 'sway', 'roll', 'scale', 'jolt', 'all'] as const;
export type Motion = (typeof MOTIONS)[number];

const REST: HeadOffset = { x: 0, y: 0, rollRad: 0, scale: 1 };
const wave = (hz: number, timeS: number, phase = 0): number => Math.sin(2 * Math.PI * hz * timeS + phase);
const degrees = Math.PI / 180;

/** Each at time `timeS`; periods share no multiple, so that the motion does not repeat within eight seconds. */
const OFFSETS: Readonly<Record<Motion, (timeS: number) => HeadOffset>> = {
  still: () => REST,
  // ± 2.5 px in some seconds, as a person who tries to keep still.
  drift: (t) => ({ ...REST, x: 2.5 * wave(0.19, t), y: 2.5 * wave(0.13, t, 1) }),
  // Speed 2π · 0.53 Hz · 12 px = 40 px/s at the most across, 10 px/s down.
  sway: (t) => ({ ...REST, x: 12 * wave(0.53, t), y: 5 * wave(0.32, t, 1) }),
  // ± 5°, 20°/s at the most.
  roll: (t) => ({ ...REST, rollRad: 5 * degrees * wave(0.64, t) }),
  scale: (t) => ({ ...REST, scale: 1 + 0.1 * wave(0.4, t) }),
  // Every second and a half to the other side: 8 px and 2° within 0.12 s, 125 px/s at the most.
  jolt: (t) => {
    const side = jolted(t);
    return { ...REST, x: 8 * side, y: -3 * side, rollRad: 2 * degrees * side };
  },
  all: (t) => ({
    x: 12 * wave(0.53, t) + 8 * jolted(t),
    y: 5 * wave(0.32, t, 1) - 3 * jolted(t),
    rollRad: 5 * degrees * wave(0.64, t),
    scale: 1 + 0.1 * wave(0.4, t),
  }),
};

/** 0 and 1 in turn, with ramps of 0.12 s that start and end at rest (smoothstep). */
function jolted(timeS: number): number {
  const [every, lasts] = [1.5, 0.12];
  const count = Math.floor(timeS / every);
  const x = Math.min(1, (timeS - count * every) / lasts);
  const risen = count === 0 ? 0 : x * x * (3 - 2 * x);
  return count % 2 === 1 ? risen : count === 0 ? 0 : 1 - risen;
}

export interface RigidClipOptions {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Frame pixels per pixel of the photograph. */
  readonly magnification: number;
  /** The face's middle in the photograph, which comes to the frame's middle (or `anchor`, as shares of the frame). */
  readonly middle: readonly [x: number, y: number];
  readonly anchor?: readonly [x: number, y: number];
  readonly motion: Motion;
  readonly fps: number;
  readonly seconds: number;
  /** Standard deviation of the sensor's noise in grey levels, independent in red, green and blue. */
  readonly noise: number;
  readonly seed?: number;
}

export interface RigidClip {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly timesUs: readonly number[];
  /** Known: from the photograph's pixels to the frame's. */
  pictureToFrame(index: number): Similarity;
  /** Draws one frame; the picture is the clip's own and is drawn over by the next call. */
  draw(index: number): YuvImage;
}

/** Pixels are taken from a cubic B-spline through the photograph, so that a shift of half a pixel is one. */
export function rigidClip(photograph: YuvImage, options: RigidClipOptions): RigidClip {
  const { widthPx, heightPx, fps, seconds, noise, seed = 1 } = options;
  const size = { width: photograph.widthPx, height: photograph.heightPx };
  const rgba = new Uint8Array(4 * size.width * size.height);
  shrinkToRgba(photograph, { x: 0, y: 0, ...size }, size.width, size.height, rgba);
  const spline = splineImage(rgba, size.width, size.height, 4);
  const sensor = createSensor({ readSigma: noise, perLevel: 0 }, seed, widthPx);
  const toI420 = createI420Converter(widthPx, heightPx);
  const light = new Float32Array(3 * widthPx * heightPx);
  const rgb = new Uint8Array(light.length);
  const timesUs = Array.from({ length: Math.round(seconds * fps) }, (_, i) => Math.round((i * 1e6) / fps));
  const pictureToFrame = (index: number): Similarity => placed(options, timesUs[index]! / 1e6);
  return {
    widthPx,
    heightPx,
    timesUs,
    pictureToFrame,
    draw: (index) => {
      const { a, b, tx, ty } = pictureToFrame(index);
      const square = a * a + b * b;
      // Backwards: the photograph's point that is seen at each pixel of the frame.
      const [ia, ib] = [a / square, b / square];
      for (let y = 0, at = 0; y < heightPx; y++) {
        for (let x = 0; x < widthPx; x++, at += 3) {
          const [dx, dy] = [x - tx, y - ty];
          sampleSpline(spline, ia * dx + ib * dy, ia * dy - ib * dx, light, at);
        }
      }
      sensor(light, 1, index, rgb);
      return toI420(rgb);
    },
  };
}

function placed(options: RigidClipOptions, timeS: number): Similarity {
  const { widthPx, heightPx, magnification, middle, anchor = [0.5, 0.5], motion } = options;
  const offset = OFFSETS[motion](timeS);
  const a = magnification * offset.scale * Math.cos(offset.rollRad);
  const b = magnification * offset.scale * Math.sin(offset.rollRad);
  const [mx, my] = middle;
  return {
    a,
    b,
    tx: anchor[0] * widthPx + offset.x - (a * mx - b * my),
    ty: anchor[1] * heightPx + offset.y - (b * mx + a * my),
  };
}
