/**
 * The one door to the compiled per-frame functions. They know arrays and pictures, not frames or
 * faces; they run on the caller's thread, write into memory the caller gives, and allocate nothing
 * per call once warm. `native/reference/` holds a TypeScript twin of each.
 */
export { NativeLoadError } from './addon.ts';
export type { YuvPicture } from './image.ts';
export { lbpBins, lbpTop, type LbpTopOptions } from './lbp-top.ts';
export { medianOfPlanes } from './median.ts';
export { PATCH_FIELDS, PatchMotion } from './patches.ts';
export { shrinkToRgba, type FrameRegion } from './shrink.ts';
export { resampleWindow } from './window.ts';
export { tvl1Flow } from './tvl1.ts';
export { warpFace, type CropToFrame } from './warp.ts';

import { addon } from './addon.ts';

/** Loads the compiled functions now instead of at the first call; throws `NativeLoadError` saying what to do. */
export function loadNative(): void {
  addon();
}
