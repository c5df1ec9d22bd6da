import { addon } from './addon.ts';
import { expectByteArrays, expectBytes } from './expect.ts';

/**
 * The median of each pixel over 3 to 31 planes, as a rolling neutral is made.
 *
 *     medianOfPlanes(lumaOfTheLastSeconds, neutral);
 *
 * Fills all of `out`; every plane holds at least as many levels. Of an even number of planes it takes the
 * mean of the two middle values, halves rounded up. `out` may be one of the planes. Throws
 * `TypeError`/`RangeError` for arguments that do not fit.
 */
export function medianOfPlanes(planes: readonly Uint8Array[], out: Uint8Array): void {
  expectBytes('out', out, 1);
  expectByteArrays('planes', planes, 3, 31, out.length);
  addon().medianOfPlanes(planes, out);
}
