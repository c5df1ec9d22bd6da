import type { SeekableSource, VideoFrame } from '../../../contract/frame.ts';
import type { Moment } from '../../../contract/spot.ts';

/** Which frames there are, by number and by time in the file. */
export interface FrameTable {
  timeOf(frameIndex: number): number | null;
  nearest(timeUs: number): Moment | null;
}

export interface FrameServerOptions {
  /** For errors: as the person knows it. */
  readonly name: string;
  readonly table: FrameTable;
  readonly open: () => Promise<SeekableSource>;
  /** Reads all pictures from the first on, with the times of the table; for files that cannot be searched. */
  readonly readInOrder: () => AsyncGenerator<VideoFrame, void, undefined>;
  /**
   * Whether the table holds every picture of the file, as it does unless a recording went on while frames were dropped.
   */
  readonly isEveryFrame: boolean;
  /** Decoded pictures kept, in bytes. */
  readonly memoryBytes: number;
  /** Whether what a person will want next is decoded before it is asked for; true when left out. */
  readonly looksAhead?: boolean;
}
