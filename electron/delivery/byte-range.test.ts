import { expect, test } from 'vitest';
import { parseByteRange } from './byte-range.ts';

test.each([
  // The examples of RFC 9110, section 14.1.2, for a representation of 10 000 bytes.
  ['bytes=0-499', 10_000, { from: 0, to: 499 }],
  ['bytes=500-999', 10_000, { from: 500, to: 999 }],
  ['bytes=-500', 10_000, { from: 9500, to: 9999 }],
  ['bytes=9500-', 10_000, { from: 9500, to: 9999 }],
  ['bytes=0-0', 10_000, { from: 0, to: 0 }],
  ['bytes=-1', 10_000, { from: 9999, to: 9999 }],
  // Beyond the end: what there is.
  ['bytes=9000-20000', 10_000, { from: 9000, to: 9999 }],
  ['bytes=-20000', 10_000, { from: 0, to: 9999 }],
  ['Bytes=0-', 10_000, { from: 0, to: 9999 }],
])('%s of %i bytes', (header, sizeBytes, range) => {
  expect(parseByteRange(header, sizeBytes)).toEqual(range);
});

test.each([
  ['bytes=10000-', 10_000],
  ['bytes=10000-10001', 10_000],
  ['bytes=-0', 10_000],
  ['bytes=0-', 0],
  ['bytes=-5', 0],
])('%s of %i bytes cannot be had', (header, sizeBytes) => {
  expect(parseByteRange(header, sizeBytes)).toBe('unsatisfiable');
});

test.each([
  null,
  '',
  'bytes=-',
  'bytes=5-4',
  'bytes=0-1,4-5',
  'lines=0-1',
  'bytes=1.5-2',
  'bytes=a-b',
  'bytes 0-1',
])('%s is answered whole', (header) => {
  expect(parseByteRange(header, 100)).toBe('whole');
});
