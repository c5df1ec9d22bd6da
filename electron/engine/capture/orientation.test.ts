import { describe, expect, it } from 'vitest';
import { rotationMatrix } from '../../../test/helpers/make-clip.ts';
import { orientationOf } from './orientation.ts';

const bytesOf = (values: readonly number[]): Uint8Array => {
  const bytes = new DataView(new ArrayBuffer(36));
  values.forEach((value, i) => {
    bytes.setInt32(4 * i, value, true);
  });
  return new Uint8Array(bytes.buffer);
};

describe('orientationOf', () => {
  it.each([
    [0, 0, []],
    [90, 90, ['transpose=clock']],
    [180, 180, ['hflip', 'vflip']],
    [270, 270, ['transpose=cclock']],
    [-90, 270, ['transpose=cclock']],
    [90.4, 90, ['transpose=clock']],
    [45, 0, []],
  ])('%s° clockwise', (deg, rotationDeg, filters) => {
    expect(orientationOf(bytesOf(rotationMatrix(deg)))).toEqual({ rotationDeg, filters });
  });

  it('undoes mirroring', () => {
    const mirror = [-65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30];
    const upsideDown = [65536, 0, 0, 0, -65536, 0, 0, 0, 1 << 30];
    const transposed = [0, 65536, 0, 65536, 0, 0, 0, 0, 1 << 30];
    expect(orientationOf(bytesOf(mirror))).toEqual({ rotationDeg: 0, filters: ['hflip'] });
    expect(orientationOf(bytesOf(upsideDown))).toEqual({ rotationDeg: 0, filters: ['vflip'] });
    expect(orientationOf(bytesOf(transposed)).filters).toEqual(['transpose=cclock_flip']);
  });

  it('takes a missing or cut matrix for none', () => {
    expect(orientationOf(null).filters).toEqual([]);
    expect(orientationOf(new Uint8Array(20)).filters).toEqual([]);
  });
});
