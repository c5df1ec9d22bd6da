import { resolve } from 'node:path';
import { APEX, borisEvents, type BorisEvent } from './boris-events.ts';
import { type ExportSource, subjectOf } from './export-source.ts';
import { auText, reviewText } from './wording.ts';

/** A row of `observations[…].events`: seconds, subject, code, modifier, comment, frame. */
type Row = readonly [number, string, string, string, string, number];

/** BORIS refers to media by player, "1" to "8". */
const PLAYERS = ['1', '2', '3', '4', '5', '6', '7', '8'];

/**
 * `NAME.boris`: a project that BORIS opens (format 7.0), with the video as its one observation. A state event is
 * two rows, start and stop; the modifier holds the action units and the label.
 */
export function* borisProject({ session, range, baseName, at }: ExportSource): Generator<string> {
  const events = borisEvents(session, range);
  const { input } = session;
  const media = input ? resolve(input.path) : '';
  const subjects = [...new Set(events.map(({ event }) => subjectOf(event.trackId)))];
  const states = [...new Set(events.map(({ behavior }) => behavior))];
  const date = at.toISOString().slice(0, 19);
  const project = {
    time_format: 'hh:mm:ss',
    project_date: date,
    project_name: baseName,
    project_description: `Candidates found by Onset ${session.provenance?.onset ?? ''}; review needed`,
    project_format_version: '7.0',
    subjects_conf: numbered(subjects.map((name) => ({ key: '', name, description: '' }))),
    behaviors_conf: numbered([
      ...states.map((code) => behavior('State event', code, modifiersOf(events))),
      ...(events.length > 0 ? [behavior('Point event', APEX, '')] : []),
    ]),
    observations: {
      [baseName]: {
        file: Object.fromEntries(PLAYERS.map((player) => [player, player === '1' && media ? [media] : []])),
        type: 'MEDIA',
        date,
        description: '',
        'time offset': 0,
        events: events.flatMap(rows).sort((a, b) => a[0] - b[0]),
        'observation time interval': [0, 0],
        independent_variables: {},
        visualize_spectrogram: false,
        visualize_waveform: false,
        media_creation_date_as_offset: false,
        media_scan_sampling_duration: 0,
        image_display_duration: 1,
        close_behaviors_between_videos: false,
        media_info: {
          length: { [media]: input?.durationS ?? 0 },
          fps: { [media]: input?.fps ?? 0 },
          hasVideo: { [media]: true },
          hasAudio: { [media]: false },
          offset: { '1': 0 },
        },
      },
    },
    behavioral_categories: [],
    independent_variables: {},
    coding_map: {},
    behaviors_coding_map: [],
    converters: {},
  };
  yield `${JSON.stringify(project, null, 1)}\n`;
}

function rows(item: BorisEvent): Row[] {
  const { event, behavior, fromMs, toMs, apexMs } = item;
  const subject = subjectOf(event.trackId);
  const comment = reviewText(event);
  const modifier = modifierValues(item).join('|');
  return [
    [fromMs / 1000, subject, behavior, modifier, comment, event.onset.frameIndex],
    [apexMs / 1000, subject, APEX, '', comment, event.apex.frameIndex],
    [toMs / 1000, subject, behavior, modifier, comment, event.offset.frameIndex],
  ];
}

const behavior = (type: string, code: string, modifiers: Modifiers | '') => ({
  ...{ type, key: '', code, description: '', color: '', category: '', excluded: '', 'coding map': '' },
  modifiers,
});

type Modifiers = ReturnType<typeof modifiersOf>;

function modifiersOf(events: readonly BorisEvent[]) {
  const modifier = (name: string, values: readonly string[]) => ({
    // Type 0: one of the values.
    ...{ name, description: '', type: 0, ask_at_stop: false, values: [...new Set(values)] },
  });
  return {
    '0': modifier(
      'action units',
      events.map((event) => modifierValues(event)[0]),
    ),
    '1': modifier(
      'label',
      events.map((event) => modifierValues(event)[1]),
    ),
  };
}

/** In BORIS a bar divides modifiers, a comma their values, and parentheses enclose a shortcut key. */
function modifierValues({ event }: BorisEvent): [actionUnits: string, label: string] {
  const plain = (text: string) => text.replaceAll(/[|,]/g, '/').replaceAll('(', '[').replaceAll(')', ']');
  return [auText(event.aus) || 'None', plain(event.label ?? 'None')];
}

const numbered = <Item>(items: readonly Item[]): Record<string, Item> =>
  Object.fromEntries(items.map((item, i) => [String(i), item]));
