import type { SeekableSource } from '../../../contract/frame.ts';

export interface SeekableFile extends SeekableSource {
  readonly hasSound: boolean;
}
