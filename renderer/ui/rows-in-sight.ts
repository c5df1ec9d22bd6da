/** Rows beyond each edge that are drawn as well, so that a quick scroll meets no gap. */
const MARGIN_ROWS = 6;

/** The span of rows `from` (included) … `to` (left out) that a viewport shows. */
export function rowsInSight(view: {
  readonly scrollPx: number;
  readonly heightPx: number;
  readonly rowPx: number;
  readonly count: number;
}): { readonly from: number; readonly to: number } {
  const first = Math.floor(view.scrollPx / view.rowPx);
  const last = Math.ceil((view.scrollPx + view.heightPx) / view.rowPx);
  const from = Math.min(Math.max(0, first - MARGIN_ROWS), Math.max(0, view.count - 1));
  return { from, to: Math.max(from, Math.min(view.count, last + MARGIN_ROWS)) };
}

/** The most rows that `rowsInSight` gives for such a viewport: no two of them are the same modulo this. */
export function slotsFor(view: { readonly heightPx: number; readonly rowPx: number }): number {
  return Math.ceil(view.heightPx / view.rowPx) + 1 + 2 * MARGIN_ROWS;
}
