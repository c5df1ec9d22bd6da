import type { EventAu, EventKind } from '../../../contract/spot.ts';
import type { ReviewedEvent } from '../../../contract/reviewed-events.ts';

export const KIND_NAMES = {
  micro: 'micro-expression',
  macro: 'macro-expression',
} as const satisfies Record<EventKind, string>;

/** `AU04+AU12 left`: as OpenFace numbers them, with the person's own side where only one moved. */
export const auText = (aus: readonly EventAu[]): string =>
  aus.map(({ au, side }) => `AU${String(au).padStart(2, '0')}${side === 'both' ? '' : ` ${side}`}`).join('+');

/** `4+L12`: as FACS and the data sets' tables write it. */
export const auFacs = (aus: readonly EventAu[]): string =>
  aus.map(({ au, side }) => `${{ left: 'L', right: 'R', both: '' }[side]}${au}`).join('+');

/** What a reader must know before believing the event. */
export function reviewText({ review, reviewer, score, cautions, isAdded }: ReviewedEvent): string {
  const parts = [
    review === 'unreviewed' ? 'unreviewed candidate, review needed' : `${review} by ${reviewer}`,
    isAdded ? 'added by hand' : `score ${score.toFixed(2)}`,
  ];
  if (cautions.length > 0) parts.push(`cautions: ${cautions.join(', ')}`);
  return parts.join('; ');
}
