import type { Takes } from '../../../contract/channels/index.ts';
import type { FaceOverlay, Picture } from '../../../contract/channels/review.ts';
import { invert, type Similarity } from '../../../contract/align.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { RECIPE } from '../../../contract/recipe.ts';
import type { FaceRecord } from '../../../contract/session.ts';
import type { Moment } from '../../../contract/spot.ts';
import { warpFace } from '../../../native/index.ts';
import type { Session } from '../../engine/session/index.ts';
import { differenceView } from './difference.ts';
import { magnifiedView } from './magnify.ts';
import { momentOf } from './moments.ts';
import type { OpenSession } from './open-sessions.ts';
import { overlayOf } from './overlays.ts';

/** Twice what is measured: shown large, a face of 256 px looks blurred where the video is not. */
const SHOWN_PX = 2 * RECIPE.sizePx;

/** A face is kept in place for this long where it was not recorded. */
const NEAR_US = 200_000;

/**
 * One face upright and in place, plain or against an earlier frame. Throws `face-unseen`, `session-lacks`,
 * `video-missing`, `moment-unrecorded`.
 */
export async function faceView(open: OpenSession, takes: Takes<'review.face'>): Promise<Picture> {
  const moment = momentOf(open.reader, takes.frame);
  const face = alignedFace(open.reader, takes.track, moment);
  const crop = await cropAt(open, moment, face);
  const against = takes.against ?? takes.frame;
  const planes =
    takes.view === 'plain' || against === takes.frame
      ? crop
      : await comparedWith(open, takes, momentOf(open.reader, against), crop);
  const rgb = { widthPx: SHOWN_PX, heightPx: SHOWN_PX, planes };
  const { bytes, widthPx, heightPx } = await open.media.jpeg.encode(rgb, SHOWN_PX);
  return {
    moment,
    jpeg: bytes,
    widthPx,
    heightPx,
    frameWidthPx: SHOWN_PX,
    frameHeightPx: SHOWN_PX,
    faces: [overlayInCrop(face, open.reader.auNumbers)],
  };
}

async function comparedWith(
  open: OpenSession,
  { track, view, gain }: Takes<'review.face'>,
  against: Moment,
  crop: Uint8Array,
): Promise<Uint8Array> {
  const before = await cropAt(open, against, alignedFace(open.reader, track, against));
  return view === 'difference'
    ? differenceView(before, crop, SHOWN_PX, gain)
    : magnifiedView(before, crop, SHOWN_PX, gain);
}

type AlignedFace = FaceRecord & { readonly alignment: NonNullable<FaceRecord['alignment']> };

/** The record of that frame, or the nearest one. */
function alignedFace(session: Session, trackId: number, { timeUs }: Moment): AlignedFace {
  const range = { fromUs: timeUs - NEAR_US, toUs: timeUs + NEAR_US };
  const distance = (face: FaceRecord): number => Math.abs(face.timeUs - timeUs);
  const [nearest] = [...session.faces({ ...range, trackId })]
    .filter((face): face is AlignedFace => face.alignment !== null)
    .sort((a, b) => distance(a) - distance(b));
  if (!nearest) throw new OnsetError('face-unseen', { track: trackId, timeS: (timeUs / 1e6).toFixed(2) });
  return nearest;
}

/** Planes R, G, B and luma of `SHOWN_PX` squared. */
async function cropAt(open: OpenSession, moment: Moment, { alignment }: AlignedFace): Promise<Uint8Array> {
  using frame = await open.media.frame(moment, 'beside');
  const out = new Uint8Array(4 * SHOWN_PX * SHOWN_PX);
  warpFace(frame.image, shownToFrame(alignment.cropToFrame), SHOWN_PX, out);
  return out;
}

/** Pixel centres lie at integers in all three: the crop's x is (shown x + ½) / scale − ½. */
function shownToFrame({ a, b, tx, ty }: Similarity): Similarity {
  const scale = SHOWN_PX / RECIPE.sizePx;
  const shift = 0.5 / scale - 0.5;
  return { a: a / scale, b: b / scale, tx: tx + (a - b) * shift, ty: ty + (b + a) * shift };
}

/** The overlay in pixels of the crop, so that it is drawn as over a frame. */
function overlayInCrop(face: AlignedFace, auNumbers: readonly number[]): FaceOverlay {
  const { a, b, tx, ty } = invert(shownToFrame(face.alignment.cropToFrame));
  const overlay = overlayOf(face, auNumbers);
  const points = Float32Array.from(overlay.points, (_, i) => {
    const [x, y] = [overlay.points[i & ~1]!, overlay.points[i | 1]!];
    return i % 2 === 0 ? a * x - b * y + tx : b * x + a * y + ty;
  });
  return { ...overlay, points, box: { x: 0, y: 0, width: SHOWN_PX, height: SHOWN_PX } };
}
