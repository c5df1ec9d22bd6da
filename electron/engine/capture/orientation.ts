/**
 * The display matrix of a container or picture: nine 32-bit integers, row by row, 16.16 fixed point
 * but for the last column (2.30). FFmpeg's own rule (`fftools/ffmpeg_filter.c`, autorotate) is
 * followed: the angle is taken from the first row, mirrored axes from the signs.
 */
export interface Orientation {
  /** Clockwise rotation that makes the picture upright. */
  readonly rotationDeg: 0 | 90 | 180 | 270;
  /** FFmpeg filters that do it, mirroring included; empty when nothing is to be done. */
  readonly filters: readonly string[];
}

const UPRIGHT: Orientation = { rotationDeg: 0, filters: [] };

/** Angles up to this far from a quarter turn are taken as one; a picture turned by any other angle is left as it is. */
const TOLERANCE_DEG = 1;

export function orientationOf(displayMatrix: Uint8Array | null): Orientation {
  if (!displayMatrix || displayMatrix.byteLength < 36) return UPRIGHT;
  const view = new DataView(displayMatrix.buffer, displayMatrix.byteOffset, 36);
  const m = (i: number): number => view.getInt32(4 * i, true);
  const angleDeg = ((Math.atan2(m(1), m(0)) * 180) / Math.PI + 360) % 360;
  const isNear = (deg: number): boolean => Math.abs(angleDeg - deg) <= TOLERANCE_DEG;
  if (isNear(90))
    return { rotationDeg: 90, filters: [m(3) > 0 ? 'transpose=cclock_flip' : 'transpose=clock'] };
  if (isNear(270))
    return { rotationDeg: 270, filters: [m(3) < 0 ? 'transpose=clock_flip' : 'transpose=cclock'] };
  if (isNear(180)) {
    const filters = [...(m(0) < 0 ? ['hflip'] : []), ...(m(4) < 0 ? ['vflip'] : [])];
    return { rotationDeg: filters.length === 2 ? 180 : 0, filters };
  }
  if (isNear(0) || isNear(360)) return { rotationDeg: 0, filters: m(4) < 0 ? ['vflip'] : [] };
  return UPRIGHT;
}
