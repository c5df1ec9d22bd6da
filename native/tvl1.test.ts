import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tvl1Flow } from './index.ts';
import { tvl1Flow as tvl1FlowTwin } from './reference/tvl1.ts';
import { astronautFace, exposed, shifted } from './testing/pictures.ts';

const { size, luma: face } = astronautFace();

test.each([
  [40, 33, {}],
  [33, 40, { scaleStep: 0.8, scales: 3, warps: 2 }],
  [21, 17, { lambda: 0.05, iterations: 40 }],
] as const)('agrees with its twin on %i × %i', (width, height, options) => {
  const [from, to] = [
    cut(face, width, height),
    cut(exposed(shifted(face, size, 0.8, -0.5), { noise: 1 }), width, height),
  ];
  const ours = new Float32Array(new SharedArrayBuffer(8 * width * height));
  tvl1Flow(from, to, width, height, options, ours);
  const twin = tvl1FlowTwin(from, to, width, height, options);
  const differences = twin.map((value, i) => Math.abs(value - ours[i]!));
  // In single precision a warp may end one iteration earlier or later, and one iteration moves by up to ε = 0.01 px.
  expect(mean(differences)).toBeLessThan(0.003);
  expect(Math.max(...differences)).toBeLessThan(0.05);
});

test('agrees with OpenCV on a deformed face, and comes as close to what is known', () => {
  // Made by test/oracles/tvl1.py.
  const folder = new URL('../test/oracles/', import.meta.url);
  const moved = readFileSync(new URL('tvl1-moved.pgm', folder)).subarray(-size * size);
  const oracle = JSON.parse(readFileSync(new URL('tvl1.json', folder), 'utf8')) as Record<
    'u' | 'v' | 'trueU' | 'trueV',
    number[]
  >;
  const flow = new Float32Array(2 * size * size);
  tvl1Flow(face, moved, size, size, {}, flow);

  const [toOpenCv, toTruth, openCvToTruth]: [number[], number[], number[]] = [[], [], []];
  const columns = size / 4;
  for (let row = 4; row < columns - 4; row++) {
    for (let column = 4; column < columns - 4; column++) {
      const i = row * columns + column;
      const [u, v] = [flow[(row * size + column) * 4]!, flow[size * size + (row * size + column) * 4]!];
      toOpenCv.push(Math.hypot(u - oracle.u[i]!, v - oracle.v[i]!));
      toTruth.push(Math.hypot(u - oracle.trueU[i]!, v - oracle.trueV[i]!));
      openCvToTruth.push(Math.hypot(oracle.u[i]! - oracle.trueU[i]!, oracle.v[i]! - oracle.trueV[i]!));
    }
  }
  // Movements reach 2.6 px. The two differ in how they reduce and interpolate pictures, not in what they minimise.
  expect(mean(toOpenCv)).toBeLessThan(0.12);
  expect(mean(toTruth)).toBeLessThan(1.1 * mean(openCvToTruth));
});

test('two equal pictures have no flow', () => {
  const flow = new Float32Array(2 * size * size).fill(9);
  tvl1Flow(face, face, size, size, {}, flow);
  expect(Math.max(...flow.map(Math.abs))).toBeLessThan(1e-3);
});

describe('refuses', () => {
  const plane = new Uint8Array(100);
  const out = new Float32Array(200);
  test.each([
    [
      'a short picture',
      plane,
      plane.subarray(1),
      {},
      out,
      'Expected a Uint8Array of at least 100 elements for to but received a Uint8Array of 99 bytes',
    ],
    [
      'a time step that diverges',
      plane,
      plane,
      { tau: 0.3 },
      out,
      'Expected a number from 0.0001 to 0.25 for tau but received 0.3',
    ],
    [
      'NaN',
      plane,
      plane,
      { lambda: NaN },
      out,
      'Expected a number from 0.000001 to 1000 for lambda but received NaN',
    ],
    [
      'a scale step of one',
      plane,
      plane,
      { scaleStep: 1 },
      out,
      'Expected a number from 0.1 to 0.95 for scaleStep but received 1',
    ],
    [
      'a short output',
      plane,
      plane,
      {},
      out.subarray(1),
      'Expected a Float32Array of at least 200 elements for out but received a Float32Array of 796 bytes',
    ],
  ])('%s', (_, from, to, options, target, message) => {
    expect(() => tvl1Flow(from, to, 10, 10, options, target)).toThrow(new RangeError(message));
  });
});

function cut(picture: Uint8Array, width: number, height: number): Uint8Array {
  return Uint8Array.from(
    { length: width * height },
    (_, i) => picture[(40 + Math.floor(i / width)) * size + 30 + (i % width)]!,
  );
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
