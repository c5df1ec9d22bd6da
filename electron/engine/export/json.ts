import type { EventAu, Moment } from '../../../contract/spot.ts';
import type { SessionReader } from '../../../contract/session.ts';
import type { ExportSource } from './export-source.ts';
import { type ReviewedEvent, reviewedEvents } from '../../../contract/reviewed-events.ts';

/**
 * `NAME.json`: what was found, without the measurements. Times are seconds of the source to the microsecond;
 * `frame` counts from 0 and names the same frame as the time beside it. Events that a reviewer rejected stay
 * and say so in `review`.
 */
export function* json({ session, range }: ExportSource): Generator<string> {
  const { fromUs = -Infinity, toUs = Infinity } = range;
  const document = {
    onset: session.provenance?.onset ?? null,
    input: input(session),
    model: model(session),
    tracks: [...session.tracks()]
      .filter((track) => track.toUs >= fromUs && track.fromUs <= toUs)
      .map((track) => ({
        id: track.id,
        from_s: seconds(track.fromUs),
        to_s: seconds(track.toUs),
        frames: track.frames,
        coverage: track.coverage,
      })),
    events: reviewedEvents(session, range).map(event),
    timing: timing(session),
  };
  yield `${JSON.stringify(document, null, 2)}\n`;
}

function input({ input }: SessionReader) {
  return (
    input && {
      path: input.path,
      sha256: input.sha256,
      width: input.widthPx,
      height: input.heightPx,
      fps: input.fps,
      frames: input.frames,
      duration_s: input.durationS,
    }
  );
}

function model({ provenance }: SessionReader) {
  const model = provenance?.model ?? null;
  return (
    model && { name: model.name, sha256: model.sha256, provider: model.provider, trained_on: model.trainedOn }
  );
}

const event = (event: ReviewedEvent) => ({
  track: event.trackId,
  kind: event.kind,
  onset: moment(event.onset),
  apex: moment(event.apex),
  offset: moment(event.offset),
  emotion: event.label,
  probabilities: event.recognition?.probabilities ?? {},
  aus: event.aus.map(({ au, p, side }: EventAu) => ({ au, p, side })),
  score: event.isAdded ? null : event.score,
  cautions: event.cautions,
  review: { state: event.review, reviewer: event.reviewer },
});

const moment = ({ timeUs, frameIndex }: Moment) => ({ t_s: seconds(timeUs), frame: frameIndex });

function timing({ timing }: SessionReader) {
  return (
    timing && {
      wall_s: timing.wallS,
      realtime_factor: timing.realtimeFactor,
      stages_ms_per_frame: timing.stagesMsPerFrame,
    }
  );
}

const seconds = (us: number): number => us / 1e6;
