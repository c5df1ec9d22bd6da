import type { Gives } from '../../../contract/channels/index.ts';
import { AU_NUMBERS } from '../../../contract/au.ts';
import { CAUTION_MEANINGS } from '../../../contract/cautions.ts';
import { OnsetError } from '../../../contract/errors.ts';
import type { ReviewedEvent } from '../../../contract/reviewed-events.ts';
import type { Session } from '../../engine/session/index.ts';
import { inOurOrder } from './overlays.ts';
import { clamped, reviewedEventOf } from './rows.ts';

type Evidence = Gives<'review.evidence'>;

/** Shown before onset and after offset: what is at rest there is what the movement is told from. */
const AROUND_US = 1_000_000;

/** What a person checks an event against. Throws `session-lacks`. */
export function evidence(session: Session, eventId: number): Evidence {
  const event = reviewedEventOf(session, eventId);
  if (!event) throw new OnsetError('session-lacks', { what: `event ${eventId}` });
  const range = { fromUs: event.onset.timeUs - AROUND_US, toUs: event.offset.timeUs + AROUND_US };
  const frames = [...session.frames(range)];
  return {
    event: eventId,
    frames,
    ...curvesOf(session, event.trackId, range, frames),
    recognizer: recognizerOf(session, event),
    cautions: event.cautions.map((caution) => ({
      caution,
      meaning: CAUTION_MEANINGS[caution],
    })),
    framesInEvent: frames.filter(
      ({ timeUs }) => timeUs >= event.onset.timeUs && timeUs <= event.offset.timeUs,
    ).length,
  };
}

function curvesOf(
  session: Session,
  trackId: number,
  range: { readonly fromUs: number; readonly toUs: number },
  frames: readonly { readonly frameIndex: number }[],
): Pick<Evidence, 'left' | 'right' | 'activity'> {
  const count = frames.length;
  const place = new Map(frames.map(({ frameIndex }, i) => [frameIndex, i]));
  const left = new Float32Array(AU_NUMBERS.length * count).fill(NaN);
  const right = new Float32Array(AU_NUMBERS.length * count).fill(NaN);
  const activity = new Float32Array(count).fill(NaN);
  const { auNumbers } = session;
  for (const measured of session.measurements(trackId, range)) {
    const at = place.get(measured.frameIndex)!;
    const au = inOurOrder(measured.au, auNumbers);
    activity[at] = measured.activity;
    for (let i = 0; i < AU_NUMBERS.length; i++) {
      left[i * count + at] = au[i]!;
      right[i * count + at] = au[AU_NUMBERS.length + i]!;
    }
  }
  return { left, right, activity };
}

/** From the event itself, and the window of its track that holds its apex most nearly in the middle. */
function recognizerOf(session: Session, event: ReviewedEvent): Evidence['recognizer'] {
  const model = session.provenance?.model ?? null;
  if (!model) return null;
  const apexUs = event.found.apex.timeUs;
  const window = [...session.windows(event.trackId)]
    .filter(({ fromUs, toUs }) => fromUs <= apexUs && apexUs <= toUs)
    .sort((a, b) => Math.abs(middle(a) - apexUs) - Math.abs(middle(b) - apexUs))[0];
  const probabilities = event.recognition?.probabilities ?? window?.emotions ?? {};
  return {
    name: model.name,
    probabilities: clamped(probabilities),
    aus: window?.aus ? clamped(window.aus) : null,
    nodes: window?.nodes ? weights(window.nodes) : null,
  };
}

/** The nodes that the pooling kept, by how much they were let through, whichever way. */
const weights = (nodes: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(nodes).flatMap(([au, score]) => (score === 0 ? [] : [[au, Math.min(1, Math.abs(score))]])),
  );

const middle = ({ fromUs, toUs }: { readonly fromUs: number; readonly toUs: number }): number =>
  (fromUs + toUs) / 2;
