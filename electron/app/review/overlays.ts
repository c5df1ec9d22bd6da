import type { FaceOverlay } from '../../../contract/channels/review.ts';
import { AU_NUMBERS } from '../../../contract/au.ts';
import type { FaceRecord } from '../../../contract/session.ts';
import { clamp01 } from './rows.ts';

/** A recorded face as a page draws it over its frame. `auNumbers`: the order in which the session keeps intensities. */
export function overlayOf(face: FaceRecord, auNumbers: readonly number[]): FaceOverlay {
  const { measurement } = face;
  return {
    track: face.trackId,
    box: face.box,
    points: Float32Array.from(face.points68Px),
    confidence01: clamp01(face.confidence01),
    aus: measurement && inOurOrder(measurement.au, auNumbers),
    activity: measurement && Number.isFinite(measurement.activity) ? measurement.activity : null,
  };
}

/** Left ones, then right ones in the order of `AU_NUMBERS`; NaN for a unit that the session does not know. */
export function inOurOrder(au: Float32Array, auNumbers: readonly number[]): Float32Array<ArrayBuffer> {
  const ours = new Float32Array(2 * AU_NUMBERS.length);
  AU_NUMBERS.forEach((number, i) => {
    const at = auNumbers.indexOf(number);
    ours[i] = at < 0 ? NaN : au[at]!;
    ours[AU_NUMBERS.length + i] = at < 0 ? NaN : au[auNumbers.length + at]!;
  });
  return ours;
}
