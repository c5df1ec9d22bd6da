import { describe, expect, test } from 'vitest';
import { invert, type Similarity } from '../../../contract/align.ts';
import type { YuvImage } from '../../../contract/frame.ts';
import type { Mesh } from '../../../contract/landmarks.ts';
import { LEFT, RIGHT } from '../../../contract/mesh-points.ts';
import { cropBytes, RECIPE } from '../../../contract/recipe.ts';
import { madePortrait } from '../../../test/helpers/made-portrait.ts';
import { Aligner } from './index.ts';
import { apply } from './similarity.ts';

const { mesh, widthPx, heightPx } = madePortrait();
const LUMA_AT = 3 * RECIPE.sizePx ** 2;

/** Waves of 9 to 90 pixels; the head has moved by whole and broken pixels. */
function frame(shiftX: number, shiftY: number): YuvImage {
  const luma = new Uint8Array(widthPx * heightPx);
  for (let i = 0; i < luma.length; i++) {
    const [x, y] = [(i % widthPx) - shiftX, Math.floor(i / widthPx) - shiftY];
    luma[i] =
      128 +
      15 *
        (Math.sin(0.61 * x + 0.23 * y) + Math.sin(-0.31 * x + 0.53 * y + 1) + Math.sin(0.17 * x + 0.21 * y)) +
      20 * (Math.sin(0.11 * x - 0.05 * y) + Math.sin(0.03 * x + 0.07 * y + 1));
  }
  const chroma = new Uint8Array(luma.length / 4).fill(128);
  const planes = [luma, chroma, chroma].map((data, plane) => ({
    data,
    strideBytes: plane === 0 ? widthPx : widthPx / 2,
  }));
  return { layout: 'i420', widthPx, heightPx, planes, matrix: 'bt601', range: 'full' };
}

const moved = (shiftX: number, shiftY: number): Mesh =>
  mesh.map((value, i) => value + (i % 3 === 0 ? shiftX : i % 3 === 1 ? shiftY : 0));
const crop = (): Uint8Array => new Uint8Array(cropBytes(RECIPE));
const middle = (of: Similarity): [number, number] => apply(of, RECIPE.eyesXPx, RECIPE.eyesYPx);

test('a face that was not seen nearby gives nothing and leaves the crop alone', () => {
  using aligner = new Aligner(3, RECIPE);
  const out = crop().fill(7);
  expect(aligner.align(frame(0, 0), 0, out)).toBeNull();
  aligner.observe(0, mesh);
  expect(aligner.align(frame(0, 0), 300_000, out)).toBeNull();
  expect(out.every((level) => level === 7)).toBe(true);
  expect(aligner.newestUs).toBe(0);
});

test('the crop lies where the recipe says, and tells its scale', () => {
  using aligner = new Aligner(3, RECIPE);
  aligner.observe(0, mesh);
  const alignment = aligner.align(frame(0, 0), 0, crop())!;
  const eye = ({ eyeInner: p, eyeOuter: q }: typeof LEFT) =>
    [(mesh[3 * p]! + mesh[3 * q]!) / 2, (mesh[3 * p + 1]! + mesh[3 * q + 1]!) / 2] as const;
  const [right, left] = [eye(RIGHT), eye(LEFT)];
  expect(alignment.trackId).toBe(3);
  expect(alignment.iodFramePx).toBeCloseTo(Math.hypot(left[0] - right[0], left[1] - right[1]), 3);
  expect(middle(alignment.cropToFrame)[0]).toBeCloseTo((right[0] + left[0]) / 2, 3);
  expect(middle(alignment.cropToFrame)[1]).toBeCloseTo((right[1] + left[1]) / 2, 3);
});

describe('registration to a neutral', () => {
  test('puts right what landmarks got wrong by two pixels', () => {
    using aligner = new Aligner(1, RECIPE);
    const out = crop();
    aligner.observe(0, mesh);
    const first = aligner.align(frame(0, 0), 0, out)!.cropToFrame;
    const neutral = out.slice(LUMA_AT);
    aligner.setNeutral(neutral, mesh, invert(first));
    // The head went 3.4 px to the right; landmarks say 1.4 px.
    aligner.observe(500_000, moved(1.4, 0));
    const second = aligner.align(frame(3.4, 0), 500_000, out)!.cropToFrame;
    expect(middle(second)[0] - middle(first)[0]).toBeCloseTo(3.4, 1);
    expect(middle(second)[1] - middle(first)[1]).toBeCloseTo(0, 1);
    // The crop that was handed out is the corrected one: it shows what the neutral shows, to rounding and resampling.
    const differences = Array.from(neutral, (level, i) => {
      const [x, y] = [i % RECIPE.sizePx, Math.floor(i / RECIPE.sizePx)];
      return Math.hypot(x - 128, y - 120) < 90 ? Math.abs(level - out[LUMA_AT + i]!) : 0;
    });
    const area = Math.PI * 90 ** 2;
    expect(differences.reduce((sum, v) => sum + v, 0) / area).toBeLessThan(2);
  });

  test('is left out until a neutral is set', () => {
    using aligner = new Aligner(1, RECIPE);
    aligner.observe(0, mesh);
    const first = aligner.align(frame(0, 0), 0, crop())!.cropToFrame;
    aligner.observe(500_000, moved(1.4, 0));
    const second = aligner.align(frame(3.4, 0), 500_000, crop())!.cropToFrame;
    expect(middle(second)[0] - middle(first)[0]).toBeCloseTo(1.4, 2);
  });
});
