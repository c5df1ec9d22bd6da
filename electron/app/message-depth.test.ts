import { encode } from '@msgpack/msgpack';
import { expect, test } from 'vitest';
import { refuseDeep } from './message-depth.ts';

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

test('what requests are made of passes, in every format of MessagePack', () => {
  const numbers = [
    0,
    127,
    128,
    255,
    256,
    65_535,
    65_536,
    2 ** 32,
    -1,
    -32,
    -33,
    -129,
    -32_769,
    -(2 ** 31) - 1,
  ];
  const value = {
    numbers: [...numbers, 0.5, null, true, false, 2 ** 53],
    texts: ['', 'a', 'b'.repeat(31), 'c'.repeat(32), 'd'.repeat(256), 'e'.repeat(70_000)],
    bytes: [new Uint8Array(3), new Uint8Array(300), new Uint8Array(70_000)],
    lists: [
      [],
      Array.from({ length: 15 }, () => 1),
      Array.from({ length: 16 }, () => []),
      new Array(70_000).fill(7),
    ],
    maps: [{}, Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, { i }]))],
    time: new Date(12_345),
  };
  // Behind it stands a value that is too deep: it is only seen where all before it was measured rightly.
  expect(() => {
    refuseDeep(encode([value, value]));
  }).not.toThrow();
  expect(() => {
    refuseDeep(encode([value, nested(20)]));
  }).toThrow('too deep');
});

test('twelve containers in each other pass, thirteen do not', () => {
  expect(() => {
    refuseDeep(encode(nested(12)));
  }).not.toThrow();
  expect(() => {
    refuseDeep(encode(nested(13)));
  }).toThrow('too deep');
});

test('a megabyte of headers that promise ever more is refused without room being made for it', () => {
  const bomb = new Uint8Array(2 ** 20);
  for (let i = 0; i + 3 <= bomb.length; i += 3) bomb.set([0xdc, 0x27, 0x10], i); // an array of 10,000
  const before = process.memoryUsage().heapUsed;
  expect(() => {
    refuseDeep(bomb);
  }).toThrow('too deep');
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(5e6);
});

test('a message that is cut off anywhere is measured without an end being read', () => {
  const whole = encode({ a: ['b', new Uint8Array(40), { c: 1.5 }] });
  for (let length = 0; length < whole.length; length++)
    expect(() => {
      refuseDeep(whole.subarray(0, length));
    }).not.toThrow();
});
