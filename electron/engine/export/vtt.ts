import { basename } from 'node:path';
import { eventSpanMs } from './milliseconds.ts';
import type { ExportSource } from './export-source.ts';
import { standingEvents } from '../../../contract/reviewed-events.ts';
import { auText, KIND_NAMES, reviewText } from './wording.ts';

/** `NAME.vtt`: WebVTT, one cue for each event, for players and browsers. Rejected events are left out. */
export function* vtt({ session, range }: ExportSource): Generator<string> {
  const { input, provenance } = session;
  yield 'WEBVTT\n\n';
  yield `NOTE Onset ${provenance?.onset ?? ''}: candidate movements in ${oneLine(basename(input?.path ?? ''))}\n`;
  yield provenance?.model
    ? `Named by ${oneLine(provenance.model.name)}\n\n`
    : 'No recognizer was installed: movements are not named\n\n';
  for (const event of standingEvents(session, range)) {
    const { fromMs, toMs } = eventSpanMs(event, session);
    const what = [
      `Face ${event.trackId}: ${KIND_NAMES[event.kind]}`,
      ...(event.aus.length > 0 ? [auText(event.aus)] : []),
      ...(event.label === null ? [] : [event.label]),
    ].join(', ');
    yield `event-${event.id}\n${clock(fromMs)} --> ${clock(toMs)}\n`;
    yield `${cueText(what)}\n${cueText(reviewText(event))}\n\n`;
  }
}

function clock(ms: number): string {
  const digits = (value: number, count: number) => String(value).padStart(count, '0');
  const [hours, minutes, seconds] = [
    Math.floor(ms / 3_600_000),
    Math.floor(ms / 60_000) % 60,
    Math.floor(ms / 1000) % 60,
  ];
  return `${digits(hours, 2)}:${digits(minutes, 2)}:${digits(seconds, 2)}.${digits(ms % 1000, 3)}`;
}

const cueText = (text: string): string =>
  oneLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A line break would end the cue or the note, and an arrow may stand in neither. */
const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll('-->', '→')
    .trim();
