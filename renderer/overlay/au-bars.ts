/** Bars of action units beside the half of the face they were measured on. */
import { AU_NUMBERS, type AuNumber } from '../../contract/au.ts';
import { faceColour } from './face-colours.ts';
import { canvasBox, type Placement } from './placement.ts';
import type { Surface } from './surface.ts';

/** Largest FACS intensity. */
const FULL = 5;
/** In heights of the text. */
const ROW = 1.35;
const BAR = 3.4;
const LABEL = 1.9;
const GAP = 0.5;

/** `unitPx`: height of the text. Units are drawn from top to bottom as given. */
export function drawAuBars(
  surface: Surface,
  face: {
    readonly track: number;
    readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
    readonly aus: Float32Array;
  },
  units: readonly AuNumber[],
  placement: Placement,
  unitPx: number,
): void {
  const box = canvasBox(placement, face.box);
  const height = units.length * ROW * unitPx + GAP * unitPx;
  const width = (LABEL + BAR + 2 * GAP) * unitPx;
  const top = clamp(
    box.y + box.height / 2 - height / 2,
    placement.y,
    placement.y + placement.height - height,
  );
  for (const side of ['left', 'right'] as const) {
    // The person's left is on the picture's right, unless it is mirrored.
    const isOnRight = (side === 'left') !== placement.isMirrored;
    const wanted = isOnRight ? box.x + box.width + GAP * unitPx : box.x - width - GAP * unitPx;
    const x = clamp(wanted, placement.x, placement.x + placement.width - width);
    drawColumn(surface, face.aus, face.track, units, side, isOnRight, { x, y: top, width, height }, unitPx);
  }
}

function drawColumn(
  surface: Surface,
  aus: Float32Array,
  track: number,
  units: readonly AuNumber[],
  side: 'left' | 'right',
  isOnRight: boolean,
  area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  unitPx: number,
): void {
  surface.fillStyle = '#0b0d108c';
  surface.beginPath();
  surface.roundRect(area.x, area.y, area.width, area.height, 0.4 * unitPx);
  surface.fill();
  surface.textBaseline = 'middle';
  surface.textAlign = isOnRight ? 'left' : 'right';
  surface.font = `600 ${0.82 * unitPx}px system-ui, sans-serif`;
  const first = side === 'left' ? 0 : AU_NUMBERS.length;
  // Labels stand next to the face, bars grow away from it.
  const labelX = isOnRight ? area.x + GAP * unitPx : area.x + area.width - GAP * unitPx;
  const barX = isOnRight ? labelX + LABEL * unitPx : labelX - LABEL * unitPx;
  for (let row = 0; row < units.length; row++) {
    const au = units[row]!;
    // By the square root: a brief movement is often a trace of the scale, which would be no bar at all.
    const share = Math.sqrt(clamp(aus[first + AU_NUMBERS.indexOf(au)]! / FULL, 0, 1));
    const middle = area.y + (row + 0.5) * ROW * unitPx + (GAP / 2) * unitPx;
    surface.fillStyle = share > 0.25 ? '#ffffff' : '#ffffff99';
    surface.fillText(String(au), labelX, middle);
    const thick = 0.55 * unitPx;
    surface.fillStyle = '#ffffff2e';
    fillBar(surface, barX, middle - thick / 2, BAR * unitPx, thick, isOnRight);
    surface.fillStyle = faceColour(track);
    if (share > 0) fillBar(surface, barX, middle - thick / 2, share * BAR * unitPx, thick, isOnRight);
  }
}

function fillBar(
  surface: Surface,
  x: number,
  y: number,
  length: number,
  thick: number,
  growsRight: boolean,
): void {
  surface.fillRect(growsRight ? x : x - length, y, length, thick);
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, Math.max(low, high)));
}
