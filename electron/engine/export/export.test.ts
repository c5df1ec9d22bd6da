import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OnsetError } from '../../../contract/errors.ts';
import type { SessionReader } from '../../../contract/session.ts';
import {
  MADE,
  MADE_INPUT_PATH,
  writeEmptySession,
  writeMadeSession,
} from '../../../test/helpers/made-session.ts';
import { readVtt } from '../../../test/helpers/read-vtt.ts';
import { exportSession, type ExportOptions, isTextFormat, parseFormats, TEXT_FORMATS } from './index.ts';

const AT = new Date('2026-11-21T18:00:00Z');
const OPENFACE_ORDER =
  'AU01_r AU02_r AU04_r AU05_r AU06_r AU07_r AU09_r AU10_r AU12_r AU14_r AU15_r AU17_r AU20_r AU23_r AU25_r AU26_r ' +
  'AU45_r AU01_c AU02_c AU04_c AU05_c AU06_c AU07_c AU09_c AU10_c AU12_c AU14_c AU15_c AU17_c AU20_c AU23_c AU25_c ' +
  'AU26_c AU45_c';

let folder: string;
let made: ReturnType<typeof writeMadeSession>;
let empty: ReturnType<typeof writeEmptySession>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset-export-'));
  made = writeMadeSession(join(folder, 'made.onset'));
  empty = writeEmptySession(join(folder, 'empty.onset'));
});
afterAll(() => {
  made[Symbol.dispose]();
  empty[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

/** Exports to a folder of its own and returns each file's text by its ending. */
async function exported(session: SessionReader, formats: string, options: ExportOptions = {}) {
  const outDir = mkdtempSync(join(folder, 'out-'));
  const paths = await exportSession(session, parseFormats(formats).filter(isTextFormat), outDir, 'clip', {
    at: AT,
    ...options,
  });
  expect(readdirSync(outDir).toSorted()).toEqual(
    paths.map((path) => path.slice(outDir.length + 1)).toSorted(),
  );
  return Object.fromEntries(paths.map((path) => [path.slice(outDir.length + 6), readFileSync(path, 'utf8')]));
}

const timeOf = (frame: number): number => made.timeOf(frame)! / 1e6;

describe('the call', () => {
  test('each format writes the files it names', async () => {
    expect(Object.keys(await exported(made, TEXT_FORMATS.join(',')))).toEqual([
      ...['json', 'frames.csv', 'events.csv', 'eaf', 'vtt', 'boris.tsv', 'boris'],
    ]);
  });

  test('an unknown format is refused with the names of those there are', () => {
    expect(parseFormats(' CSV, json,csv')).toEqual(['csv', 'json']);
    expect(() => parseFormats('json,mkv,pdf')).toThrow(/no format mkv, pdf/);
    for (const list of ['mkv', '', 'constructor'])
      expect(lineOf(() => parseFormats(list))).toContain('json, csv, eaf, vtt, boris');
  });

  test('a span that ends before it begins is refused', async () => {
    const call = exportSession(made, ['json'], folder, 'x', { fromS: 2, toS: 1 });
    await expect(call).rejects.toMatchObject({ code: 'usage', exitStatus: 2 });
  });

  test('a folder that cannot be is refused, and nothing is left', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const unwritable = { code: 'output-unwritable', exitStatus: 1 };
    await expect(exportSession(made, ['json'], file, 'clip')).rejects.toMatchObject(unwritable);
    await expect(exportSession(made, ['json'], join(file, 'under'), 'clip')).rejects.toMatchObject(
      unwritable,
    );
  });

  test('what is written before a failure does not get the final name', async () => {
    const outDir = mkdtempSync(join(folder, 'out-'));
    const failing: SessionReader = new Proxy(made, {
      get(target, name) {
        if (name === 'timeOf') throw new Error('the session breaks off');
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    await expect(exportSession(failing, ['json', 'vtt'], outDir, 'clip')).rejects.toThrow('breaks off');
    expect(readdirSync(outDir)).toEqual(['clip.json']);
  });
});

describe('json', () => {
  test('has the shape that other programs rely on', async () => {
    const document = JSON.parse((await exported(made, 'json'))['json']!) as Json;
    expect(Object.keys(document)).toEqual(['onset', 'input', 'model', 'tracks', 'events', 'timing']);
    expect(document['input']).toEqual({
      ...{ path: MADE_INPUT_PATH, sha256: 'ab'.repeat(32), width: 640, height: 360 },
      ...{ fps: made.input!.fps, frames: 120, duration_s: made.input!.durationS },
    });
    expect(document['model']).toEqual({
      ...{ name: 'au-gacn', sha256: 'ef'.repeat(32), provider: 'cpu', trained_on: 'made clips' },
    });
    expect(document['tracks']).toEqual([
      { id: 1, from_s: 0, to_s: timeOf(119), frames: 115, coverage: 115 / 120 },
      { id: 2, from_s: timeOf(60), to_s: timeOf(119), frames: 60, coverage: 1 },
    ]);
    expect(document['timing']).toEqual({
      ...{ wall_s: 2, realtime_factor: 2.1, stages_ms_per_frame: { landmarks: 8.5 } },
    });
    expect((document['events'] as Json[])[1]).toEqual({
      ...{ track: 1, kind: 'micro' },
      onset: { t_s: timeOf(15), frame: 15 },
      apex: { t_s: timeOf(18), frame: 18 },
      offset: { t_s: timeOf(21), frame: 21 },
      ...{ emotion: 'surprise', probabilities: { surprise: 0.75, negative: 0.25 } },
      ...{ aus: [{ au: 12, p: 0.75, side: 'left' }], score: 0.8125, cautions: [] },
      review: { state: 'unreviewed', reviewer: null },
    });
  });

  test('says what a reviewer decided', async () => {
    const { events } = JSON.parse((await exported(made, 'json'))['json']!) as { events: Json[] };
    expect(events.map((event) => (event['review'] as Json)['state'])).toEqual([
      ...['unreviewed', 'unreviewed', 'relabelled', 'rejected', 'unreviewed', 'unreviewed', 'unreviewed'],
    ]);
    expect(events[2]).toMatchObject({
      onset: { frame: 31, t_s: timeOf(31) },
      emotion: 'disgust, mild & "odd"',
    });
  });

  test('holds no model, track or event where there is none', async () => {
    expect(JSON.parse((await exported(empty, 'json'))['json']!)).toMatchObject({
      ...{ model: null, tracks: [], events: [], timing: null },
    });
  });
});

describe('frames.csv', () => {
  test('names and orders its columns as OpenFace does', async () => {
    const [header] = (await exported(made, 'csv'))['frames.csv']!.split('\n');
    const names = header!.split(', ');
    expect(names.slice(0, 5)).toEqual(['frame', 'face_id', 'timestamp', 'confidence', 'success']);
    expect(names.slice(5, 11).join(' ')).toBe('pose_Tx pose_Ty pose_Tz pose_Rx pose_Ry pose_Rz');
    expect([names[11], names[78], names[79], names[146]]).toEqual(['x_0', 'x_67', 'y_0', 'y_67']);
    expect(names.slice(147, 181).join(' ')).toBe(OPENFACE_ORDER);
    expect(names.slice(181).every((name) => /^(left|right)_AU\d\d$/.test(name))).toBe(true);
    expect(new Set(names).size).toBe(names.length);
  });

  test('writes numbers with its decimals', async () => {
    const lines = (await exported(made, 'csv'))['frames.csv']!.split('\n');
    // Frame 2 of track 1: the mesh of the helper is 100 + 50 + i/4 + 2, point 162 (i = 486) the first of the 68.
    expect(lines[3]).toMatch(
      /^3, 1, 0\.067, 0\.94, 1, 12\.5, -7\.3, 612\.8, 0\.129, 0\.248, 0\.031, 273\.5, /,
    );
    expect(lines[3]!.split(', ').slice(147, 149)).toEqual(['0.00', '0.00']);
    expect(lines[3]!.split(', ').slice(164, 166)).toEqual(['0.0', '0.0']);
  });

  test('has a row for every frame and face', async () => {
    const rows = await frameRows();
    expect(rows).toHaveLength(MADE.frames + 60);
    for (let frame = 0; frame < MADE.frames; frame++) {
      const of = rows.filter((row) => row['frame'] === String(frame + 1));
      expect(of.map((row) => row['face_id'])).toEqual(
        frame >= 60 ? ['1', '2'] : frame >= 20 && frame <= 24 ? ['0'] : ['1'],
      );
      for (const row of of) expect(row['timestamp']).toBe(timeOf(frame).toFixed(3));
    }
    const absent = rows.find((row) => row['frame'] === '21')!;
    expect([absent['success'], absent['confidence'], absent['AU12_r'], absent['x_0']]).toEqual([
      ...['0', '0.00', '0.00', '0.0'],
    ]);
  });

  test('presence and intensity never contradict each other', async () => {
    const rows = (await frameRows()).filter((row) => row['success'] === '1' && row['AU12_r'] !== '');
    // The left side grows by 1/40 a frame: from frame 40 on it is 1 or more.
    expect(rows.filter((row) => row['face_id'] === '1' && Number(row['frame']) === 40)[0]).toMatchObject({
      ...{ AU12_r: '0.98', AU12_c: '0.0', left_AU12: '0.98', right_AU12: '0.25' },
    });
    expect(new Set(rows.map((row) => `${Number(row['AU12_r']) >= 1} ${row['AU12_c']}`))).toEqual(
      new Set(['false 0.0', 'true 1.0']),
    );
  });

  test('leaves empty what was not measured of a face', async () => {
    const row = (await frameRows()).find((candidate) => candidate['frame'] === '6')!;
    expect([row['success'], row['AU12_r'], row['AU12_c'], row['left_AU12']]).toEqual(['1', '', '', '']);
    const line = (await exported(made, 'csv'))['frames.csv']!.split('\n')[6]!;
    expect(line).toMatch(/\d,{68}$/);
  });

  test('has bare commas if asked', async () => {
    const text = (await exported(made, 'csv', { plainHeaders: true }))['frames.csv']!;
    expect(text).not.toContain(' ');
    const spaced = (await exported(made, 'csv'))['frames.csv']!;
    expect(spaced.replaceAll(', ', ',')).toBe(text);
  });

  test('keeps to the span that was asked for', async () => {
    const files = await exported(made, 'csv', { fromS: timeOf(58), toS: timeOf(61) });
    const rows = readCsv(files['frames.csv']!.replaceAll(', ', ','));
    expect(rows.map((row) => `${row['frame']}:${row['face_id']}`)).toEqual([
      '59:1',
      '60:1',
      '61:1',
      '61:2',
      '62:1',
      '62:2',
    ]);
    expect(readCsv(files['events.csv']!).map((row) => row['kind'])).toEqual(['macro']);
  });

  test('has rows for frames without anybody', async () => {
    const rows = readCsv((await exported(empty, 'csv'))['frames.csv']!.replaceAll(', ', ','));
    expect(rows.map((row) => [row['frame'], row['success']])).toEqual([
      ['1', '0'],
      ['2', '0'],
      ['3', '0'],
    ]);
  });

  async function frameRows() {
    return readCsv((await exported(made, 'csv'))['frames.csv']!.replaceAll(', ', ','));
  }
});

describe('events.csv', () => {
  test('reads back with its names, times and frames', async () => {
    const rows = readCsv((await exported(made, 'csv'))['events.csv']!);
    expect(Object.keys(rows[0]!).slice(0, 15).join(', ')).toBe(
      'subject, filename, onset_frame, apex_frame, offset_frame, onset_s, apex_s, offset_s, duration_ms, aus, label, ' +
        'score, fps, source, reviewer',
    );
    expect(rows).toHaveLength(7);
    expect(rows[0]).toMatchObject({
      ...{ subject: 'face1', filename: 'Zoë, "take 2" & <more>.mp4', aus: 'L12', label: '', score: '0.8125' },
      ...{ source: 'model', reviewer: '', review: 'unreviewed', kind: 'micro', track: '1' },
      cautions: 'blink low-frame-rate',
    });
    expect(rows[2]).toMatchObject({
      ...{ aus: '4', label: 'disgust, mild & "odd"', source: 'human', reviewer: 'Zoë "Z" <b>' },
      ...{ review: 'relabelled', onset_frame: '32', offset_frame: '37' },
    });
    expect(rows[3]).toMatchObject({ review: 'rejected' });
  });

  test('counts frames as frames.csv does', async () => {
    const files = await exported(made, 'csv');
    const frames = readCsv(files['frames.csv']!.replaceAll(', ', ','));
    const timestamp = new Map(frames.map((row) => [row['frame'], row['timestamp']]));
    for (const row of readCsv(files['events.csv']!))
      for (const moment of ['onset', 'apex', 'offset'])
        expect(Number(row[`${moment}_s`]).toFixed(3)).toBe(timestamp.get(row[`${moment}_frame`]));
  });

  test('has only its header without events', async () => {
    const text = (await exported(empty, 'csv'))['events.csv']!;
    expect([readCsv(text), text.endsWith('cautions\r\n')]).toEqual([[], true]);
  });
});

describe('eaf', () => {
  test('has the elements in the order of the schema, and every reference has its target', async () => {
    for (const session of [made, empty]) {
      const text = (await exported(session, 'eaf'))['eaf']!;
      const order = [...text.matchAll(/^<([A-Z_]+)/gm)].map((match) => match[1]!);
      const top = [
        'HEADER',
        'TIME_ORDER',
        'TIER',
        'LINGUISTIC_TYPE',
        'LANGUAGE',
        'CONSTRAINT',
        'CONTROLLED_VOCABULARY',
      ];
      const places = order.filter((name) => top.includes(name)).map((name) => top.indexOf(name));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expectReferences(readEaf(text));
    }
  });

  test('keeps events that overlap apart, and none without length', async () => {
    const { tiers, slots } = readEaf((await exported(made, 'eaf'))['eaf']!);
    expect(tiers.filter((tier) => tier.parent === undefined).map((tier) => tier.id)).toEqual([
      ...['ME@face1', 'ME-2@face1', 'MaE@face1', 'ME@face2'],
    ]);
    for (const tier of tiers) {
      const spans = tier.annotations.flatMap(({ from, to }) =>
        from === undefined || to === undefined ? [] : [[slots.get(from)!, slots.get(to)!] as const],
      );
      for (const [from, to] of spans) expect(to).toBeGreaterThan(from);
      for (const [i, span] of spans.slice(1).entries()) expect(span[0]).toBeGreaterThanOrEqual(spans[i]![1]);
    }
  });

  test('puts the apex inside its event and labels beside it', async () => {
    const { tiers, slots } = readEaf((await exported(made, 'eaf'))['eaf']!);
    const [events, apexes, aus, reviews] = ['ME', 'ME-apex', 'ME-AU', 'ME-review'].map(
      (name) => tiers.find((tier) => tier.id === `${name}@face1`)!.annotations,
    );
    expect(events!.map((event) => event.value)).toEqual(['candidate', 'disgust, mild & "odd"']);
    expect(aus!.map((au) => [au.ref, au.value])).toEqual([
      [events![0]!.id, 'AU12 left'],
      [events![1]!.id, 'AU04'],
    ]);
    expect(reviews!.map((review) => review.value)).toEqual([
      'unreviewed candidate, review needed; score 0.81; cautions: blink, low-frame-rate',
      'relabelled by Zoë "Z" <b>; score 0.81',
    ]);
    for (const [i, apex] of apexes!.entries()) {
      expect(slots.get(apex.from!)!).toBeGreaterThanOrEqual(slots.get(events![i]!.from!)!);
      expect(slots.get(apex.to!)!).toBeLessThanOrEqual(slots.get(events![i]!.to!)!);
      expect(made.frameAt(slots.get(apex.from!)! * 1000)!.frameIndex).toBe([13, 33][i]);
    }
  });

  test('rounds onsets down and offsets up, to times whose nearest frame is the event’s own', async () => {
    const { tiers, slots } = readEaf((await exported(made, 'eaf'))['eaf']!);
    const read = tiers
      .filter((tier) => tier.parent === undefined)
      .flatMap((tier) => tier.annotations)
      .map(({ from, to }) => [slots.get(from!)!, slots.get(to!)!] as const);
    const { overlapping, unreviewed, macro, oneFrame, last } = MADE.events;
    const frames = [unreviewed, [31, 33, 36] as const, overlapping, macro, oneFrame, last];
    expect(read).toHaveLength(frames.length);
    for (const [i, [fromMs, toMs]] of read.entries()) {
      const [onset, , offset] = frames[i]!;
      expect(fromMs).toBe(Math.floor(made.timeOf(onset)! / 1000));
      expect(made.frameAt(fromMs * 1000)!.frameIndex).toBe(onset);
      const endFrame = onset === offset ? offset + 1 : offset;
      expect(toMs).toBe(Math.ceil(made.timeOf(endFrame)! / 1000));
      expect(made.frameAt(toMs * 1000)!.frameIndex).toBe(endFrame);
    }
  });

  test('finds the video from where the file lies', async () => {
    const text = (await exported(made, 'eaf'))['eaf']!;
    expect(text).toContain('MEDIA_URL="file:///videos/Zo%C3%AB,%20%22take%202%22%20&amp;%20%3Cmore%3E.mp4"');
    expect(text).toMatch(
      /RELATIVE_MEDIA_URL="\.\/(\.\.\/)+videos\/Zoë, &quot;take 2&quot; &amp; &lt;more&gt;\.mp4"/,
    );
    expect(text).toContain('MIME_TYPE="video/mp4"');
  });
});

describe('vtt', () => {
  test('reads back by a strict reader', async () => {
    const cues = readVtt((await exported(made, 'vtt'))['vtt']!);
    expect(cues.map((cue) => cue.id)).toEqual([
      'event-1',
      'event-2',
      'event-3',
      'event-5',
      'event-6',
      'event-7',
    ]);
    expect(cues[0]!.text).toBe(
      'Face 1: micro-expression, AU12 left\n' +
        'unreviewed candidate, review needed; score 0.81; cautions: blink, low-frame-rate',
    );
    expect(cues[2]!.text).toContain('disgust, mild & "odd"\nrelabelled by Zoë "Z" <b>;');
    for (const cue of cues) expect(cue.toMs).toBeGreaterThan(cue.fromMs);
    expect(made.frameAt(cues[1]!.fromMs * 1000)!.frameIndex).toBe(15);
  });

  test('says that nothing is named where no recognizer is installed', async () => {
    const text = (await exported(empty, 'vtt'))['vtt']!;
    expect(readVtt(text)).toEqual([]);
    expect(text).toContain('No recognizer was installed: movements are not named');
  });
});

describe('boris', () => {
  test('the table has a state and a point for each event', async () => {
    const rows = readCsv((await exported(made, 'boris'))['boris.tsv']!, '\t');
    expect(rows).toHaveLength(12);
    expect(rows[0]).toMatchObject({
      ...{ 'Observation id': 'clip', 'Observation date': '2026-11-21T18:00:00', Subject: 'face1' },
      ...{
        Behavior: 'micro-expression',
        'Behavior type': 'STATE',
        'Modifier #1': 'AU12 left',
        'Modifier #2': '',
      },
      ...{ 'Image index start': '10', 'Image index stop': '17' },
      'Comment start': 'unreviewed candidate, review needed; score 0.81; cautions: blink, low-frame-rate',
    });
    for (const row of rows)
      expect(made.frameAt(Number(row['Start (s)']) * 1e6)!.frameIndex).toBe(Number(row['Image index start']));
    const [states, points] = ['STATE', 'POINT'].map((type) =>
      rows.filter((row) => row['Behavior type'] === type),
    );
    for (const row of states!)
      expect(Number(row['Duration (s)'])).toBeCloseTo(Number(row['Stop (s)']) - Number(row['Start (s)']), 6);
    for (const row of points!)
      expect(row).toMatchObject({ Behavior: 'apex', 'Duration (s)': 'NA', 'Stop (s)': row['Start (s)'] });
  });

  test('the project pairs each start with its stop', async () => {
    const project = JSON.parse((await exported(made, 'boris'))['boris']!) as BorisProject;
    expect(project.project_format_version).toBe('7.0');
    const states = Object.values(project.behaviors_conf).filter(({ type }) => type === 'State event');
    expect(states.map(({ code }) => code)).toEqual([
      'micro-expression',
      'micro-expression 2',
      'macro-expression',
    ]);
    const { events, file, media_info } = project.observations['clip']!;
    expect([file['1'], Object.keys(media_info.length)]).toEqual([[MADE_INPUT_PATH], [MADE_INPUT_PATH]]);
    expect(events.map(([timeS]) => timeS)).toEqual(events.map(([timeS]) => timeS).toSorted((a, b) => a - b));
    const runs = Map.groupBy(
      events.filter(([, , code]) => code !== 'apex'),
      ([, subject, code]) => `${subject} ${code}`,
    );
    expect([...runs].map(([run, rows]) => `${run}: ${rows.length}`)).toEqual([
      ...['face1 micro-expression: 4', 'face1 micro-expression 2: 2', 'face1 macro-expression: 2'],
      'face2 micro-expression: 4',
    ]);
    for (const rows of runs.values())
      for (let i = 0; i < rows.length; i += 2) expect(rows[i + 1]![0]).toBeGreaterThan(rows[i]![0]);
    for (const [, , code, modifier] of [...runs.values()].flat()) {
      const values = Object.values(states.find((state) => state.code === code)!.modifiers).map(
        (set) => set.values,
      );
      for (const [i, value] of modifier.split('|').entries()) expect(values[i]).toContain(value);
    }
  });

  test('is readable without events', async () => {
    const files = await exported(empty, 'boris');
    expect(readCsv(files['boris.tsv']!, '\t')).toEqual([]);
    const project = JSON.parse(files['boris']!) as BorisProject;
    expect([project.behaviors_conf, project.observations['clip']!.events]).toEqual([{}, []]);
  });
});

test('no export speaks of what a face cannot show', async () => {
  const texts = Object.values(await exported(made, TEXT_FORMATS.join(',')));
  for (const text of texts) expect(text).not.toMatch(/\b(lie|lying|deception|deceptive|stress|truth)/i);
});

test('libxml2 finds the EAF well formed', async ({ skip }) => {
  const outDir = mkdtempSync(join(folder, 'out-'));
  const [path] = await exportSession(made, ['eaf'], outDir, 'clip');
  const { error, status, stderr } = spawnSync('xmllint', ['--noout', path!], { encoding: 'utf8' });
  if (error) skip('libxml2-utils is not on this machine: the EAF was not read by xmllint');
  expect([stderr, status]).toEqual(['', 0]);
});

test('pandas reads every column of frames.csv as numbers', async ({ skip }) => {
  const python = '/usr/bin/python3';
  try {
    execFileSync(python, ['-c', 'import pandas'], { stdio: 'pipe' });
  } catch {
    skip('python3-pandas is not on this machine: frames.csv was not read by pandas');
  }
  const outDir = mkdtempSync(join(folder, 'out-'));
  await exportSession(made, ['csv'], outDir, 'clip');
  const script = `
import pandas, sys
for options in ({}, {'skipinitialspace': True}):
    table = pandas.read_csv(sys.argv[1], **options)
    assert all(kind.kind in 'if' for kind in table.dtypes), table.dtypes[[k.kind not in 'if' for k in table.dtypes]]
    table.columns = [name.strip() for name in table.columns]
    print(len(table), int(table['AU12_r'].isna().sum()), int(table['success'].sum()))`;
  const out = execFileSync(python, ['-c', script, join(outDir, 'clip.frames.csv')], { encoding: 'utf8' });
  expect(out).toBe('180 1 175\n180 1 175\n');
});

type Json = Record<string, unknown>;

interface BorisProject {
  project_format_version: string;
  behaviors_conf: Record<
    string,
    { type: string; code: string; modifiers: Record<string, { values: string[] }> }
  >;
  observations: Record<
    string,
    {
      file: Record<string, string[]>;
      events: [number, string, string, string, string, number][];
      media_info: { length: Record<string, number> };
    }
  >;
}

const readCsv = (text: string, delimiter = ','): Record<string, string>[] =>
  parse(text, { columns: true, delimiter });

function lineOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof OnsetError) return error.line;
    throw error;
  }
  return 'no error';
}

interface EafAnnotation {
  readonly id: string;
  readonly value: string;
  readonly from?: string;
  readonly to?: string;
  readonly ref?: string;
  readonly cve?: string;
}

function readEaf(text: string) {
  const lists = [
    'TIME_SLOT',
    'TIER',
    'ANNOTATION',
    'LINGUISTIC_TYPE',
    'CONSTRAINT',
    'CV_ENTRY_ML',
    'LANGUAGE',
  ];
  const parser = new XMLParser({
    ...{ ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, trimValues: false },
    isArray: (name) => lists.includes(name),
  });
  const document = (parser.parse(text) as { ANNOTATION_DOCUMENT: EafDocument }).ANNOTATION_DOCUMENT;
  const slots = new Map(
    document.TIME_ORDER.TIME_SLOT?.map((slot) => [slot['TIME_SLOT_ID']!, Number(slot['TIME_VALUE'])]),
  );
  const tiers = (document.TIER ?? []).map((tier) => ({
    ...{ id: tier.TIER_ID, parent: tier.PARENT_REF, type: tier.LINGUISTIC_TYPE_REF },
    annotations: (tier.ANNOTATION ?? []).map(
      ({ ALIGNABLE_ANNOTATION: aligned, REF_ANNOTATION: referring }): EafAnnotation => {
        const attributes = (aligned ?? referring)!;
        return {
          ...{ id: attributes['ANNOTATION_ID']!, value: attributes['ANNOTATION_VALUE'] ?? '' },
          ...(aligned ? { from: aligned['TIME_SLOT_REF1']!, to: aligned['TIME_SLOT_REF2']! } : {}),
          ...(referring ? { ref: referring['ANNOTATION_REF']! } : {}),
          ...(attributes['CVE_REF'] === undefined ? {} : { cve: attributes['CVE_REF'] }),
        };
      },
    ),
  }));
  return { document, slots, tiers };
}

type Attributes = Record<string, string | undefined>;

interface EafDocument {
  readonly TIME_ORDER: { readonly TIME_SLOT?: readonly Attributes[] };
  readonly TIER?: readonly {
    readonly TIER_ID: string;
    readonly PARENT_REF?: string;
    readonly LINGUISTIC_TYPE_REF: string;
    readonly ANNOTATION?: readonly {
      readonly ALIGNABLE_ANNOTATION?: Attributes;
      readonly REF_ANNOTATION?: Attributes;
    }[];
  }[];
  readonly LINGUISTIC_TYPE: readonly Attributes[];
  readonly CONSTRAINT: readonly Attributes[];
  readonly CONTROLLED_VOCABULARY: {
    readonly CV_ID: string;
    readonly CV_ENTRY_ML: readonly { readonly CVE_ID: string }[];
  };
}

function expectReferences({ document, slots, tiers }: ReturnType<typeof readEaf>): void {
  const annotations = tiers.flatMap((tier) => tier.annotations);
  const ids = annotations.map(({ id }) => id);
  expect(new Set([...ids, ...slots.keys()]).size).toBe(ids.length + slots.size);
  expect([...slots.values()]).toEqual([...slots.values()].toSorted((a, b) => a - b));
  expect([...slots.values()].every((ms) => Number.isInteger(ms) && ms >= 0)).toBe(true);
  const entries = document.CONTROLLED_VOCABULARY.CV_ENTRY_ML.map((entry) => entry.CVE_ID);
  for (const { from, to, ref, cve } of annotations) {
    for (const slot of [from, to]) if (slot !== undefined) expect(slots.has(slot)).toBe(true);
    if (ref !== undefined) expect(ids).toContain(ref);
    if (cve !== undefined) expect(entries).toContain(cve);
  }
  const tierIds = tiers.map(({ id }) => id);
  expect(new Set(tierIds).size).toBe(tierIds.length);
  const typeIds = document.LINGUISTIC_TYPE.map((type) => type['LINGUISTIC_TYPE_ID']);
  for (const { type, parent } of tiers) {
    expect(typeIds).toContain(type);
    if (parent !== undefined) expect(tierIds.slice(0, tierIds.length)).toContain(parent);
  }
  const stereotypes = document.CONSTRAINT.map((constraint) => constraint['STEREOTYPE']);
  for (const type of document.LINGUISTIC_TYPE) {
    if (type['CONSTRAINTS'] !== undefined) expect(stereotypes).toContain(type['CONSTRAINTS']);
    const vocabulary = type['CONTROLLED_VOCABULARY_REF'];
    if (vocabulary !== undefined) expect(vocabulary).toBe(document.CONTROLLED_VOCABULARY.CV_ID);
  }
}
