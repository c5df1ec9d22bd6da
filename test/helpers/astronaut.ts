import { join } from 'node:path';

/** Eileen Collins, NASA, 1999, public domain; 512 × 512 pixels (test/fixtures/README.md). */
export const ASTRONAUT = join(import.meta.dirname, '..', 'fixtures', 'astronaut.png');

/** The middle of the face in the photograph, to within a few pixels; the eyes are 47 px apart. */
export const FACE_MIDDLE = [225, 117] as const;

/** The whole photograph as a clip of its own size. */
export const WHOLE = {
  widthPx: 512,
  heightPx: 512,
  magnification: 1,
  middle: FACE_MIDDLE,
  anchor: [FACE_MIDDLE[0] / 512, FACE_MIDDLE[1] / 512],
} as const;
