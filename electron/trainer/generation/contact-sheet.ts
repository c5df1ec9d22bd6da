/** Made faces side by side as a PNG: rest, half way, apex, and what differs. */
import { SYNTHETIC_MARK } from '../../../contract/synthetic.ts';
import { encodePng } from '../png.ts';
import { stripe } from './stripe.ts';

export interface Look {
  readonly sizePx: number;
  readonly planes: 1 | 3;
  /** Whether the picture itself says that it is made. */
  readonly hasMark: boolean;
}

export interface SheetRow {
  /** [planes, S, S] in [0, 1] */
  readonly rest: Float32Array;
  readonly before: Float32Array;
  readonly apex: Float32Array;
}

/** Differences are shown so many times as large. */
const GAIN = 6;
const GAP_PX = 2;

export function contactSheet(rows: readonly SheetRow[], { sizePx, planes, hasMark }: Look): Uint8Array {
  const step = sizePx + GAP_PX;
  const [widthPx, heightPx] = [4 * step, rows.length * step];
  const bytes = new Uint8Array(widthPx * heightPx * planes).fill(255);
  for (const [row, { rest, before, apex }] of rows.entries()) {
    const change = apex.map((level, at) => Math.min(1, Math.max(0, 0.5 + GAIN * (level - rest[at]!))));
    for (const [column, levels] of [rest, before, apex, change].entries()) {
      const picture = levels.slice();
      if (hasMark && column > 0) stripe(picture, sizePx);
      place(picture, row * step, column * step);
    }
  }
  return encodePng({ widthPx, heightPx, channels: planes, bytes }, { Comment: SYNTHETIC_MARK });

  function place(picture: Float32Array, top: number, left: number): void {
    const area = sizePx * sizePx;
    for (let i = 0; i < area; i++)
      for (let plane = 0; plane < planes; plane++) {
        const at = (top + Math.floor(i / sizePx)) * widthPx + left + (i % sizePx);
        bytes[at * planes + plane] = Math.round(255 * picture[plane * area + i]!);
      }
  }
}
