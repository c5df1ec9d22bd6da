/** Where in an aligned crop action units move the skin: boxes in shares of its width and height. */
import { RECIPE } from '../../../contract/recipe.ts';

export interface Box {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Brows, eyes, nose and cheeks' folds, mouth, chin: in distances between the eyes from the middle between them, where
 * the recipe puts them. Widths hold both sides of a face; what lies outside is forehead, temples, cheeks and edges.
 */
const IN_IOD = [
  { name: 'brows', x: -0.85, y: -0.5, width: 1.7, height: 0.36 },
  { name: 'eyes', x: -0.8, y: -0.14, width: 1.6, height: 0.34 },
  { name: 'nose', x: -0.35, y: 0.2, width: 0.7, height: 0.5 },
  { name: 'mouth', x: -0.65, y: 0.7, width: 1.3, height: 0.55 },
  { name: 'chin', x: -0.4, y: 1.25, width: 0.8, height: 0.4 },
] as const;

export const AU_BOXES: readonly Box[] = IN_IOD.map(({ name, x, y, width, height }) => {
  const { sizePx, iodPx, eyesXPx, eyesYPx } = RECIPE;
  const share = iodPx / sizePx;
  return {
    name,
    x: eyesXPx / sizePx + x * share,
    y: eyesYPx / sizePx + y * share,
    width: width * share,
    height: height * share,
  };
});
