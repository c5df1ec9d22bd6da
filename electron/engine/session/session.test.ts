import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OnsetError } from '../../../contract/errors.ts';
import {
  MADE_PROVENANCE,
  madeEvent,
  madeFace,
  madeInput,
  madeMeasurement,
  momentsOf,
  variableTimesUs,
} from '../../../test/helpers/made-session.ts';
import { points68, recoverSession, Session, SessionWriter } from './index.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset-session-'));
  path = join(folder, 'clip.onset');
});
afterEach(() => rmSync(folder, { recursive: true }));

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return error instanceof OnsetError ? String(error.code) : `not of the catalogue: ${String(error)}`;
  }
  return 'no error';
};

/** Frames 0 to `frames` − 1 with one face in each. */
function write(frames: number): number[] {
  const timesUs = variableTimesUs(frames);
  using writer = SessionWriter.create(path);
  timesUs.forEach((timeUs, i) => {
    writer.addFrame(i, timeUs);
    writer.addFace(i, madeFace(1, i));
  });
  writer.finish();
  return timesUs;
}

test('everything that was written is read back', () => {
  const timesUs = variableTimesUs(4);
  const moment = momentsOf(timesUs);
  const face = madeFace(2, 0.5);
  const alignment = {
    trackId: 2,
    cropToFrame: { a: 0.5, b: -0.25, tx: 100.125, ty: 50 },
    iodFramePx: 61.5,
    residualPx: 0.125,
  };
  const measurement = madeMeasurement(1, timesUs[1]!, 2, [{ au: 12, left: 2.5, right: 0.5 }]);
  const track = { id: 2, fromUs: timesUs[1]!, toUs: timesUs[2]!, frames: 2, coverage: 1 };
  const window = {
    trackId: 2,
    fromUs: 0,
    toUs: 500_000,
    aus: { 12: 0.5 },
    emotions: null,
    nodes: { 12: -0.5 },
  };
  const recognition = { emotion: 'surprise', probabilities: { surprise: 0.75, negative: 0.25 } };
  const event = madeEvent([moment(1), moment(2), moment(3)], { cautions: ['blink', 'speech'], recognition });
  const timing = { wallS: 1.5, realtimeFactor: 2, stagesMsPerFrame: { landmarks: 8.25 } };
  const consent = {
    participant: 'P1',
    at: '2026-11-21T10:00:00Z',
    textVersion: '2',
    scope: 'all',
    expiresAt: null,
  };

  using writer = SessionWriter.create(path);
  writer.setInput(madeInput(timesUs));
  writer.setProvenance(MADE_PROVENANCE);
  timesUs.forEach((timeUs, i) => writer.addFrame(i, timeUs));
  writer.addFace(1, face, { alignment, measurement });
  writer.addFace(2, madeFace(2));
  writer.addTrack(track);
  writer.addWindow(window);
  expect(writer.addEvent(event)).toBe(1);
  writer.addConsent(consent);
  writer.setTiming(timing);
  writer.finish();

  using session = Session.open(path);
  expect(session.isFinished).toBe(true);
  expect(session.input).toEqual(madeInput(timesUs));
  expect(session.provenance).toEqual(MADE_PROVENANCE);
  expect(session.timing).toEqual(timing);
  expect([...session.frames()]).toEqual(timesUs.map((_, i) => moment(i)));
  expect([...session.faces()]).toEqual([
    {
      ...{ frameIndex: 1, timeUs: timesUs[1], trackId: 2, confidence01: face.confidence01 },
      ...{ box: face.box, pose: face.pose, points68Px: points68(face.mesh), measurement, alignment },
    },
    expect.objectContaining({ frameIndex: 2, measurement: null, alignment: null }),
  ]);
  expect([...session.tracks()]).toEqual([track]);
  expect([...session.windows()]).toEqual([window]);
  expect([...session.events()]).toEqual([{ id: 1, ...event }]);
  expect([...session.consents()]).toEqual([{ id: 1, ...consent }]);
});

test('a finished session is one file and nothing else', () => {
  write(3);
  expect(readdirSync(folder)).toEqual(['clip.onset']);
});

