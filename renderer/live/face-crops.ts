/**
 * Small pictures of each face from the last seconds. An event is known when it is over, so the picture of its apex
 * has to have been kept: one canvas a face, a grid of crops that is written round and round.
 */
import type { FaceOverlay } from '../../contract/channels/review.ts';
import type { Surface } from '../overlay/index.ts';

/** Side of a crop: as large as the list shows it on a dense screen. */
export const CROP_PX = 96;
/** 120 crops, 33 ms apart or more: the last 4 s. A held smile is told when it is over, three seconds after its apex. */
const COLUMNS = 12;
const ROWS = 10;
const APART_US = 33_000;
/** The box of the landmarks ends at the brows and the chin; a face looks cut without some of what is around it. */
const AROUND = 0.22;

interface Kept {
  readonly atlas: OffscreenCanvas;
  readonly surface: OffscreenCanvasRenderingContext2D;
  readonly timesUs: Float64Array;
  next: number;
}

export class FaceCrops {
  readonly #faces = new Map<number, Kept>();

  /** `picture` shows the whole frame, at whatever scale. */
  keep(timeUs: number, faces: readonly FaceOverlay[], picture: ImageBitmap, frameWidthPx: number): void {
    const scale = picture.width / frameWidthPx;
    for (const face of faces) {
      const kept = this.#faces.get(face.track) ?? this.#begin(face.track);
      const last = kept.timesUs[(kept.next + COLUMNS * ROWS - 1) % (COLUMNS * ROWS)]!;
      if (timeUs - last < APART_US) continue;
      const square = squareAround(face.box);
      const { x, y } = slotPlace(kept.next);
      kept.surface.clearRect(x, y, CROP_PX, CROP_PX);
      kept.surface.drawImage(
        picture,
        square.x * scale,
        square.y * scale,
        square.side * scale,
        square.side * scale,
        x,
        y,
        CROP_PX,
        CROP_PX,
      );
      kept.timesUs[kept.next] = timeUs;
      kept.next = (kept.next + 1) % (COLUMNS * ROWS);
    }
  }

  /** Draws the crop nearest to a time. Returns whether there is one from about then. */
  draw(track: number, timeUs: number, surface: Surface): boolean {
    const kept = this.#faces.get(track);
    if (kept === undefined) return false;
    let nearest = 0;
    for (let slot = 1; slot < kept.timesUs.length; slot++) {
      const distance = Math.abs(kept.timesUs[slot]! - timeUs);
      if (distance < Math.abs(kept.timesUs[nearest]! - timeUs)) nearest = slot;
    }
    // Further away than this it is another moment's face.
    if (Math.abs(kept.timesUs[nearest]! - timeUs) > 5 * APART_US) return false;
    const { x, y } = slotPlace(nearest);
    surface.drawImage(kept.atlas, x, y, CROP_PX, CROP_PX, 0, 0, CROP_PX, CROP_PX);
    return true;
  }

  #begin(track: number): Kept {
    const atlas = new OffscreenCanvas(COLUMNS * CROP_PX, ROWS * CROP_PX);
    const kept: Kept = {
      atlas,
      surface: atlas.getContext('2d')!,
      timesUs: new Float64Array(COLUMNS * ROWS).fill(-Infinity),
      next: 0,
    };
    this.#faces.set(track, kept);
    return kept;
  }
}

function squareAround(box: FaceOverlay['box']): { x: number; y: number; side: number } {
  const side = Math.max(box.width, box.height) * (1 + 2 * AROUND);
  return { x: box.x + box.width / 2 - side / 2, y: box.y + box.height / 2 - side / 2, side };
}

function slotPlace(slot: number): { x: number; y: number } {
  return { x: (slot % COLUMNS) * CROP_PX, y: Math.floor(slot / COLUMNS) * CROP_PX };
}
