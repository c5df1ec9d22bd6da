import { basename } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { APEX, borisEvents, type BorisEvent } from './boris-events.ts';
import { type ExportSource, subjectOf } from './export-source.ts';
import { auText, reviewText } from './wording.ts';

/** BORIS's own header for aggregated events (`export_events.py`), with two modifiers and no independent variable. */
const COLUMNS = [
  ...['Observation id', 'Observation date', 'Description', 'Observation type', 'Source', 'Time offset (s)'],
  ...['Coding duration', 'Media duration (s)', 'FPS (frame/s)'],
  ...['Subject', 'Observation duration by subject by observation', 'Behavior', 'Behavioral category'],
  ...[
    'Modifier #1',
    'Modifier #2',
    'Behavior type',
    'Start (s)',
    'Stop (s)',
    'Duration (s)',
    'Media file name',
  ],
  ...['Image index start', 'Image index stop', 'Image file path start', 'Image file path stop'],
  ...['Comment start', 'Comment stop'],
];

/**
 * `NAME.boris.tsv`: BORIS's table of aggregated events. Each event is a STATE row from onset to offset and a POINT
 * row at its apex; modifier 1 holds the action units, modifier 2 the label. Image indices count from 0, as BORIS's.
 */
export function* borisTable(source: ExportSource): Generator<string> {
  const options = { delimiter: '\t', record_delimiter: '\n' };
  yield stringify([COLUMNS], options);
  const events = borisEvents(source.session, source.range);
  const observation = observationCells(source, events);
  yield stringify(
    events.flatMap((event) => rows(event, observation)),
    options,
  );
}

interface Observation {
  readonly cells: readonly string[];
  readonly durationS: string;
  readonly fileName: string;
}

function observationCells(
  { session, baseName, at }: ExportSource,
  events: readonly BorisEvent[],
): Observation {
  const { input } = session;
  const fileName = basename(input?.path ?? '');
  const durationS = (input?.durationS ?? 0).toFixed(3);
  const codedMs = events.length === 0 ? 0 : Math.max(...events.map(({ toMs }) => toMs)) - events[0]!.fromMs;
  const cells = [
    ...[baseName, at.toISOString().slice(0, 19), `Onset ${session.provenance?.onset ?? ''}`.trim()],
    ...['Media file', `player #1:${fileName}`, '0.000'],
    ...[(codedMs / 1000).toFixed(3), durationS, (input?.fps ?? 0).toFixed(3)],
  ];
  return { cells, durationS, fileName };
}

function rows({ event, behavior, fromMs, toMs, apexMs }: BorisEvent, observation: Observation): string[][] {
  const { onset, apex, offset } = event;
  const row = (
    code: string,
    type: string,
    spanMs: [number, number],
    frames: [number, number],
    comment: string,
  ) => [
    ...observation.cells,
    ...[
      subjectOf(event.trackId),
      observation.durationS,
      code,
      '',
      auText(event.aus),
      event.label ?? '',
      type,
    ],
    ...[spanMs[0], spanMs[1]].map((ms) => (ms / 1000).toFixed(3)),
    type === 'POINT' ? 'NA' : ((spanMs[1] - spanMs[0]) / 1000).toFixed(3),
    observation.fileName,
    ...[String(frames[0]), String(frames[1]), '', '', comment, ''],
  ];
  return [
    row(behavior, 'STATE', [fromMs, toMs], [onset.frameIndex, offset.frameIndex], reviewText(event)),
    row(APEX, 'POINT', [apexMs, apexMs], [apex.frameIndex, apex.frameIndex], reviewText(event)),
  ];
}
