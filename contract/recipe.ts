/**
 * How a face is cut out of a frame before anything measures or learns from it. The recipe's id is
 * stamped on sessions and recognizers; a recognizer made with another recipe is refused.
 */
export interface CropRecipe {
  readonly id: string;
  /** Width and height of the aligned crop in pixels. */
  readonly sizePx: number;
  /** Distance between the eye centres in crop pixels (IOD). */
  readonly iodPx: number;
  /** Where the midpoint between the eyes lies in the crop. */
  readonly eyesXPx: number;
  readonly eyesYPx: number;
}

/**
 * 256 px wide and 2.6 IOD across, as in the spotting study. The eyes lie at 30 % of the height:
 * 0.78 IOD above them hold raised brows, 1.82 IOD below them hold the chin (about 1.75 IOD down).
 */
export const RECIPE: CropRecipe = {
  id: 'rigid-256-1',
  sizePx: 256,
  iodPx: 256 / 2.6,
  eyesXPx: 128,
  eyesYPx: 76.8,
};

/** Planes of an aligned crop in memory: red, green, blue, and the source's own luma at full range; each size² bytes. */
export const CROP_PLANES = 4;

/** Bytes of one aligned crop. */
export const cropBytes = (recipe: CropRecipe): number => CROP_PLANES * recipe.sizePx * recipe.sizePx;