test('a measurement may come after its face', () => {
  using writer = SessionWriter.create(path);
  writer.addFrame(0, 0);
  writer.addFrame(1, 33_333);
  writer.addFace(0, madeFace(1));
  writer.addFace(1, madeFace(1));
  writer.addMeasurement(madeMeasurement(0, 0, 1));
  writer.finish();
  using session = Session.open(path);
  expect([...session.faces()].map((face) => face.measurement !== null)).toEqual([true, false]);
});

test('faces are read by track and by time', () => {
  using writer = SessionWriter.create(path);
  for (let i = 0; i < 6; i++) {
    writer.addFrame(i, i * 10_000);
    writer.addFace(i, madeFace(1));
    if (i > 2) writer.addFace(i, madeFace(2));
  }
  writer.finish();
  using session = Session.open(path);
  const read = (select: Parameters<Session['faces']>[0]) =>
    [...session.faces(select)].map(({ frameIndex, trackId }) => `${frameIndex}:${trackId}`);
  expect(read({ trackId: 2 })).toEqual(['3:2', '4:2', '5:2']);
  expect(read({ fromUs: 20_000, toUs: 30_000 })).toEqual(['2:1', '3:1', '3:2']);
  expect(read({ fromUs: 60_000 })).toEqual([]);
  expect(read({ toUs: -1 })).toEqual([]);
});

test('frame and time lead to each other, at a variable rate and between frames', () => {
  const timesUs = write(40);
  using session = Session.open(path);
  for (const [i, timeUs] of timesUs.entries()) {
    expect(session.timeOf(i)).toBe(timeUs);
    expect(session.frameAt(timeUs)?.frameIndex).toBe(i);
    // What is left of a time in a file of milliseconds, whichever way it was rounded.
    expect(session.frameAt(Math.floor(timeUs / 1000) * 1000)?.frameIndex).toBe(i);
    expect(session.frameAt(Math.ceil(timeUs / 1000) * 1000)?.frameIndex).toBe(i);
  }
  expect(session.frameAt(-5)?.frameIndex).toBe(0);
  expect(session.frameAt(1e12)?.frameIndex).toBe(39);
  expect(session.frameAt((timesUs[3]! + timesUs[4]!) / 2)?.frameIndex).toBe(3);
  expect(session.timeOf(40)).toBeNull();
});

test('verdicts and notes are added to a finished session', () => {
  const timesUs = variableTimesUs(5);
  const moment = momentsOf(timesUs);
  {
    using writer = SessionWriter.create(path);
    timesUs.forEach((timeUs, i) => writer.addFrame(i, timeUs));
    writer.addEvent(madeEvent([moment(0), moment(1), moment(2)]));
    writer.finish();
  }
  const verdict = {
    ...{
      eventId: 1,
      reviewer: 'Zoë',
      verdict: 'relabel' as const,
      onset: moment(1),
      apex: null,
      offset: null,
    },
    ...{ label: 'disgust', at: '2026-11-21T12:00:00Z' },
  };
  const note = {
    eventId: null,
    timeUs: 5,
    author: 'Zoë',
    text: 'a "quoted" remark',
    at: '2026-11-21T12:00:00Z',
  };
  {
    using session = Session.open(path, { write: true });
    session.addVerdict(verdict);
    session.addNote(note);
    const { reviewer, onset, apex, offset, label, at } = verdict;
    const confirm = { verdict: 'confirm' as const, reviewer, onset, apex, offset, label, at };
    expect(session.addEvent(madeEvent([moment(2), moment(3), moment(4)]), confirm)).toBe(2);
  }
  using session = Session.open(path);
  expect([...session.verdicts(1)]).toEqual([{ id: 1, ...verdict }]);
  expect([...session.verdicts(2)]).toMatchObject([{ id: 2, verdict: 'confirm' }]);
  expect([...session.notes()]).toEqual([{ id: 1, ...note }]);
  expect([...session.events()]).toHaveLength(2);
});

