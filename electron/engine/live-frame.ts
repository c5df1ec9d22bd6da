import type { FaceOverlay } from '../../contract/channels/review.ts';
import type { Moment } from '../../contract/spot.ts';
import type { AnalysedFace, AnalysedFrame } from './frames-analysis.ts';
import { points68 } from './session/index.ts';

/** A frame with what was measured on it. */
export interface MeasuredFrame {
  readonly moment: Moment;
  readonly frameWidthPx: number;
  readonly frameHeightPx: number;
  readonly faces: FaceOverlay[];
}

export function measuredFrame({ frame, faces }: AnalysedFrame): MeasuredFrame {
  const { widthPx: frameWidthPx, heightPx: frameHeightPx } = frame.image;
  const moment = { timeUs: frame.timeUs, frameIndex: frame.index };
  return { moment, frameWidthPx, frameHeightPx, faces: faces.map(overlayOf) };
}

function overlayOf({ face, outcome }: AnalysedFace): FaceOverlay {
  const { present } = outcome;
  return {
    track: face.trackId,
    box: face.box,
    points: points68(face.mesh),
    confidence01: face.confidence01,
    aus: present && Float32Array.from(present.au),
    activity: present?.activity ?? null,
  };
}
