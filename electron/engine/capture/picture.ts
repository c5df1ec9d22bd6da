import type { SourceInfo } from '../../../contract/frame.ts';
import type { Pixels } from './frame.ts';
import type { PacketStream } from './source.ts';

/** A picture with its time, not yet owned by a consumer. */
export interface Picture {
  /** Microseconds from the start of the source. */
  readonly timeUs: number;
  readonly pixels: Pixels;
}

/** What a source is made of: something that gives one picture after the other. */
export interface PictureReader extends AsyncDisposable {
  readonly info: SourceInfo;
  readonly packets?: PacketStream | null;
  /** The next picture, the caller's to release; null at the end. One call at a time. */
  next(): Promise<Picture | null>;
  /** Makes a call of `next` that waits for a device or the network give up soon. */
  interrupt(): void;
}
