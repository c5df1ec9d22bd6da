/** A picture of brightness alone. */
export interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Row by row, 0 … 1. */
  readonly levels: Float32Array;
}

export function refuseOtherSize(one: Picture, other: Picture): void {
  if (one.widthPx !== other.widthPx || one.heightPx !== other.heightPx)
    throw new Error(
      `internal: pictures of ${one.widthPx}×${one.heightPx} and ${other.widthPx}×${other.heightPx} are compared`,
    );
}
