import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AnalyzeOptions } from '../../contract/analysis.ts';
import { OnsetError } from '../../contract/errors.ts';
import { ONSET_VERSION } from '../../contract/version.ts';
import { MADE_PROVENANCE, madeInput, variableTimesUs } from '../../test/helpers/made-session.ts';
import { Session, SessionWriter } from '../engine/session/index.ts';
import { analyzeCommand, type Engine } from './analyze.ts';
import type { AnalyzeEvent } from './analyze-events.ts';

let folder: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset cli '));
  out = join(folder, 'results');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A small engine that writes a real session; inputs whose contents say "broken" cannot be decoded. */
function fakeEngine(changes: Partial<Engine> = {}): Engine & { readonly analyzed: string[] } {
  const analyzed: string[] = [];
  return {
    analyzed,
    shippedModel: null,
    analyze(input, sessionPath, options, { onProgress }) {
      analyzed.push(input);
      if (readFileSync(input, 'utf8') === 'broken') {
        return Promise.reject(new OnsetError('input-undecodable', { path: input, reason: 'no video' }));
      }
      for (let frames = 1; frames <= 3; frames++) {
        onProgress({ frames, totalFrames: 3, mediaS: frames / 10, realtimeFactor: 2, leftS: 1 });
      }
      writeSession(input, sessionPath, options);
      return Promise.resolve({ frames: 3, tracks: 1, events: 0, wallS: 1, realtimeFactor: 2, warnings: [] });
    },
    exportResults: (_session, { formats, outDir, baseName }) =>
      Promise.resolve({
        files: formats.map((format) => join(outDir, `${baseName}.${format}`)),
        micro: 0,
        macro: 0,
        warnings: [],
      }),
    ...changes,
  };
}

function writeSession(input: string, sessionPath: string, options: AnalyzeOptions): void {
  const sha256 = createHash('sha256').update(readFileSync(input)).digest('hex');
  using writer = SessionWriter.create(sessionPath);
  variableTimesUs(3).forEach((timeUs, i) => {
    writer.addFrame(i, timeUs);
  });
  writer.setInput(madeInput(variableTimesUs(3), { path: input, sha256 }));
  writer.setProvenance({ ...MADE_PROVENANCE, onset: ONSET_VERSION, model: null, settings: { ...options } });
  writer.finish();
}

interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

async function run(
  argv: readonly string[],
  engine: Engine,
  signal = new AbortController().signal,
  columns: number | null = null,
): Promise<Run> {
  let [said, complained, clock] = ['', '', 0];
  const terminal = {
    out: (text: string) => void (said += text),
    err: (text: string) => void (complained += text),
    columns,
    now: () => (clock += 150),
  };
  const status = await analyzeCommand(['--out', out, ...argv], engine, terminal, signal);
  return { status, out: said, err: complained };
}

function file(name: string, contents = name): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, contents);
  return path;
}

const events = (text: string): AnalyzeEvent[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as AnalyzeEvent);

test('a file is analyzed and summed up', async () => {
  const result = await run([file('clip.mp4'), '--format', 'csv'], fakeEngine());
  expect(result.status).toBe(0);
  expect(result.err).toBe('');
  expect(result.out).toContain('1 face, 0 candidate micro-expressions, 0 longer movements');
  expect(result.out).toContain(join(out, 'clip.csv'));
  expect(result.out).toContain('review each candidate');
});

test('--json gives one object a line, progress at most once a second', async () => {
  const clip = file('clip.mp4');
  const result = await run([clip, '--json'], fakeEngine());
  const lines = events(result.out);
  // The clock of the test moves 150 ms a look: of three reports within half a second one is told.
  expect(lines.map(({ event }) => event)).toEqual(['started', 'progress', 'finished']);
  expect(lines[1]).toEqual({
    event: 'progress',
    input: clip,
    frames: 1,
    total_frames: 3,
    media_s: 0.1,
    realtime_factor: 2,
    left_s: 1,
  });
  expect(lines[2]).toMatchObject({
    session: join(out, 'clip.onset'),
    files: [join(out, 'clip.json')],
    micro: 0,
  });
});

test('on a terminal there is a bar that is taken away at the end', async () => {
  const result = await run([file('clip.mp4')], fakeEngine(), undefined, 100);
  expect(result.err).toContain('1 / 3 frames  2.0 × real time  0:01 left');
  expect(result.err.endsWith('\r\x1b[K')).toBe(true);
});

test('what is finished is skipped, unless the input, the options or --force say otherwise', async () => {
  const clip = file('clip.mp4');
  const engine = fakeEngine();
  await run([clip], engine);
  const again = await run([clip, '--json'], engine);
  expect(events(again.out).map(({ event }) => event)).toEqual(['skipped']);
  expect(engine.analyzed).toHaveLength(1);
  await run([clip, '--force'], engine);
  expect(engine.analyzed).toHaveLength(2);
  await run([clip, '--faces', '2'], engine);
  expect(engine.analyzed).toHaveLength(3);
  await run([clip, '--faces', '2'], engine);
  expect(engine.analyzed).toHaveLength(3);
  writeFileSync(clip, 'edited');
  await run([clip, '--faces', '2'], engine);
  expect(engine.analyzed).toHaveLength(4);
});

