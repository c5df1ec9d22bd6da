/** Where each face's rows lie in the timeline, in pixels from the top of its part that scrolls. */
import { AU_NUMBERS } from '../../../contract/au.ts';
import type { TrackRow } from '../../../contract/channels/review.ts';

/** In rem. */
const BARS = 1.5;
const EMOTIONS = 0.875;
const STRIP = 2.125;
const UNIT_ROW = 0.875;
const GAP = 0.5;

export interface TrackLane {
  readonly track: number;
  readonly topPx: number;
  /** Height of the row of event bars. */
  readonly barsPx: number;
  /** Height of the row of words below it; 0: nothing has been named. */
  readonly emotionsPx: number;
  readonly stripTopPx: number;
  readonly stripPx: number;
  readonly bottomPx: number;
  readonly isExpanded: boolean;
}

export function layOutTracks(
  tracks: readonly TrackRow[],
  expanded: ReadonlySet<number>,
  remPx: number,
  hasEmotions: boolean,
): { readonly lanes: readonly TrackLane[]; readonly heightPx: number } {
  let topPx = 0;
  const lanes = tracks.map(({ id }) => {
    const isExpanded = expanded.has(id);
    const barsPx = Math.round(BARS * remPx);
    const emotionsPx = hasEmotions ? Math.round(EMOTIONS * remPx) : 0;
    const stripTopPx = topPx + barsPx + emotionsPx;
    const stripPx = Math.round((isExpanded ? UNIT_ROW * AU_NUMBERS.length : STRIP) * remPx);
    const lane = {
      track: id,
      topPx,
      barsPx,
      emotionsPx,
      stripTopPx,
      stripPx,
      bottomPx: stripTopPx + stripPx,
      isExpanded,
    };
    topPx = lane.bottomPx + Math.round(GAP * remPx);
    return lane;
  });
  return { lanes, heightPx: topPx };
}

export const laneAt = (lanes: readonly TrackLane[], yPx: number): TrackLane | null =>
  lanes.find(({ topPx, bottomPx }) => yPx >= topPx && yPx < bottomPx) ?? null;
