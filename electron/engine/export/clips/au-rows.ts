import type { AuNumber } from '../../../../contract/au.ts';
import type { FaceRecord } from '../../../../contract/session.ts';
import type { ReviewedEvent } from '../../../../contract/reviewed-events.ts';

/** Weaker than intensity A of FACS is not worth a row. */
const VISIBLE_FROM = 1;

/**
 * The action units to show beside an event, at most `most`: its own first, then those that moved most on its face
 * meanwhile. `measured` is the order of the session's intensities.
 */
export function auRows(
  event: ReviewedEvent,
  faces: Iterable<FaceRecord>,
  measured: readonly number[],
  most: number,
): AuNumber[] {
  const peaks = new Map<number, number>();
  for (const { trackId, measurement } of faces) {
    if (trackId !== event.trackId || !measurement) continue;
    measured.forEach((au, i) => {
      const peak = Math.max(measurement.au[i]!, measurement.au[i + measured.length]!);
      if (peak > (peaks.get(au) ?? 0)) peaks.set(au, peak);
    });
  }
  const own = event.aus.map(({ au }) => au);
  const others = [...peaks]
    .filter(([au, peak]) => peak >= VISIBLE_FROM && !own.includes(au as AuNumber))
    .sort((a, b) => b[1] - a[1])
    .map(([au]) => au as AuNumber);
  return [...own, ...others].slice(0, most);
}
