import type { YuvImage } from '../../../contract/frame.ts';
import type { Mesh } from '../../../contract/landmarks.ts';
import { CROP_PLANES, cropBytes, RECIPE } from '../../../contract/recipe.ts';
import type { SetPicture } from '../../../models/data/sets/sample.ts';
import { Aligner } from '../../engine/align/index.ts';
import { openFile } from '../../engine/capture/index.ts';
import type { FaceTracker } from '../../engine/landmarks/index.ts';
import { withBorder, withoutBorder } from './border.ts';
import { BORDER_SHARES } from './prepare-sample.ts';
import type { Result } from './kept-result.ts';
import { shrink, type WindowLook } from './resample.ts';

/**
 * A single picture of an everyday expression, its face cut out by the recipe of live use: a window of one frame. There
 * is no face at rest to compare with, so its neutral is the picture itself, from which it differs by nothing.
 */
export async function preparePicture(
  { path, box }: SetPicture,
  look: WindowLook,
  tracker: FaceTracker,
): Promise<Result> {
  await using source = await openFile(path);
  for await (const frame of source.frames()) {
    using held = frame;
    const crop = await cropOf(held.image, box, tracker);
    if (crop === null) return { leftOut: 'no face is found in it' };
    const area = RECIPE.sizePx * RECIPE.sizePx;
    const planes = new Uint8Array(3 * area);
    planes.set(look.planes === 1 ? crop.subarray((CROP_PLANES - 1) * area) : crop.subarray(0, 3 * area));
    const picture = shrink(planes, look);
    const facts = { apexFrame: 0, apex: 0, apexSource: 'coded', durationS: 0, isSynthetic: false } as const;
    return { ...facts, frames: picture, neutral: picture };
  }
  return { leftOut: 'it cannot be decoded' };
}

async function cropOf(
  image: YuvImage,
  box: SetPicture['box'],
  tracker: FaceTracker,
): Promise<Uint8Array | null> {
  const part = box === null ? { image, x: 0, y: 0 } : partRound(image, box);
  for (const borderShare of BORDER_SHARES) {
    const { widthPx, heightPx } = part.image;
    const borderPx = 2 * Math.round((borderShare * Math.max(widthPx, heightPx)) / 2);
    await tracker.startOver();
    const seen = borderPx === 0 ? part.image : withBorder(part.image, borderPx);
    const { faces } = await tracker.track(seen, 0, 0);
    const face = faces.toSorted((a, b) => b.confidence01 - a.confidence01)[0];
    if (!face) continue;
    using aligner = new Aligner(0, RECIPE);
    aligner.observe(0, moved(withoutBorder(face.mesh, borderPx), part.x, part.y));
    const crop = new Uint8Array(cropBytes(RECIPE));
    if (aligner.align(image, 0, crop)) return crop;
  }
  return null;
}

const moved = (mesh: Mesh, x: number, y: number): Mesh =>
  mesh.map((value, i) => (i % 3 === 0 ? value + x : i % 3 === 1 ? value + y : value));

/** Room round a labelled box: the landmarker looks for a head in its surroundings, and other faces stay outside. */
const ROOM = 0.25;

/** A view of the picture round a box, from even pixels on as chroma needs it. */
function partRound(
  image: YuvImage,
  box: NonNullable<SetPicture['box']>,
): { readonly image: YuvImage; readonly x: number; readonly y: number } {
  const even = (value: number): number => 2 * Math.floor(value / 2);
  const [roomX, roomY] = [ROOM * box.width, ROOM * box.height];
  const x = even(Math.min(image.widthPx - 2, Math.max(0, box.x - roomX)));
  const y = even(Math.min(image.heightPx - 2, Math.max(0, box.y - roomY)));
  const right = Math.min(image.widthPx, Math.ceil(box.x + box.width + roomX));
  const bottom = Math.min(image.heightPx, Math.ceil(box.y + box.height + roomY));
  const [widthPx, heightPx] = [Math.max(2, even(right - x)), Math.max(2, even(bottom - y))];
  const wordBytes = image.layout === 'i010' || image.layout === 'p010' ? 2 : 1;
  const planes = image.planes.map(({ data, strideBytes }, k) => {
    const shrunk = k === 0 ? 1 : 2;
    // Interleaved chroma has two words for two luma pixels.
    const pixelBytes = image.planes.length === 2 && k === 1 ? 2 * wordBytes : wordBytes;
    return { data: data.subarray((y / shrunk) * strideBytes + (x / shrunk) * pixelBytes), strideBytes };
  });
  return { image: { ...image, widthPx, heightPx, planes }, x, y };
}
