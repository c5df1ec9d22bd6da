import { describe, expect, test } from 'vitest';
import { PATCH_FIELDS, PatchMotion } from './index.ts';
import { measurePatches as measurePatchesTwin } from './reference/patches.ts';
import { astronautFace, exposed, shifted } from './testing/pictures.ts';

const { size, luma: face } = astronautFace();
/** A grid over the whole picture, border included, with half widths from 4 to 12. */
const grid = Array.from({ length: 36 }, (_, i) => [2 + 24.8 * (i % 6), 1 + 25.1 * Math.floor(i / 6)]).flat();
const centres = Float32Array.from(grid);
const halfWidths = Float32Array.from({ length: 36 }, (_, i) => 4 + (i % 9));

describe('against its twin', () => {
  test.each([
    ['nothing moved', 0, 0, 0, 1, 0],
    ['less than a pixel', 0.37, -0.61, 2, 1, 0],
    ['several pixels under changed light', -3.4, 4.8, 3, 1.04, -6],
  ])('%s', (_, dx, dy, noise, gain, bias) => {
    const luma = exposed(shifted(face, size, dx, dy), { noise, gain, bias });
    const ours = measured(face, luma, centres, halfWidths);
    const twin = measurePatchesTwin(face, luma, size, centres, halfWidths);
    for (let i = 0; i < 36; i++) {
      // Single precision and a stop at 0.005 px, which may fall one iteration apart, leave a few thousandths.
      expect(Math.abs(ours[4 * i]! - twin[4 * i]!)).toBeLessThan(0.006);
      expect(Math.abs(ours[4 * i + 1]! - twin[4 * i + 1]!)).toBeLessThan(0.006);
      expect(Math.abs(ours[4 * i + 2]! - twin[4 * i + 2]!)).toBeLessThan(0.02);
      expect(Math.abs(ours[4 * i + 3]! - twin[4 * i + 3]!)).toBeLessThan(1e-4 * (1 + twin[4 * i + 3]!));
    }
  });
});

/** Patches on brows, eyes, nose and mouth: what is measured in practice has texture. */
const onFeatures = Float32Array.of(36, 40, 84, 43, 38, 51, 81, 52, 58, 78, 38, 91, 77, 92, 56, 95);
const tens = new Float32Array(8).fill(10);

test('finds known shifts of 0 to 6 px in noise of 4 levels', () => {
  let squares = 0;
  let count = 0;
  const shifts = [0, 0.13, -0.29, 0.5, 0.71, -1.4, 2.35, -3.6, 4.9, 6];
  shifts.forEach((dx, k) => {
    const dy = shifts[(k * 3 + 4) % shifts.length]!;
    const luma = exposed(shifted(face, size, dx, dy), { noise: 4, seed: k + 1 });
    const out = measured(face, luma, onFeatures, tens);
    for (let i = 0; i < 8; i++) {
      squares += (out[4 * i]! - dx) ** 2 + (out[4 * i + 1]! - dy) ** 2;
      count += 2;
    }
  });
  expect(Math.sqrt(squares / count)).toBeLessThan(0.03);
});

test('has no bias that depends on the sub-pixel phase', () => {
  for (let phase = 0; phase <= 1; phase += 0.1) {
    let error = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const out = measured(
        face,
        exposed(shifted(face, size, phase, -phase), { noise: 1, seed }),
        onFeatures,
        tens,
      );
      for (let i = 0; i < 8; i++) error += (out[4 * i]! - phase - (out[4 * i + 1]! + phase)) / 2;
    }
    // 96 measurements with noise of about 0.006 px each leave 0.0007; the cubic's own bias is up to 0.003.
    expect(Math.abs(error / 48)).toBeLessThan(0.004);
  }
});

test('light moves nothing', () => {
  // Flicker of one per cent, then exposure drifting by 8 levels and 5 per cent.
  for (const [gain, bias] of [
    [1.01, 0],
    [0.99, 0],
    [0.95, 8],
  ] as const) {
    const out = measured(face, exposed(face, { gain, bias }), onFeatures, tens);
    for (let i = 0; i < 8; i++) expect(Math.hypot(out[4 * i]!, out[4 * i + 1]!)).toBeLessThan(0.01);
  }
});

test('flat patches stay near zero in noise, and say that they are flat', () => {
  const flat = new Uint8Array(size * size).fill(120);
  const out = measured(flat, exposed(flat, { noise: 4 }), onFeatures, tens);
  for (let i = 0; i < 8; i++) {
    expect(Math.hypot(out[4 * i]!, out[4 * i + 1]!)).toBeLessThan(0.01);
    expect(out[4 * i + 3]).toBe(0);
  }
  // A median of some 25 frames keeps about a fifth of their noise. Registering noise with noise is guesswork:
  // the prior must hold it near its own 1 px.
  using patches = new PatchMotion(exposed(flat, { noise: 0.8, seed: 2 }), size, onFeatures, tens, {
    noiseLevels: 4,
  });
  patches.measure(exposed(flat, { noise: 4 }), out);
  for (let i = 0; i < 8; i++) expect(Math.hypot(out[4 * i]!, out[4 * i + 1]!)).toBeLessThan(1);
});

