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

/** Where one face's aligned crop lies in one frame. */
export interface Alignment {
  readonly trackId: number;
  readonly cropToFrame: Similarity;
  /** Distance between the eye centres in frame pixels. */
  readonly iodFramePx: number;
  /** Root mean square distance in crop pixels between the rigid points and their fitted places. */
  readonly residualPx: number;
}
