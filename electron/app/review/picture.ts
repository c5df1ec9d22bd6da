import type { Picture } from '../../../contract/channels/review.ts';
import type { Moment } from '../../../contract/spot.ts';
import type { OpenSession } from './open-sessions.ts';
import { overlayOf } from './overlays.ts';

/** Not wider than this is no picture that a person steps through: along a timeline lie many. */
const SMALL_PX = 200;

/** A frame of the video, and what the engine saw in that very frame. */
export async function picture(
  { reader, media }: OpenSession,
  moment: Moment,
  longSidePx: number,
): Promise<Picture> {
  using frame = await media.frame(moment, longSidePx <= SMALL_PX ? 'small' : 'shown');
  const { widthPx: frameWidthPx, heightPx: frameHeightPx } = frame.image;
  const { bytes, widthPx, heightPx } = await media.jpeg.encode(frame.image, longSidePx);
  const { auNumbers } = reader;
  const atFrame = { fromUs: moment.timeUs, toUs: moment.timeUs };
  const faces = [...reader.faces(atFrame)].filter(({ frameIndex }) => frameIndex === moment.frameIndex);
  return {
    moment,
    jpeg: bytes,
    widthPx,
    heightPx,
    frameWidthPx,
    frameHeightPx,
    faces: faces.map((face) => overlayOf(face, auNumbers)),
  };
}
