/**
 * The strip of one face as it scrolls: one row a unit, the person's left above the row's middle and the right below
 * it. New columns are painted once, into a ring as wide as the strip; showing it is two copies of that ring. What
 * comes late (events, markers) is drawn over the copies and never into the ring.
 */
import { AU_NUMBERS, type AuNumber } from '../../contract/au.ts';
import type { Surface } from '../overlay/index.ts';
import { ACTIVITY_CURVE, type CurveHistory } from './curve-history.ts';
import { StripColumns } from './strip-columns.ts';

export interface StripColours {
  readonly line: string;
  readonly fill: string;
  readonly axis: string;
  readonly grid: string;
}

export interface StripLayout {
  readonly widthPx: number;
  /** Of one row. */
  readonly rowPx: number;
  readonly spanUs: number;
  readonly units: readonly AuNumber[];
  /** Adds a first row: overall motion against the neutral. */
  readonly showsActivity: boolean;
  readonly colours: StripColours;
}

/** A full row: FACS intensity 5, and a motion of 24 robust standard deviations (events begin at about four). */
const FULL_INTENSITY = 5;
const FULL_ACTIVITY = 24;
const SECOND_US = 1_000_000;

export class StripPainter {
  readonly layout: StripLayout;
  readonly #columns: StripColumns;
  readonly #ring: OffscreenCanvas;
  readonly #surface: OffscreenCanvasRenderingContext2D;
  #now = -1;

  constructor(layout: StripLayout) {
    this.layout = layout;
    this.#columns = new StripColumns(layout.widthPx, layout.spanUs);
    this.#ring = new OffscreenCanvas(layout.widthPx, stripHeightPx(layout));
    // A canvas that has been given no other kind of context always gives this one.
    this.#surface = this.#ring.getContext('2d')!;
  }

  /** Paints what is new. Returns whether anything was. */
  advance(history: CurveHistory): boolean {
    const before = this.#columns.latest;
    const from = this.#columns.take(history);
    if (from === null) return false;
    const { widthPx } = this.layout;
    const latest = this.#columns.latest;
    // Columns between two that are not joined were left empty; they have to be wiped all the same.
    const first = Math.max(Math.min(from, before + 1), latest - widthPx + 1, 0);
    for (let column = first; column <= latest; column++) this.#paintColumn(column);
    return true;
  }

  /**
   * Shows the strip with a time at its right edge: that of the latest frame, for all faces alike. A face that is away
   * moves on and out.
   */
  show(surface: Surface, nowUs: number): void {
    const { widthPx } = this.layout;
    const height = this.#ring.height;
    surface.clearRect(0, 0, surface.canvas.width, surface.canvas.height);
    this.#now = this.#columns.columnOf(nowUs);
    const { latest } = this.#columns;
    const shift = this.#now - latest;
    if (latest < 0 || shift >= widthPx) return;
    // The ring's oldest column is the one after the latest.
    const seam = (latest + 1) % widthPx;
    const older = widthPx - seam;
    surface.drawImage(this.#ring, seam, 0, older, height, -shift, 0, older, height);
    if (seam > 0) surface.drawImage(this.#ring, 0, 0, seam, height, older - shift, 0, seam, height);
  }

  /** Where a time lies on the strip as last shown; below 0 once it has left it. */
  xOf(timeUs: number): number {
    return this.layout.widthPx - 1 - (this.#now - this.#columns.columnOf(timeUs));
  }

  #paintColumn(column: number): void {
    const { widthPx, rowPx, units, showsActivity, colours } = this.layout;
    const x = column % widthPx;
    const surface = this.#surface;
    surface.clearRect(x, 0, 1, this.#ring.height);
    if (this.#isSecond(column)) {
      surface.fillStyle = colours.grid;
      surface.fillRect(x, 0, 1, this.#ring.height);
    }
    let top = 0;
    if (showsActivity) {
      this.#paintHalf(column, ACTIVITY_CURVE, FULL_ACTIVITY, top + rowPx - 1, -(rowPx - 3));
      top += rowPx;
    }
    for (const unit of units) {
      const curve = AU_NUMBERS.indexOf(unit);
      const middle = top + Math.floor(rowPx / 2);
      const half = Math.floor(rowPx / 2) - 1;
      this.#paintHalf(column, curve, FULL_INTENSITY, middle, -half);
      this.#paintHalf(column, AU_NUMBERS.length + curve, FULL_INTENSITY, middle, half);
      surface.fillStyle = colours.axis;
      surface.fillRect(x, middle, 1, 1);
      top += rowPx;
    }
  }

  /** `reach`: pixels of a full value from the base line, negative upwards. */
  #paintHalf(column: number, curve: number, full: number, base: number, reach: number): void {
    const value = this.#columns.value(column, curve);
    if (Number.isNaN(value)) return;
    const end = reachOf(value, full, reach);
    // A fiftieth of the scale is what measuring a still face gives.
    if (value < full / 50) return;
    const x = column % this.layout.widthPx;
    const surface = this.#surface;
    surface.fillStyle = this.layout.colours.fill;
    surface.fillRect(x, Math.min(base, base + end), 1, Math.abs(end));
    // The edge reaches back to the height of the column before, so that steep slopes stay one line.
    const before = this.#columns.value(column - 1, curve);
    const start = Number.isNaN(before) ? end : reachOf(before, full, reach);
    surface.fillStyle = this.layout.colours.line;
    surface.fillRect(x, base + Math.min(start, end) - 0.75, 1, Math.abs(end - start) + 1.5);
  }

  /** Whether a whole second begins in this column. */
  #isSecond(column: number): boolean {
    const usPerColumn = this.layout.spanUs / this.layout.widthPx;
    return (
      Math.floor((column * usPerColumn) / SECOND_US) !== Math.floor(((column - 1) * usPerColumn) / SECOND_US)
    );
  }
}

export function stripHeightPx(layout: Pick<StripLayout, 'rowPx' | 'units' | 'showsActivity'>): number {
  return layout.rowPx * (layout.units.length + (layout.showsActivity ? 1 : 0));
}

/** By the square root: a brief movement is often a trace of the scale, and a tenth of a row would not be seen. */
function reachOf(value: number, full: number, reach: number): number {
  return Math.sqrt(Math.max(0, Math.min(value / full, 1))) * reach;
}
