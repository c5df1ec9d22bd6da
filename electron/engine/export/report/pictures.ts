import { RECIPE } from '../../../../contract/recipe.ts';
import type { ReviewedEvent } from '../../../../contract/reviewed-events.ts';
import type { SessionReader } from '../../../../contract/session.ts';
import type { Moment } from '../../../../contract/spot.ts';
import { warpFace } from '../../../../native/index.ts';
import type { EncodeJpeg, FrameAccess } from '../frame-access.ts';

/** How much a change of brightness is enlarged in the difference picture. */
export const DIFFERENCE_GAIN = 4;

/** JPEGs of the aligned face. */
export interface EventPictures {
  readonly onset: Uint8Array;
  readonly apex: Uint8Array;
  readonly offset: Uint8Array;
  /** Apex minus onset, times `DIFFERENCE_GAIN`, around middle grey. */
  readonly difference: Uint8Array;
}

/** The crop as the engine measured it: planes R, G, B and the source's luma, each size² bytes. */
type Crop = Uint8Array;

/** Null where the face was not aligned, or nothing recorded, in one of the three frames. */
export async function picturesOf(
  event: ReviewedEvent,
  session: SessionReader,
  video: FrameAccess,
  encode: EncodeJpeg,
): Promise<EventPictures | null> {
  const crops: Crop[] = [];
  for (const moment of [event.onset, event.apex, event.offset]) {
    const crop = await cropAt(moment, event.trackId, session, video);
    if (!crop) return null;
    crops.push(crop);
  }
  const [onset, apex, offset] = crops as [Crop, Crop, Crop];
  const side = RECIPE.sizePx;
  const jpeg = (crop: Crop): Promise<Uint8Array> =>
    encode({ widthPx: side, heightPx: side, planes: crop.subarray(0, 3 * side ** 2) });
  return {
    onset: await jpeg(onset),
    apex: await jpeg(apex),
    offset: await jpeg(offset),
    difference: await jpeg(difference(onset, apex)),
  };
}

async function cropAt(
  moment: Moment,
  trackId: number,
  session: SessionReader,
  video: FrameAccess,
): Promise<Crop | null> {
  const [face] = session.faces({ fromUs: moment.timeUs, toUs: moment.timeUs, trackId });
  if (!face?.alignment || !video.holds(moment)) return null;
  using frame = await video.frame(moment);
  const crop = new Uint8Array(4 * RECIPE.sizePx ** 2);
  warpFace(frame.image, face.alignment.cropToFrame, RECIPE.sizePx, crop);
  return crop;
}

function difference(from: Crop, to: Crop): Crop {
  const size = RECIPE.sizePx ** 2;
  const out = new Uint8Array(4 * size);
  for (let i = 0; i < size; i++) {
    const level = Math.min(
      255,
      Math.max(0, 128 + DIFFERENCE_GAIN * (to[3 * size + i]! - from[3 * size + i]!)),
    );
    for (let plane = 0; plane < 4; plane++) out[plane * size + i] = level;
  }
  return out;
}
