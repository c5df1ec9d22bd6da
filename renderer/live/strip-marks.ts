/** What lies over a strip as shown: spans of events, the suggestions that came with them, markers. */
import type { EventRow } from '../../contract/channels/review.ts';
import type { Surface } from '../overlay/index.ts';
import type { StripPainter } from './strip-painter.ts';

export interface MarkColours {
  readonly micro: string;
  readonly macro: string;
  readonly marker: string;
  readonly text: string;
}

export interface MarksLayout {
  /** Of the rows above the lane of suggestions. */
  readonly rowsPx: number;
  readonly lanePx: number;
  /** Height of the text. */
  readonly unitPx: number;
  readonly colours: MarkColours;
}

export function drawMarks(
  surface: Surface,
  painter: StripPainter,
  events: readonly EventRow[],
  marks: readonly { readonly timeUs: number; readonly label: string }[],
  layout: MarksLayout,
): void {
  for (const event of events) drawEvent(surface, painter, event, layout);
  for (const mark of marks) drawMarker(surface, painter, mark, layout);
}

function drawEvent(surface: Surface, painter: StripPainter, event: EventRow, layout: MarksLayout): void {
  const from = painter.xOf(event.onset.timeUs);
  const to = Math.max(painter.xOf(event.offset.timeUs), from + 2);
  if (to < 0) return;
  const { rowsPx, lanePx, unitPx, colours } = layout;
  const colour = event.kind === 'micro' ? colours.micro : colours.macro;
  surface.globalAlpha = 0.2;
  surface.fillStyle = colour;
  surface.fillRect(from, 0, to - from, rowsPx);
  surface.globalAlpha = 1;
  surface.fillRect(Math.round(painter.xOf(event.apex.timeUs)), 0, Math.max(1, unitPx / 10), rowsPx);
  const top = rowsPx + 2;
  const height = lanePx - 4;
  surface.beginPath();
  surface.roundRect(from, top, to - from, height, Math.min(3, (to - from) / 2));
  surface.fill();
  if (event.label === null) return;
  // The span is a dozen pixels wide: its word stands beside it.
  surface.fillStyle = colours.text;
  surface.font = `500 ${unitPx}px system-ui, sans-serif`;
  surface.textAlign = 'left';
  surface.textBaseline = 'middle';
  surface.fillText(event.label, to + unitPx / 3, top + height / 2);
}

function drawMarker(
  surface: Surface,
  painter: StripPainter,
  mark: { readonly timeUs: number; readonly label: string },
  layout: MarksLayout,
): void {
  const x = Math.round(painter.xOf(mark.timeUs));
  if (x < -200) return;
  const { rowsPx, unitPx, colours } = layout;
  surface.fillStyle = colours.marker;
  surface.fillRect(x, 0, Math.max(1, unitPx / 10), rowsPx);
  surface.font = `600 ${0.9 * unitPx}px system-ui, sans-serif`;
  surface.textAlign = 'left';
  surface.textBaseline = 'top';
  surface.fillText(mark.label, x + unitPx / 3, 2);
}
