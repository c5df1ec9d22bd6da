import { expect, it } from 'vitest';
import { evaluate, input } from '../graph/index.ts';
import { displaced } from './displaced.ts';

const [SIDE, FRAMES] = [32, 2];

/** Smooth, with waves of 16 and 13 pixels. */
const levelAt = (x: number, y: number): number =>
  Math.sin((2 * Math.PI * x) / 16) + 0.7 * Math.cos((2 * Math.PI * (y + 0.3 * x)) / 13);

const pictureOf = (dx: number, dy: number): Float64Array =>
  Float64Array.from({ length: SIDE * SIDE }, (_, at) =>
    levelAt((at % SIDE) - dx, Math.floor(at / SIDE) - dy),
  );

it('moves what a picture shows to the right and down, frame by frame, and leaves it where nothing moves', () => {
  const picture = input('picture', [1, 1, 1, SIDE, SIDE]);
  const moved = displaced(picture, input('motion', [1, FRAMES, 2, SIDE, SIDE]));
  const [dx, dy] = [1.5, -1];
  const area = SIDE * SIDE;
  const motion = Float64Array.from({ length: FRAMES * 2 * area }, (_, at) =>
    at < 2 * area ? 0 : at < 3 * area ? dx : dy,
  );
  const feeds = new Map<string, ArrayLike<number>>([
    ['picture', pictureOf(0, 0)],
    ['motion', motion],
  ]);
  const [made] = evaluate([moved], feeds);
  expect([...made!.data.slice(0, area)]).toEqual([...pictureOf(0, 0)]);
  const [known, still] = [pictureOf(dx, dy), pictureOf(0, 0)];
  // Away from the edges, where there is no slope to go by.
  const inner = Array.from({ length: area }, (_, at) => at).filter((at) => {
    const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
    return Math.min(x, y, SIDE - 1 - x, SIDE - 1 - y) > 3;
  });
  const off = (levels: (at: number) => number): number =>
    Math.sqrt(inner.reduce((sum, at) => sum + (levels(at) - known[at]!) ** 2, 0) / inner.length);
  expect(off((at) => made!.data[area + at]!)).toBeLessThan(0.2 * off((at) => still[at]!));
});
