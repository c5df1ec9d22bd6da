import { AV_PIX_FMT_P010LE } from 'node-av/constants';
import { avGetPixFmtFromName } from 'node-av/lib';
import { expect, test } from 'vitest';
import { isFullRangeFormat, isRgbFormat, layoutOf, planeCount, targetFormatName } from './pixel-format.ts';

test.each([
  ['yuv422p', 'yuv420p'],
  ['yuv444p10le', 'yuv420p10le'],
  ['yuv420p12le', 'yuv420p10le'],
  ['p210le', 'yuv420p10le'],
  ['gray', 'yuv420p'],
  ['gray10le', 'yuv420p10le'],
  ['rgb24', 'yuv420p'],
  ['rgb565le', 'yuv420p'],
  ['rgb48be', 'yuv420p10le'],
  ['gbrp12le', 'yuv420p10le'],
  ['pal8', 'yuv420p'],
  ['monob', 'yuv420p'],
  ['yuyv422', 'yuv420p'],
])('%s is converted to %s', (name, target) => {
  const format = avGetPixFmtFromName(name);
  expect(layoutOf(format)).toBeNull();
  expect(targetFormatName(format)).toBe(target);
});

test('p010, as hardware decoders and some cameras give it, passes', () => {
  expect(layoutOf(AV_PIX_FMT_P010LE)).toBe('p010');
  expect(planeCount('p010')).toBe(2);
});

test('which formats have no matrix, which are of full range unless they say otherwise', () => {
  const named = (test: (format: number) => boolean) =>
    ['rgb24', 'bgra', 'gbrp', 'argb', 'pal8', 'gray', 'yuvj422p', 'yuv420p', 'nv12'].filter((name) =>
      test(avGetPixFmtFromName(name)),
    );
  expect(named(isRgbFormat)).toEqual(['rgb24', 'bgra', 'gbrp', 'argb', 'pal8']);
  expect(named(isFullRangeFormat)).toEqual(['rgb24', 'bgra', 'gbrp', 'argb', 'pal8', 'gray', 'yuvj422p']);
});
