/**
 * A decoded picture as every stage sees it.
 *
 * Capture delivers upright pictures (rotation metadata is already applied) in one of four
 * planar layouts; everything else FFmpeg knows is converted to `i420` there, once.
 */

/** `i010` and `p010` carry 10 bits in 16-bit little-endian words (`i010` in the low bits, `p010` in the high). */
export type PixelLayout = 'i420' | 'nv12' | 'i010' | 'p010';

/** Which luma coefficients turn YUV into RGB. */
export type ColourMatrix = 'bt601' | 'bt709' | 'bt2020';

/** `limited`: luma 16–235 (of 255); `full`: 0–255. */
export type ColourRange = 'limited' | 'full';

export interface ImagePlane {
  readonly data: Uint8Array;
  /** Bytes from one row to the next; may exceed the row's own bytes. */
  readonly strideBytes: number;
}

export interface YuvImage {
  readonly layout: PixelLayout;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Three planes for `i420`/`i010`, two (luma, interleaved chroma) for `nv12`/`p010`. */
  readonly planes: readonly ImagePlane[];
  readonly matrix: ColourMatrix;
  readonly range: ColourRange;
}

/**
 * One frame of a source. Whoever holds it disposes it (`using`); handing it on gives it up,
 * unless the callee's documentation says otherwise. A disposed frame's `image` throws.
 */
export interface VideoFrame extends Disposable {
  /** Position in presentation order, from 0. Counts frames that were delivered or dropped. */
  readonly index: number;
  /** Presentation time in microseconds from the start of the source (the container's, never index / fps). */
  readonly timeUs: number;
  readonly image: YuvImage;
  /** Another owner of the same pixels; both must be disposed. */
  clone(): VideoFrame;
}

export type SourceKind = 'file' | 'images' | 'stream' | 'camera' | 'virtual';

/** What is known of a source once it is open. */
export interface SourceInfo {
  readonly kind: SourceKind;
  /** Path, URL or device name, as the person gave it. */
  readonly name: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Average frame rate the container or device declares; 0 when it declares none. */
  readonly fps: number;
  /** Whether the container's timestamps are known to be unevenly spaced. Null: not known before reading. */
  readonly isVariableRate: boolean | null;
  /** Declared duration in seconds; null for live sources and where the container does not say. */
  readonly durationS: number | null;
  /** Declared number of frames; null where it is not known. */
  readonly frames: number | null;
  readonly codec: string;
  readonly container: string;
  /** Clockwise rotation the container asked for; already applied to the frames. */
  readonly rotationDeg: 0 | 90 | 180 | 270;
}

/** A picture on its way out of a source that was sent to some place; disposed unless it is made a frame of. */
export interface SoughtPicture extends Disposable {
  /** Presentation time in microseconds from the start of the source; null where the source does not say. */
  readonly timeUs: number | null;
  /** False where the decoder had to patch it, as it has when it is sent into the middle of something. */
  readonly isWhole: boolean;
  readonly isKey: boolean;
  /** Gives it its place; the caller owns the frame. */
  toFrame(index: number, timeUs: number): Promise<VideoFrame>;
}

/** A source that can be read from any place on, any number of times. One call at a time. */
export interface SeekableSource extends AsyncDisposable {
  readonly info: SourceInfo;
  /**
   * Goes to a place at or before `timeUs` from which pictures come out as they do when all is read, `earlier` such
   * places before the nearest. False where the source cannot be sent there.
   */
  seek(timeUs: number, earlier: number): Promise<boolean>;
  /** The next picture in order of presentation; null at the end. */
  next(): Promise<SoughtPicture | null>;
}
