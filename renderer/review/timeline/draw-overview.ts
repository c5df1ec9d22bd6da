/** The whole recording in one line: where candidates are dense, and which part is in sight. */
import type { EventRow } from '../../../contract/channels/review.ts';
import type { Span } from './scale.ts';

export interface OverviewScene {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly span: Span;
  readonly durationUs: number;
  readonly playheadUs: number;
  readonly density: { readonly micro: Uint16Array; readonly macro: Uint16Array };
  readonly colour: (token: string) => string;
}

/** Candidates by apex in each pixel column. */
export function densityOf(
  events: readonly EventRow[],
  durationUs: number,
  columns: number,
): OverviewScene['density'] {
  const density = { micro: new Uint16Array(columns), macro: new Uint16Array(columns) };
  for (const { kind, apex, review } of events) {
    if (review === 'rejected') continue;
    const column = Math.min(columns - 1, Math.floor((apex.timeUs / Math.max(1, durationUs)) * columns));
    density[kind][column]! += 1;
  }
  return density;
}

export function drawOverview(surface: CanvasRenderingContext2D, scene: OverviewScene): void {
  const { widthPx, heightPx, span, durationUs, density, colour } = scene;
  surface.clearRect(0, 0, widthPx, heightPx);
  surface.fillStyle = colour('--sunken');
  surface.fillRect(0, 0, widthPx, heightPx);
  const scale = widthPx / density.micro.length;
  for (const [kind, token] of [
    ['macro', '--macro'],
    ['micro', '--micro'],
  ] as const) {
    surface.fillStyle = colour(token);
    for (const [column, count] of density[kind].entries()) {
      if (count === 0) continue;
      // One is seen well, ten are seen to be more.
      const height = heightPx * Math.min(0.95, 0.6 + 0.12 * Math.log2(count));
      surface.fillRect(column * scale, heightPx - height, Math.max(2, scale), height);
    }
  }
  const left = (span.fromUs / durationUs) * widthPx;
  const width = Math.max(4, ((span.toUs - span.fromUs) / durationUs) * widthPx);
  surface.fillStyle = colour('--accent-soft');
  surface.fillRect(left, 0, width, heightPx);
  surface.strokeStyle = colour('--accent');
  surface.lineWidth = 1.5;
  surface.strokeRect(left + 0.75, 0.75, width - 1.5, heightPx - 1.5);
  surface.fillStyle = colour('--playhead');
  surface.fillRect((scene.playheadUs / durationUs) * widthPx - 0.75, 0, 1.5, heightPx);
}
