/**
 * Keeps the video of live sources, in files and for a while in memory. Knows FFmpeg's packets, no faces and no session.
 */
export { Recorder, type RecorderOptions } from './recorder.ts';
