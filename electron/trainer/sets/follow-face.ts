import { invert } from '../../../contract/align.ts';
import type { FaceFrame, Mesh } from '../../../contract/landmarks.ts';
import { CROP_PLANES, cropBytes, RECIPE } from '../../../contract/recipe.ts';
import { Aligner } from '../../engine/align/index.ts';
import { FramesInWaiting } from '../../engine/frames-in-waiting.ts';
import type { FaceTracker } from '../../engine/landmarks/index.ts';
import { medianOfPlanes } from '../../../native/index.ts';
import { withBorder, withoutBorder } from './border.ts';
import type { NeededFrames } from './needed-frames.ts';
import type { NumberedFrame } from './read-sample.ts';

const PLANE_BYTES = RECIPE.sizePx * RECIPE.sizePx;

/** One aligned crop: three planes, as `resampleWindow` takes them; of luma alone, the first and zeros. */
export interface FollowedCrop {
  readonly number: number;
  readonly timeUs: number;
  readonly planes: Uint8Array;
}

export interface FollowedFace {
  /** From the onset on, ascending; frames in which the face was not found are missing. */
  readonly crops: readonly FollowedCrop[];
  /** The face at rest, three planes: the median of the onset and the frames before it, or the onset alone. */
  readonly neutral: Uint8Array;
}

/**
 * Cuts the face out of every frame as live use does: landmarks on some 30 frames a second, a transform filtered over
 * time, the crop registered to the face at rest, which here is the onset. Null where the onset shows no face.
 *
 * `borderShare`: a border round each picture while landmarks look at it, as a share of its longer side.
 */
export async function followFace(
  frames: AsyncIterable<NumberedFrame>,
  { onset }: NeededFrames,
  tracker: FaceTracker,
  { planes, borderShare }: { readonly planes: 1 | 3; readonly borderShare: number },
): Promise<FollowedFace | null> {
  using aligner = new Aligner(0, RECIPE);
  const waiting = new FramesInWaiting<HeldFrame>();
  const crops: FollowedCrop[] = [];
  const lead: HeldFrame[] = [];
  const atRest: FollowedCrop[] = [];

  const cut = ({ frame, number, timeUs }: HeldFrame): FollowedCrop | null => {
    const crop = new Uint8Array(cropBytes(RECIPE));
    if (!aligner.align(frame.image, timeUs, crop, planes === 1 ? 'luma' : 'all')) return null;
    return { number, timeUs, planes: planes === 1 ? lumaFirst(crop) : crop.subarray(0, 3 * PLANE_BYTES) };
  };
  const register = (held: HeldFrame, mesh: Mesh): boolean => {
    const crop = new Uint8Array(cropBytes(RECIPE));
    const alignment = aligner.align(held.frame.image, held.timeUs, crop);
    if (!alignment) return false;
    aligner.setNeutral(crop.subarray((CROP_PLANES - 1) * PLANE_BYTES), mesh, invert(alignment.cropToFrame));
    return true;
  };
  const take = (isEnd: boolean): void => {
    for (const { frame: held, faces } of waiting.ready(isEnd)) {
      const face = faces[0];
      if (held.number < onset) {
        lead.push(held);
        continue;
      }
      using current = held;
      if (!face) continue;
      if (current.number === onset && register(current, face.mesh)) {
        // Nearest first, as the registration goes from one frame to the next.
        for (const before of lead.toReversed()) atRest.push(...listed(cut(before)));
      }
      crops.push(...listed(cut(current)));
    }
  };
  try {
    for await (const { frame, number } of frames) {
      const held = new HeldFrame(frame, number);
      if (!waiting.add(held)) continue;
      const found = await look(tracker, held, borderShare);
      waiting.found(found);
      const [face] = found.faces;
      if (face) aligner.observe(held.timeUs, face.mesh);
      take(false);
    }
    take(true);
  } finally {
    for (const held of [...waiting.left, ...lead]) held[Symbol.dispose]();
  }
  const [first] = crops;
  if (first?.number !== onset) return null;
  return { crops, neutral: medianOf([first, ...atRest]) };
}

/** A frame as `FramesInWaiting` keeps it. */
class HeldFrame implements Disposable {
  readonly frame: NumberedFrame['frame'];
  readonly number: number;
  readonly timeUs: number;
  constructor(frame: NumberedFrame['frame'], number: number) {
    this.frame = frame;
    this.number = number;
    this.timeUs = frame.timeUs;
  }
  [Symbol.dispose](): void {
    this.frame[Symbol.dispose]();
  }
}

async function look(
  tracker: FaceTracker,
  { frame, timeUs }: HeldFrame,
  borderShare: number,
): Promise<FaceFrame> {
  const { image, index } = frame;
  if (borderShare === 0) return tracker.track(image, index, timeUs);
  const borderPx = 2 * Math.round((borderShare * Math.max(image.widthPx, image.heightPx)) / 2);
  const found = await tracker.track(withBorder(image, borderPx), index, timeUs);
  return {
    ...found,
    faces: found.faces.map((face) => ({ ...face, mesh: withoutBorder(face.mesh, borderPx) })),
  };
}

function lumaFirst(crop: Uint8Array): Uint8Array {
  const planes = new Uint8Array(3 * PLANE_BYTES);
  planes.set(crop.subarray((CROP_PLANES - 1) * PLANE_BYTES));
  return planes;
}

/** Two planes have no median; their first is the onset. */
function medianOf(crops: readonly FollowedCrop[]): Uint8Array {
  const out = crops[0]!.planes.slice();
  if (crops.length >= 3)
    medianOfPlanes(
      crops.map(({ planes }) => planes),
      out,
    );
  return out;
}

const listed = <T>(value: T | null): T[] => (value === null ? [] : [value]);
