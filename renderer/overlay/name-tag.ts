/** Name and confidence above a face. */
import { faceColour } from './face-colours.ts';
import { canvasBox, type Placement } from './placement.ts';
import type { Surface } from './surface.ts';

export interface TagTexts {
  readonly name: string;
  /** Already written out ("97 %"); null: not shown. */
  readonly confidence: string | null;
}

/** Returns where the tag lies on the canvas, so that a click on it can be told. */
export function drawNameTag(
  surface: Surface,
  face: { readonly track: number; readonly box: { x: number; y: number; width: number; height: number } },
  texts: TagTexts,
  placement: Placement,
  unitPx: number,
): { x: number; y: number; width: number; height: number } {
  const box = canvasBox(placement, face.box);
  surface.font = `600 ${unitPx}px system-ui, sans-serif`;
  surface.textBaseline = 'middle';
  surface.textAlign = 'left';
  const nameWidth = surface.measureText(texts.name).width;
  const rest = texts.confidence === null ? '' : texts.confidence;
  const restWidth = rest === '' ? 0 : surface.measureText(rest).width + 0.5 * unitPx;
  const width = nameWidth + restWidth + 2.1 * unitPx;
  const height = 1.7 * unitPx;
  const x = Math.max(
    placement.x,
    Math.min(box.x + box.width / 2 - width / 2, placement.x + placement.width - width),
  );
  const y = Math.max(placement.y, box.y - height - 0.4 * unitPx);
  surface.fillStyle = '#0b0d10cc';
  surface.beginPath();
  surface.roundRect(x, y, width, height, height / 2);
  surface.fill();
  surface.fillStyle = faceColour(face.track);
  surface.beginPath();
  surface.arc(x + 0.85 * unitPx, y + height / 2, 0.32 * unitPx, 0, 2 * Math.PI);
  surface.fill();
  surface.fillStyle = '#ffffff';
  surface.fillText(texts.name, x + 1.4 * unitPx, y + height / 2);
  if (rest !== '') {
    surface.fillStyle = '#ffffffb8';
    surface.fillText(rest, x + 1.9 * unitPx + nameWidth, y + height / 2);
  }
  return { x, y, width, height };
}
