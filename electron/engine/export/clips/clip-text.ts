import { basename } from 'node:path';
import type { SessionReader } from '../../../../contract/session.ts';
import { SYNTHETIC_MARK } from '../../../../contract/synthetic.ts';
import { ONSET_VERSION } from '../../../../contract/version.ts';
import type { ReviewedEvent } from '../../../../contract/reviewed-events.ts';
import { auText, KIND_NAMES, reviewText } from '../wording.ts';

export interface ClipFacts {
  readonly session: SessionReader;
  readonly baseName: string;
  readonly isSynthetic: boolean;
  readonly isBlurred: boolean;
}

/** `NAME.event-0003.mp4`, and `NAME.event-0003.slow-8x.mp4` where it runs slower. */
export const clipName = (baseName: string, { id }: ReviewedEvent, times: number): string =>
  `${baseName}.event-${String(id).padStart(4, '0')}${times === 1 ? '' : `.slow-${times}x`}.mp4`;

/** What a file says of itself to whoever finds it without its session. */
export function clipTags(event: ReviewedEvent, times: number, facts: ClipFacts): Record<string, string> {
  const { session, baseName, isSynthetic, isBlurred } = facts;
  const what = [`event ${event.id}`, KIND_NAMES[event.kind], auText(event.aus), event.label ?? ''];
  const comment = [
    `Onset ${ONSET_VERSION}`,
    `session ${baseName}.onset made by ${session.provenance?.onset ?? 'an unknown version'}`,
    ...(session.input ? [`source sha256 ${session.input.sha256}`] : []),
    `event ${event.id} from ${event.onset.timeUs / 1e6} s to ${event.offset.timeUs / 1e6} s of the source`,
    reviewText(event),
    ...(times === 1 ? [] : [`slowed ${times} times, no frames added`]),
    ...(isBlurred ? ['faces blurred'] : []),
    ...(isSynthetic ? [SYNTHETIC_MARK] : []),
  ];
  return {
    title: `${basename(baseName)}: ${what.filter((part) => part !== '').join(', ')}`,
    comment: comment.join('; '),
  };
}

/** The last lines of the panel beside the picture. */
export const overlayNotes = ({ isBlurred, isSynthetic }: ClipFacts): string[] => [
  `Onset ${ONSET_VERSION}`,
  ...(isBlurred ? ['faces blurred'] : []),
  ...(isSynthetic ? ['made picture, not a recording'] : []),
];
