import type { EventRow } from '../../../contract/channels/review.ts';
import type { EventRecord } from '../../../contract/session.ts';

/** An event that nobody has decided about yet. */
export function eventRow({
  id,
  trackId,
  kind,
  onset,
  apex,
  offset,
  aus,
  score,
  ...rest
}: EventRecord): EventRow {
  return {
    ...{ id, track: trackId, kind, origin: 'found' },
    ...{ onset, apex, offset, found: { onset, apex, offset } },
    aus: [...aus],
    score,
    cautions: [...rest.cautions],
    label: rest.recognition?.emotion ?? null,
    probabilities: rest.recognition ? { ...rest.recognition.probabilities } : null,
    review: 'unreviewed',
    decisions: [],
  };
}
