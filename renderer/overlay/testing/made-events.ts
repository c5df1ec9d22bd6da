/** Rows as the engine would give them, for tests of what is done with them. */
import type { EventRow } from '../../../contract/channels/review.ts';

const FRAME_US = 10_000;
const moment = (frameIndex: number): { timeUs: number; frameIndex: number } => ({
  timeUs: frameIndex * FRAME_US,
  frameIndex,
});

export function madeEvent(id: number, onset: number, offset: number, more: Partial<EventRow> = {}): EventRow {
  const at = { onset: moment(onset), apex: moment(Math.round((onset + offset) / 2)), offset: moment(offset) };
  return {
    id,
    track: 1,
    kind: 'micro',
    origin: 'found',
    ...at,
    found: at,
    aus: [{ au: 12, side: 'left', p: 0.8, intensity: 1.2 }],
    score: 0.7,
    cautions: [],
    label: null,
    probabilities: null,
    review: 'unreviewed',
    decisions: [],
    ...more,
  };
}
