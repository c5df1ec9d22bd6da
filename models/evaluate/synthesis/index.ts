/**
 * How good made pictures of faces are, as numbers: likeness, sharpness, whose face it still is, how far made sets are
 * from real ones, and whether what was asked for is what moved. Pure functions over pictures and lists.
 *
 *     ssim(made, rest);                                     // 1: the same picture
 *     textureDistance(made, rest, outside(AU_BOXES, 128, 128));
 */
export { correlation } from './correlation.ts';
export { type Features, frechetDistance } from './frechet.ts';
export type { Picture } from './picture.ts';
export { AU_BOXES } from './regions.ts';
export { laplacianVariance } from './sharpness.ts';
export { ssim } from './ssim.ts';
export { nearest, outside, textureDistance } from './texture.ts';