test('a session without frames, faces or events reads as empty', () => {
  {
    using writer = SessionWriter.create(path);
    writer.finish();
  }
  using session = Session.open(path);
  expect([...session.frames(), ...session.faces(), ...session.tracks(), ...session.events()]).toEqual([]);
  expect(session.frameAt(0)).toBeNull();
  expect([session.input, session.provenance, session.timing]).toEqual([null, null, null]);
});

test('a second writer is refused while the first one works, and not afterwards', () => {
  const first = SessionWriter.create(path);
  expect(codeOf(() => SessionWriter.create(path))).toBe('output-busy');
  first.addFrame(0, 0);
  first.finish();
  using second = SessionWriter.create(path);
  second.finish();
  expect(readdirSync(folder)).toEqual(['clip.onset']);
});

test('an unfinished session never has the final name, and a finished one replaces it', () => {
  const timesUs = write(3);
  {
    using writer = SessionWriter.create(path);
    writer.addFrame(0, 0);
  }
  using session = Session.open(path);
  expect([...session.frames()]).toHaveLength(timesUs.length);
  using part = Session.open(`${path}.part`);
  expect([part.isFinished, [...part.frames()].length]).toEqual([false, 1]);
});

test('a writer that wrote no frame, or is told to discard, leaves nothing', () => {
  {
    using writer = SessionWriter.create(path);
    writer.setProvenance(MADE_PROVENANCE);
  }
  expect(readdirSync(folder)).toEqual([]);
  const writer = SessionWriter.create(path);
  writer.addFrame(0, 0);
  writer.discard();
  expect(readdirSync(folder)).toEqual([]);
});

test('what a killed process wrote more than a second before its end is there, and its lock is not', () => {
  const script = `
    import { SessionWriter } from ${JSON.stringify(import.meta.resolve('./index.ts'))};
    const writer = SessionWriter.create(${JSON.stringify(path)});
    for (let i = 0; i < 50; i++) writer.addFrame(i, i * 10_000);
    setTimeout(() => {
      writer.addFrame(50, 500_000);
      process.kill(process.pid, 'SIGKILL');
    }, 1300);
    setInterval(() => {}, 1000);`;
  expect(() =>
    execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], { stdio: 'pipe' }),
  ).toThrow('SIGKILL');

  {
    using part = Session.open(`${path}.part`);
    expect([...part.frames()].length).toBeGreaterThanOrEqual(50);
  }
  expect(recoverSession(path)).toBe(true);
  using session = Session.open(path);
  expect([session.isFinished, [...session.frames()].length >= 50]).toEqual([false, true]);
  expect(recoverSession(path)).toBe(false);
  expect(readdirSync(folder)).toEqual(['clip.onset']);
});

test('a leftover of a crash does not get into the next session', () => {
  {
    using writer = SessionWriter.create(path);
    writer.addFrame(0, 0);
  }
  writeFileSync(`${path}.lock`, '');
  writeFileSync(`${path}-journal`, 'left behind');
  using writer = SessionWriter.create(path);
  writer.addFrame(7, 7);
  writer.finish();
  using session = Session.open(path);
  expect([...session.frames()]).toEqual([{ frameIndex: 7, timeUs: 7 }]);
  expect(readdirSync(folder)).toEqual(['clip.onset']);
});

test('frames out of order are our own mistake', () => {
  using writer = SessionWriter.create(path);
  writer.addFrame(1, 10);
  expect(() => writer.addFrame(1, 20)).toThrow('internal: frame 1');
  expect(() => writer.addFrame(2, 5)).toThrow('internal: frame 2');
});

