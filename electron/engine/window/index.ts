/**
 * The recent past of one face: aligned crops in shared memory by time (`CropRing`), and windows out of it. A window is
 * a span of time, not a number of frames, so that cameras of any rate feed one network. Knows neither frames nor
 * landmarks: whoever aligns fills the ring, whoever spots or infers is given what is in it.
 */
export { fillPicture, fillWindow } from './fill.ts';
export { CropRing } from './ring.ts';
export { RollingNeutral } from './rolling-neutral.ts';
