import { describe, expect, test } from 'vitest';
import { medianOfPlanes } from './index.ts';
import { medianOfPlanes as medianOfPlanesTwin } from './reference/median.ts';
import { randomFrom } from './testing/pictures.ts';

test.each(Array.from({ length: 29 }, (_, i) => i + 3))(
  '%i planes agree with sorting, to the last bit',
  (count) => {
    // A length that is no multiple of the block, and few distinct levels so that ties are common in half of the cases.
    const planes = noisePlanes(count, 1301, count % 2 === 0 ? 6 : 256);
    const [ours, twin] = [new Uint8Array(1301), new Uint8Array(1301)];
    medianOfPlanes(planes, ours);
    medianOfPlanesTwin(planes, twin);
    expect(ours).toEqual(twin);
  },
);

test('of an even number it takes the mean of the middle two, halves up', () => {
  const out = new Uint8Array(1);
  medianOfPlanes(
    [1, 9, 4, 7].map((level) => Uint8Array.of(level)),
    out,
  );
  expect(out[0]).toBe(6);
});

test('reads and writes shared memory, and may write over a plane', () => {
  const planes = noisePlanes(5, 700, 256).map((plane) => {
    const shared = new Uint8Array(new SharedArrayBuffer(700));
    shared.set(plane);
    return shared;
  });
  const twin = new Uint8Array(700);
  medianOfPlanesTwin(planes, twin);
  medianOfPlanes(planes, planes[0]!);
  expect([...planes[0]!]).toEqual([...twin]);
});

describe('refuses', () => {
  const plane = new Uint8Array(10);
  test.each([
    [
      'two planes',
      [plane, plane],
      'Expected 3 to 31 Uint8Arrays for planes but received an array of 2 elements',
    ],
    [
      '32 planes',
      new Array<Uint8Array>(32).fill(plane),
      'Expected 3 to 31 Uint8Arrays for planes but received an array of 32 elements',
    ],
    [
      'a short plane',
      [plane, plane, plane.subarray(1)],
      'Expected a Uint8Array of at least 10 elements for planes[2] but received a Uint8Array of 9 bytes',
    ],
  ])('%s', (_, planes, message) => {
    expect(() => medianOfPlanes(planes, new Uint8Array(10))).toThrow(new RangeError(message));
  });

  test('what is no array', () => {
    expect(() => medianOfPlanes(plane as unknown as Uint8Array[], new Uint8Array(10))).toThrow(TypeError);
  });
});

function noisePlanes(count: number, length: number, levels: number): Uint8Array[] {
  const random = randomFrom(count);
  return Array.from({ length: count }, () => new Uint8Array(length).map(() => Math.floor(random() * levels)));
}
