import type { SourceInfo } from '../../../contract/frame.ts';
import { reasonOf } from './ffmpeg.ts';
import { type Demuxed, startS } from './demuxed.ts';
import { microseconds } from './timeline.ts';

/** A video whose last frame lies this much before its declared end was cut off; encoders round by less. */
const MISSING_S = 1;

/**
 * Whether a file that has been read to its end is shorter than it says, as one sentence for the
 * person, or null. FFmpeg reports some breaks as errors; others (an MP4 whose index lies in front)
 * look like a plain end, and only the declared number of packets or the duration tells.
 */
export function breakWarning(info: SourceInfo, demuxed: Demuxed, lastUs: number): string | null {
  const at = `after ${(lastUs / 1e6).toFixed(2)} s`;
  if (demuxed.breakCode) return `${info.name} breaks off ${at}: ${reasonOf(demuxed.breakCode)}.`;
  const declared = Number(demuxed.stream.nbFrames);
  if (declared > demuxed.packets) {
    return `${info.name} is not whole: ${demuxed.packets} of ${declared} frames are there, the last ${at}.`;
  }
  const endS = declaredEndS(demuxed, info);
  if (declared === 0 && endS !== null && endS - lastUs / 1e6 > MISSING_S) {
    return `${info.name} breaks off ${at}: it says it lasts ${endS.toFixed(2)} s.`;
  }
  return null;
}

/** The video's own declared end; the whole file's only where nothing else can be longer than the video. */
function declaredEndS({ format, stream }: Demuxed, info: SourceInfo): number | null {
  if (stream.duration > 0n) return microseconds(stream.duration, stream.timeBase) / 1e6;
  // Matroska tells each stream's end as a tag, `00:00:04.008000000`, on the clock of its time stamps.
  const tag = /^(\d+):(\d+):([\d.]+)$/.exec(stream.metadata?.get('DURATION') ?? '');
  if (tag) return Number(tag[1]) * 3600 + Number(tag[2]) * 60 + Number(tag[3]) - startS(format);
  return format.nbStreams === 1 ? info.durationS : null;
}
