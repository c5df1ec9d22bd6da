import type { VideoFrame } from '../../../contract/frame.ts';

/** The video of a session, by the session's own frame numbers. */
export interface FrameAccess {
  /** Its name in errors. */
  readonly name: string;
  /** The frame, which the caller disposes. Throws `video-changed` where the video has none at that place. */
  frame(frameIndex: number): Promise<VideoFrame>;
}

/** Opens a written file for reading it back. */
export type OpenVideo = (path: string) => Promise<AsyncDisposable & { frames(): AsyncIterable<VideoFrame> }>;

/** A picture as JPEG: planes red, green and blue, each `widthPx` × `heightPx` bytes. */
export type EncodeJpeg = (picture: {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly planes: Uint8Array;
}) => Promise<Uint8Array>;