test('a session that a reviewer has worked on is not replaced without --force', async () => {
  const clip = file('clip.mp4');
  const engine = fakeEngine();
  await run([clip], engine);
  {
    using session = Session.open(join(out, 'clip.onset'), { write: true });
    session.addNote({
      eventId: null,
      timeUs: null,
      author: 'R',
      text: 'blinks a lot',
      at: '2026-01-01T00:00:00Z',
    });
  }
  expect((await run([clip], engine)).status).toBe(0);
  const refused = await run([clip, '--faces', '1'], engine);
  expect(refused.status).toBe(1);
  expect(refused.err).toContain('1 verdicts or notes');
  expect((await run([clip, '--faces', '1', '--force'], engine)).status).toBe(0);
  expect(engine.analyzed).toHaveLength(2);
});

test('results of another input of the same name are not replaced', async () => {
  const engine = fakeEngine();
  await run([file('monday/clip.mp4')], engine);
  const second = file('tuesday/clip.mp4');
  const refused = await run([second], engine);
  expect(refused).toMatchObject({ status: 1, out: '' });
  expect(refused.err).toContain('holds the results of another input');
  expect((await run([second, '--name', 'tuesday'], engine)).status).toBe(0);
});

test('one bad input does not stop the others, and the worst status wins', async () => {
  const engine = fakeEngine();
  const result = await run([join(folder, 'no.mp4'), file('bad.mp4', 'broken'), file('good.mp4')], engine);
  expect(result.status).toBe(3);
  expect(result.err.trim().split('\n')).toHaveLength(2);
  expect(result.out).toContain('good.mp4: 1 face');
});

test('an error of our own is one line with status 1', async () => {
  const analyze = (): Promise<never> => Promise.reject(new Error('internal: a lost frame'));
  const result = await run([file('clip.mp4')], fakeEngine({ analyze }));
  expect(result.status).toBe(1);
  expect(result.err).toMatch(
    /^onset: .*clip\.mp4: an error in Onset itself: internal: a lost frame \(at cli\/analyze\.test\.ts:\d+\)\. .*\n$/,
  );
});

test('an interruption ends with 130, keeps what is finished and starts nothing more', async () => {
  const controller = new AbortController();
  const whole = fakeEngine();
  const engine = fakeEngine({
    analyze: (input, ...rest) => {
      if (!input.includes('second')) return whole.analyze(input, ...rest);
      controller.abort();
      return Promise.reject(new Error('interrupted'));
    },
  });
  const inputs = ['first.mp4', 'second.mp4', 'third.mp4'].map((name) => file(name));
  const result = await run(inputs, engine, controller.signal);
  expect(result.status).toBe(130);
  expect(result.err).toMatch(/^onset: interrupted\. .*\n$/);
  expect(whole.analyzed).toEqual([inputs[0]]);
  expect(result.out).toContain('first.mp4: 1 face');
});

test('an output folder that cannot be one is told before any work', async () => {
  const engine = fakeEngine();
  writeFileSync(out, 'a file');
  await expect(run([file('clip.mp4')], engine)).rejects.toMatchObject({
    code: 'output-unwritable',
    exitStatus: 1,
  });
  rmSync(out);
  await expect(run([file('clip.mp4'), '--out', '/proc/onset'], engine)).rejects.toMatchObject({
    code: 'output-unwritable',
  });
  expect(engine.analyzed).toEqual([]);
});

test('a recognizer that is not there is told before any work', async () => {
  const engine = fakeEngine();
  const call = run([file('clip.mp4'), '--model', join(folder, 'no.onnx')], engine);
  await expect(call).rejects.toMatchObject({ code: 'input-not-found', exitStatus: 3 });
  expect(engine.analyzed).toEqual([]);
});

test.each([
  [[]],
  [['clip.mp4', '--speed', '2']],
  [['clip.mp4', '--faces', '0']],
  [['clip.mp4', '--faces', 'many']],
  [['clip.mp4', '--neutral', '5-2']],
  [['clip.mp4', '--neutral', '5']],
  [['clip.mp4', '--provider', 'tpu']],
  [['clip.mp4', '--format', 'csv,pdf']],
  [['clip.mp4', '--fps', '-1']],
  [['clip.mp4', '--jobs']],
  [['clip.mp4', '--name', 'a/b']],
  [['clip.mp4', '--json=yes']],
])('the call %j is wrong', async (argv) => {
  await expect(run(argv, fakeEngine())).rejects.toMatchObject({ code: 'usage', exitStatus: 2 });
});
