/**
 * The frame server: any picture of a video at once, exact to the frame, in both directions, and pictures as JPEG.
 * Knows no session and no face; which frame lies at which time, and how the video is opened, it is told.
 */
export { FrameServer } from './frame-server.ts';
export type { FrameServerOptions, FrameTable } from './options.ts';
export { JpegEncoder, type Jpeg } from './jpeg.ts';