test('along a straight edge the motion across it is found and none is invented along it', () => {
  const edge = (at: number): Float64Array =>
    Float64Array.from({ length: size * size }, (_, i) => 128 + 60 * Math.tanh(((i % size) - at) / 2));
  const out = measured(
    exposed(edge(60), {}),
    exposed(edge(60.7), { noise: 3 }),
    Float32Array.of(60, 60),
    Float32Array.of(10),
  );
  expect(out[0]).toBeCloseTo(0.7, 1);
  expect(Math.abs(out[1]!)).toBeLessThan(0.3);
});

test('the residual grows when the content changes and the patch cannot follow', () => {
  const luma = face.slice();
  for (let y = 40; y < 54; y++) luma.copyWithin(y * size + 28, (y + 60) * size + 28, (y + 60) * size + 44);
  const [still, changed] = [measured(face, face, onFeatures, tens), measured(face, luma, onFeatures, tens)];
  expect(still[4 * 2 + 2]!).toBeLessThan(0.05);
  expect(changed[4 * 2 + 2]!).toBeGreaterThan(5);
});

test('works on memory shared between threads and without any patch', () => {
  const shared = new Uint8Array(new SharedArrayBuffer(size * size));
  shared.set(exposed(shifted(face, size, 1, 0), {}));
  const sharedOut = new Float32Array(new SharedArrayBuffer(4 * 8 * PATCH_FIELDS));
  using patches = new PatchMotion(face, size, onFeatures, tens);
  patches.measure(shared, sharedOut);
  expect(sharedOut[0]).toBeCloseTo(1, 1);
  using none = new PatchMotion(face, size, new Float32Array(0), new Float32Array(0));
  none.measure(shared, new Float32Array(0));
  expect(none.count).toBe(0);
});

describe('refuses', () => {
  const centre = Float32Array.of(20, 20);
  const half = Float32Array.of(8);
  test.each([
    ['a size below 16', 8, centre, half, {}, 'Expected an integer from 16 to 4096 for sizePx but received 8'],
    [
      'a neutral too short',
      129,
      centre,
      half,
      {},
      'Expected a Uint8Array of at least 16641 elements for neutral but received a Uint8Array of 16384 bytes',
    ],
    [
      'half a centre',
      128,
      Float32Array.of(1),
      half,
      {},
      'Expected at most 10000 pairs x, y for centres but received a Float32Array of 4 bytes',
    ],
    [
      'a centre outside',
      128,
      Float32Array.of(20, 128),
      half,
      {},
      'Expected a number from 0 to 127 for centres[1] but received 128',
    ],
    [
      'NaN',
      128,
      Float32Array.of(NaN, 1),
      half,
      {},
      'Expected a number from 0 to 127 for centres[0] but received NaN',
    ],
    [
      'a missing half width',
      128,
      centre,
      new Float32Array(0),
      {},
      'Expected a Float32Array of at least 1 elements for halfWidthsPx but received a Float32Array of 0 bytes',
    ],
    [
      'a half width of zero',
      128,
      centre,
      Float32Array.of(0),
      {},
      'Expected a number from 2 to 64 for halfWidthsPx[0] but received 0',
    ],
    [
      'no noise at all',
      128,
      centre,
      half,
      { noiseLevels: 0 },
      'Expected a number from 0.1 to 64 for noiseLevels but received 0',
    ],
  ])('%s', (_, sizePx, at, halves, options, message) => {
    expect(() => new PatchMotion(face, sizePx, at, halves, options)).toThrow(new RangeError(message));
  });

  test('pictures and outputs that are too short, and use after disposal', () => {
    const patches = new PatchMotion(face, size, centre, half);
    expect(() => patches.measure(face.subarray(1), new Float32Array(4))).toThrow(RangeError);
    expect(() => patches.measure(face, new Float32Array(3))).toThrow(RangeError);
    expect(() => patches.measure(face, new Uint8Array(16) as unknown as Float32Array)).toThrow(TypeError);
    patches.dispose();
    patches.dispose();
    expect(() => patches.measure(face, new Float32Array(4))).toThrow('after they were disposed');
  });
});

function measured(
  neutral: Uint8Array,
  luma: Uint8Array,
  at: Float32Array,
  halves: Float32Array,
): Float32Array {
  using patches = new PatchMotion(neutral, size, at, halves);
  const out = new Float32Array(patches.count * PATCH_FIELDS);
  patches.measure(luma, out);
  return out;
}
