/** Pictures for a made camera, drawn by the browser that will show them: a grey field with a white square a face. */
import type { Page } from 'playwright-core';
import { AU_NUMBERS } from '../../contract/au.ts';
import type { LiveFrame } from '../../contract/channels/live.ts';

export const FRAME = { widthPx: 640, heightPx: 480 } as const;
const SIDE_PX = 96;
/** Frames until the pictures repeat. */
const ROUND = 40;

/**
 * Where a face's square lies in a frame: ten pixels further on with each, so that neighbours cannot be taken for each
 * other.
 */
const squareX = (index: number): number => 20 + 10 * (index % ROUND);
const squareY = (face: number): number => 20 + 110 * face;

/** `faces`: at most four. */
export async function drawnFrames(page: Page, faces: number): Promise<(index: number) => LiveFrame> {
  const places = Array.from({ length: ROUND }, (_, index) =>
    Array.from({ length: faces }, (__, face) => [squareX(index), squareY(face)] as const),
  );
  const drawing = { places, width: FRAME.widthPx, height: FRAME.heightPx, side: SIDE_PX };
  const pictures = await page.evaluate<number[][]>(`(${DRAW})(${JSON.stringify(drawing)})`);
  const jpegs = pictures.map((bytes) => Uint8Array.from(bytes));
  return (index) => ({
    moment: { timeUs: index * 10_000, frameIndex: index },
    jpeg: jpegs[index % ROUND]!,
    frameWidthPx: FRAME.widthPx,
    frameHeightPx: FRAME.heightPx,
    faces: Array.from({ length: faces }, (_, face) => drawnFace(index, face)),
  });
}

/** Runs in the page. */
const DRAW = `async ({ places, width, height, side }) => {
  const canvas = new OffscreenCanvas(width, height);
  const surface = canvas.getContext('2d');
  const drawn = [];
  for (const squares of places) {
    surface.fillStyle = '#555';
    surface.fillRect(0, 0, width, height);
    surface.fillStyle = '#fff';
    for (const [x, y] of squares) surface.fillRect(x, y, side, side);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
    drawn.push([...new Uint8Array(await blob.arrayBuffer())]);
  }
  return drawn;
}`;

/** All 68 points lie on the left edge of the square, so that the outline is one line there. */
function drawnFace(index: number, face: number): LiveFrame['faces'][number] {
  const [x, y] = [squareX(index), squareY(face)];
  const points = new Float32Array(2 * 68);
  for (let point = 0; point < 68; point++) points.set([x, y + (SIDE_PX * point) / 67], 2 * point);
  const aus = new Float32Array(2 * AU_NUMBERS.length);
  const wave = Math.max(0, Math.sin(index / 9 + face)) ** 8;
  aus.fill(0.2).fill(4 * wave, 0, 9);
  return {
    track: face + 1,
    box: { x, y, width: SIDE_PX, height: SIDE_PX },
    points,
    confidence01: 0.95,
    aus,
    activity: 1 + 9 * wave,
  };
}
