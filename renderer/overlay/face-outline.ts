/** The drawn lines of a face: the 68 points of the iBUG scheme, joined as that scheme numbers them. */
import { canvasX, canvasY, type Placement } from './placement.ts';
import type { Surface } from './surface.ts';

interface Line {
  readonly from: number;
  /** Included. */
  readonly to: number;
  readonly isClosed: boolean;
}

const FACE_LINES: readonly Line[] = [
  { from: 0, to: 16, isClosed: false }, // jaw, from the person's right ear
  { from: 17, to: 21, isClosed: false }, // right brow
  { from: 22, to: 26, isClosed: false }, // left brow
  { from: 27, to: 30, isClosed: false }, // ridge of the nose
  { from: 31, to: 35, isClosed: false }, // nostrils
  { from: 36, to: 41, isClosed: true }, // right eye
  { from: 42, to: 47, isClosed: true }, // left eye
  { from: 48, to: 59, isClosed: true }, // outer lips
  { from: 60, to: 67, isClosed: true }, // inner lips
];

/** Adds the lines of a face to the surface's path; the caller strokes it. `points`: x, y, x, y, … of the frame. */
export function traceFace(surface: Surface, points: Float32Array, placement: Placement): void {
  for (const line of FACE_LINES) {
    for (let point = line.from; point <= line.to; point++) {
      const x = canvasX(placement, points[2 * point]!);
      const y = canvasY(placement, points[2 * point + 1]!);
      if (point === line.from) surface.moveTo(x, y);
      else surface.lineTo(x, y);
    }
    if (line.isClosed) surface.closePath();
  }
}
