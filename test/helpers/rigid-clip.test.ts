import { expect, test } from 'vitest';
import type { Similarity } from '../../contract/align.ts';
import { rgbaToYuv } from './picture-frame.ts';
import { FACE_POINTS, quickPart, residualMotion } from './residual-motion.ts';
import { MOTIONS, rigidClip } from './rigid-clip.ts';

const SIDE = 128;
/** A white blob on black; its centre of mass says where it is. */
const [BLOB_X, BLOB_Y] = [70, 58];

function blob(): ReturnType<typeof rgbaToYuv> {
  const rgba = new Uint8Array(4 * SIDE * SIDE);
  for (let i = 0; i < SIDE * SIDE; i++) {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    rgba.fill(230 * Math.exp(-((x - BLOB_X) ** 2 + (y - BLOB_Y) ** 2) / 32), 4 * i, 4 * i + 4);
  }
  return rgbaToYuv(rgba, SIDE, SIDE);
}

test.each(MOTIONS)('%s: what is drawn lies where it is known to, to 0.02 px', (motion) => {
  const scene = { widthPx: 160, heightPx: 160, magnification: 1.5, middle: [64, 64] as const };
  const clip = rigidClip(blob(), { ...scene, motion, fps: 7, seconds: 3, noise: 0 });
  for (const index of clip.timesUs.keys()) {
    const luma = clip.draw(index).planes[0]!.data;
    let [sum, sumX, sumY] = [0, 0, 0];
    luma.forEach((level, i) => {
      const light = Math.max(0, level - 18);
      sum += light;
      sumX += light * (i % 160);
      sumY += light * Math.floor(i / 160);
    });
    const { a, b, tx, ty } = clip.pictureToFrame(index);
    expect(Math.abs(sumX / sum - (a * BLOB_X - b * BLOB_Y + tx))).toBeLessThan(0.02);
    expect(Math.abs(sumY / sum - (b * BLOB_X + a * BLOB_Y + ty))).toBeLessThan(0.02);
  }
});

test('all motions but one move', () => {
  for (const motion of MOTIONS) {
    const scene = { widthPx: 64, heightPx: 64, magnification: 1, middle: [64, 64] as const };
    const clip = rigidClip(blob(), { ...scene, motion, fps: 10, seconds: 8, noise: 0 });
    const places = new Set(clip.timesUs.map((_, i) => JSON.stringify(clip.pictureToFrame(i))));
    expect(places.size === 1).toBe(motion === 'still');
  }
});

const timesUs = Array.from({ length: 240 }, (_, i) => i * 33_333);
const crop = (tx: number, turn = 0): Similarity => ({ a: 0.5, b: 0.5 * turn, tx: 100 + tx, ty: 50 });
const head = (i: number): Similarity => ({ a: 1 + 0.001 * i, b: 0.002 * i, tx: i, ty: -i });
const on = (head: Similarity, crop: Similarity): Similarity => ({
  a: head.a * crop.a - head.b * crop.b,
  b: head.a * crop.b + head.b * crop.a,
  tx: head.a * crop.tx - head.b * crop.ty + head.tx,
  ty: head.b * crop.tx + head.a * crop.ty + head.ty,
});

test('a crop that goes where the head goes has no residual motion', () => {
  const heads = timesUs.map((_, i) => head(i));
  const held = residualMotion(
    timesUs,
    heads,
    heads.map((h) => on(h, crop(0))),
  );
  expect(held.rmsPx).toBeLessThan(1e-9);
  expect(held.worstPx).toBeLessThan(1e-9);
});

test('jitter of the crop is counted in crop pixels', () => {
  const heads = timesUs.map((_, i) => head(i));
  // ± 0.1 photograph pixels, two crop pixels each: ± 0.2, in turn.
  const jittering = residualMotion(
    timesUs,
    heads,
    heads.map((h, i) => on(h, crop(i % 2 === 0 ? 0.1 : -0.1))),
  );
  expect(jittering.rmsPx).toBeCloseTo(0.2, 6);
  expect(jittering.quickRmsPx).toBeCloseTo(0.2, 2);
  expect(jittering.middleRmsPx).toBeCloseTo(0.2, 6);
  // A turn of the crop about its own corner moves the face's points by their distance from it.
  const turning = residualMotion(
    timesUs,
    heads,
    heads.map((h, i) => on(h, crop(0, i % 2 === 0 ? 1e-3 : -1e-3))),
  );
  const far = Math.sqrt(FACE_POINTS.reduce((sum, [x, y]) => sum + x * x + y * y, 0) / FACE_POINTS.length);
  expect(turning.rmsPx).toBeCloseTo(1e-3 * far, 3);
});

test('what is quicker than a hertz stays, what is slower goes', () => {
  const rms = (values: readonly number[]): number => {
    const kept = values.slice(30, -30);
    return Math.sqrt(kept.reduce((sum, v) => sum + v * v, 0) / kept.length);
  };
  const at = (hz: number): number =>
    rms(
      quickPart(
        timesUs,
        timesUs.map((t) => Math.SQRT2 * Math.sin((2 * Math.PI * hz * t) / 1e6)),
      ),
    );
  expect(at(0.1)).toBeLessThan(0.01);
  // The low-pass keeps √½ at 1 Hz; what is taken from the whole in phase leaves 1 − √½.
  expect(at(1)).toBeCloseTo(1 - Math.SQRT1_2, 1);
  expect(at(4)).toBeGreaterThan(0.98);
});
