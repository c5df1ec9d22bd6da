/** Red, green and blue, one plane of bytes after the other. */
export interface RgbPlanes {
  readonly widthPx: number;
  readonly heightPx: number;
  /** At least 3 × width × height bytes. */
  readonly planes: Uint8Array;
}
