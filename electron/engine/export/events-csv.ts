import { basename } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { type ExportSource, subjectOf } from './export-source.ts';
import { type ReviewedEvent, reviewedEvents } from '../../../contract/reviewed-events.ts';
import { auFacs } from './wording.ts';

const COLUMNS = [
  ...['subject', 'filename', 'onset_frame', 'apex_frame', 'offset_frame', 'onset_s', 'apex_s', 'offset_s'],
  ...['duration_ms', 'aus', 'label', 'score', 'fps', 'source', 'reviewer'],
  ...['review', 'kind', 'track', 'cautions'],
];

/**
 * `NAME.events.csv` (RFC 4180): one row for each event, columns as in the tables of the micro-expression data sets.
 * Frames count from 1, as in `NAME.frames.csv` beside it; times are exact to the microsecond. `source` is `human`
 * once a person has decided about the event.
 */
export function* eventsCsv({ session, range }: ExportSource): Generator<string> {
  const filename = session.input ? basename(session.input.path) : '';
  const fps = session.input ? String(Number(session.input.fps.toFixed(3))) : '';
  const options = { record_delimiter: '\r\n' };
  yield stringify([COLUMNS], options);
  const events = reviewedEvents(session, range);
  yield stringify(
    events.map((event) => row(event, filename, fps)),
    options,
  );
}

const row = (event: ReviewedEvent, filename: string, fps: string): string[] => [
  ...[subjectOf(event.trackId), filename],
  ...[event.onset, event.apex, event.offset].map(({ frameIndex }) => String(frameIndex + 1)),
  ...[event.onset, event.apex, event.offset].map(({ timeUs }) => (timeUs / 1e6).toFixed(6)),
  ((event.offset.timeUs - event.onset.timeUs) / 1000).toFixed(3),
  ...[auFacs(event.aus), event.label ?? '', event.isAdded ? '' : event.score.toFixed(4), fps],
  ...[event.review === 'unreviewed' ? 'model' : 'human', event.reviewer ?? ''],
  ...[event.review, event.kind, String(event.trackId), event.cautions.join(' ')],
];
