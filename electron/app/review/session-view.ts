import type { SessionView } from '../../../contract/channels/review.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { reviewedEvents } from '../../../contract/reviewed-events.ts';
import type { Session } from '../../engine/session/index.ts';
import type { AppContext } from '../context.ts';
import type { OpenSession } from './open-sessions.ts';
import { eventRow, noteRow, raters, trackRows } from './rows.ts';

/** Everything about a session but its pictures and curves. */
export async function sessionView(
  { id, reader, media }: OpenSession,
  context: AppContext,
): Promise<SessionView> {
  const summary = context.library.list().find((each) => each.id === id);
  if (!summary) throw new OnsetError('session-unknown', { session: id });
  const { undo, redo } = reader.nextActs;
  return {
    summary,
    frames: reader.input?.frames ?? reader.countFrames(),
    durationUs: (reader.input?.durationS ?? summary.durationS) * 1e6,
    tracks: trackRows(reader),
    events: reviewedEvents(reader).map(eventRow),
    notes: [...reader.notes()].map(noteRow),
    raters: raters(reader),
    canUndo: undo !== null,
    canRedo: redo !== null,
    provenance: provenance(reader),
    hasSound: await media.hasSound(),
  };
}

function provenance({ input, provenance, timing }: Session): [string, string][] {
  const rows: [string, string | null | undefined][] = [
    ['Video', input?.path],
    ['SHA-256 of the video', input?.sha256],
    ['Picture', input && `${input.widthPx} × ${input.heightPx}`],
    ['Frames a second', input && `${input.fps}${input.isVariableRate ? ' (uneven)' : ''}`],
    ['Frames', input && String(input.frames)],
    ['Made with', provenance && `Onset ${provenance.onset}`],
    ['Crop recipe', provenance?.recipe],
    ['Landmark networks', provenance?.bundle?.name],
    ['SHA-256 of the landmark networks', provenance?.bundle?.sha256],
    ['Recognizer', provenance && (provenance.model?.name ?? 'none: movements are not named')],
    ['SHA-256 of the recognizer', provenance?.model?.sha256],
    ['Recognizer trained on', provenance?.model?.trainedOn],
    ['Recognizer ran on', provenance?.model?.provider],
    ['Speed', timing && `${timing.realtimeFactor.toFixed(2)} × real time`],
    ...Object.entries(provenance?.settings ?? {}).map(([name, value]): [string, string] => [
      `Setting: ${name}`,
      JSON.stringify(value),
    ]),
  ];
  return rows.filter((row): row is [string, string] => typeof row[1] === 'string');
}
