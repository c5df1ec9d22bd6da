import { expect, test } from 'vitest';
import type { PixelLayout, YuvImage } from '../../../contract/frame.ts';
import { withBorder, withoutBorder } from './border.ts';

/** 4 × 2 luma and 2 × 1 chroma in the given layout, with rows that are longer than they need to be. */
function image(layout: PixelLayout): YuvImage {
  const wide = layout === 'i010' || layout === 'p010' ? 2 : 1;
  const plane = (levels: readonly number[][]) => {
    const strideBytes = levels[0]!.length * wide + 3;
    const data = new Uint8Array(strideBytes * levels.length);
    levels.forEach((row, y) =>
      row.forEach((level, x) => data.set([level, 7].slice(0, wide), y * strideBytes + x * wide)),
    );
    return { data, strideBytes };
  };
  const luma = plane([
    [1, 2, 3, 4],
    [5, 6, 7, 8],
  ]);
  const planes =
    layout === 'i420' || layout === 'i010'
      ? [luma, plane([[10, 11]]), plane([[20, 21]])]
      : [luma, plane([[10, 20, 11, 21]])];
  return { layout, widthPx: 4, heightPx: 2, planes, matrix: 'bt601', range: 'full' };
}

test.each(['i420', 'nv12', 'i010', 'p010'] as const)('%s: the edges are drawn on', (layout) => {
  const wide = layout === 'i010' || layout === 'p010' ? 2 : 1;
  const out = withBorder(image(layout), 2);
  expect([out.widthPx, out.heightPx]).toEqual([8, 6]);
  const levels = (plane: number): number[] => [...out.planes[plane]!.data].filter((_, i) => i % wide === 0);
  const [top, bottom] = [
    [1, 1, 1, 2, 3, 4, 4, 4],
    [5, 5, 5, 6, 7, 8, 8, 8],
  ];
  expect(levels(0)).toEqual([top, top, top, bottom, bottom, bottom].flat());
  expect(out.planes[0]!.strideBytes).toBe(8 * wide);
  const chroma = out.planes.length === 3 ? [10, 10, 11, 11] : [10, 20, 10, 20, 11, 21, 11, 21];
  expect(levels(1)).toEqual([chroma, chroma, chroma].flat());
});

test('a mesh found in the bordered picture lies where it lies in the picture', () => {
  expect([...withoutBorder(Float32Array.of(12, 13, 5, 2, 3, -1), 2)]).toEqual([10, 11, 5, 0, 1, -1]);
});
