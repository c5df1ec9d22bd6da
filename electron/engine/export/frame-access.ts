import type { VideoFrame } from '../../../contract/frame.ts';
import type { Moment } from '../../../contract/spot.ts';

/** The video of a session. */
export interface FrameAccess {
  /** False for moments of a live session that were not recorded, and where the video is away. */
  holds(moment: Moment): boolean;
  /** The frame, which the caller disposes. Throws `video-changed` where the video has none at that time. */
  frame(moment: Moment): Promise<VideoFrame>;
}

/** Opens a written file for reading it back. */
export type OpenVideo = (path: string) => Promise<AsyncDisposable & { frames(): AsyncIterable<VideoFrame> }>;

/** A picture as JPEG: planes red, green and blue, each `widthPx` × `heightPx` bytes. */
export type EncodeJpeg = (picture: {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly planes: Uint8Array;
}) => Promise<Uint8Array>;
