/**
 * A similarity transform from crop pixels to frame pixels:
 *
 *   x' = a·x − b·y + tx
 *   y' = b·x + a·y + ty
 *
 * Pixel centres lie at integer coordinates in both pictures.
 */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

/** From frame pixels back to crop pixels. */
export function invert({ a, b, tx, ty }: Similarity): Similarity {
  const square = a * a + b * b;
  const ia = a / square;
  const ib = -b / square;
  return { a: ia, b: ib, tx: -(ia * tx - ib * ty), ty: -(ib * tx + ia * ty) };
}

/** Where one face's aligned crop lies in one frame. */
export interface Alignment {
  readonly trackId: number;
  readonly cropToFrame: Similarity;
  /** Distance between the eye centres in frame pixels. */
  readonly iodFramePx: number;
  /** Root mean square distance in crop pixels between the rigid points and their fitted places. */
  readonly residualPx: number;
}