test('what is no session, too new, cut short or scrambled is refused by name', () => {
  expect(codeOf(() => Session.open(path))).toBe('input-not-found');
  expect(codeOf(() => Session.open(folder))).toBe('session-foreign');

  writeFileSync(path, 'a text file that is longer than the header of a database'.repeat(20));
  expect(codeOf(() => Session.open(path))).toBe('session-foreign');
  writeFileSync(path, '');
  expect(codeOf(() => Session.open(path))).toBe('session-foreign');
  rmSync(path);
  new DatabaseSync(path).exec('CREATE TABLE other (x)');
  expect(codeOf(() => Session.open(path))).toBe('session-foreign');

  write(3);
  new DatabaseSync(path).exec('PRAGMA user_version = 99');
  expect(codeOf(() => Session.open(path))).toBe('session-newer');

  write(400);
  truncateSync(path, 40_000);
  expect(codeOf(() => Session.open(path))).toBe('session-damaged');
  truncateSync(path, 4096);
  appendFileSync(path, Buffer.alloc(300_000, 0x5a));
  expect(codeOf(() => [...Session.open(path).faces()])).toBe('session-damaged');
});

test('an output that cannot be is refused with the reason', () => {
  const nowhere = join(folder, 'missing', 'clip.onset');
  expect(() => SessionWriter.create(nowhere)).toThrow(/Nothing can be written to .*ENOENT/);
  expect(codeOf(() => SessionWriter.create(nowhere))).toBe('output-unwritable');
});

test('a writer in another process is refused while this one works', async () => {
  using writer = SessionWriter.create(path);
  writer.addFrame(0, 0);
  const script = `
    import { SessionWriter } from ${JSON.stringify(import.meta.resolve('./index.ts'))};
    try {
      SessionWriter.create(${JSON.stringify(path)});
    } catch (error) {
      console.log(error.code);
    }`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script]);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString().trim()).toBe('output-busy');
  writer.finish();
  expect(Session.open(path).isFinished).toBe(true);
});

/** Leaves a changed page in the session and the old one in its journal, as a process does that dies while it writes. */
function interruptWrite(): void {
  const script = `
    import { DatabaseSync } from 'node:sqlite';
    const database = new DatabaseSync(${JSON.stringify(path)});
    // A cache of one page: the change reaches the file, and its journal, before the end of the transaction.
    database.exec('PRAGMA cache_size = 1; BEGIN; DELETE FROM faces; DELETE FROM frames;');
    process.kill(process.pid, 'SIGKILL');`;
  const { signal } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', script]);
  expect([signal, readdirSync(folder)]).toEqual(['SIGKILL', ['clip.onset', 'clip.onset-journal']]);
}

test('a write that a crash interrupted is taken back', () => {
  const timesUs = write(3);
  interruptWrite();
  using session = Session.open(path);
  expect([...session.frames()]).toEqual([0, 1, 2].map(momentsOf(timesUs)));
});

test('the journal of an interrupted write is not taken for the next session’s', () => {
  write(200);
  interruptWrite();
  const timesUs = write(300);
  using session = Session.open(path);
  expect([...session.frames()]).toEqual(timesUs.map((_, i) => momentsOf(timesUs)(i)));
  expect([...session.faces()]).toHaveLength(300);
});

test('a full disk is named, and nothing of the session is left on it', ({ skip }) => {
  const script = `
    import { readdirSync } from 'node:fs';
    import { SessionWriter } from ${JSON.stringify(import.meta.resolve('./index.ts'))};
    import { madeFace } from ${JSON.stringify(import.meta.resolve('../../../test/helpers/made-session.ts'))};
    const writer = SessionWriter.create(${JSON.stringify(path)});
    try {
      for (let i = 0; i < 100_000; i++) {
        writer.addFrame(i, i);
        writer.addFace(i, madeFace(1));
      }
    } catch (error) {
      console.log(error.code, error.facts.reason, readdirSync(${JSON.stringify(folder)}).length);
    }`;
  // A file system of 1 MB, in a name space of its own where any user may mount one.
  const mount = 'mount -t tmpfs -o size=1m tmpfs "$0"';
  const inside = (command: string) =>
    spawnSync('unshare', ['-rm', 'sh', '-c', command, folder, process.execPath, script], {
      encoding: 'utf8',
    });
  if (inside(mount).status !== 0) skip('no file system can be mounted here: a full disk was not tried');
  const { stdout } = inside(`${mount} && exec "$1" --input-type=module-typescript -e "$2"`);
  expect(stdout.trim()).toBe('output-unwritable the disk is full 0');
});
