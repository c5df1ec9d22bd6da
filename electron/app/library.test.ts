import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionSummary } from '../../contract/channels/library.ts';
import { madeFace, writeMadeSession } from '../../test/helpers/made-session.ts';
import { SessionWriter } from '../engine/session/index.ts';
import { makeDataFolder } from './data-folder.ts';
import { SessionLibrary } from './library.ts';

let folder: string;
let dataDir: string;
let told: (readonly SessionSummary[])[];
let logged: string[];
let days: number | null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset library '));
  dataDir = makeDataFolder(join(folder, 'data'));
  [told, logged, days] = [[], [], null];
});
afterEach(() => rmSync(folder, { recursive: true }));

const library = (): SessionLibrary =>
  new SessionLibrary({
    dataDir,
    retentionDays: () => days,
    tell: (sessions) => void told.push(sessions),
    log: (line) => void logged.push(line),
  });

function writeSession(path: string): string {
  writeMadeSession(path)[Symbol.dispose]();
  return path;
}

test('a session is listed once it was written, and again by the next engine', () => {
  const ours = library();
  const { session, path } = ours.reserve('Interview', 'live');
  expect(ours.list()).toEqual([]);
  writeSession(path);
  ours.refresh(session);
  expect(told).toHaveLength(1);
  expect(library().list()).toEqual(ours.list());
  expect(ours.list()).toEqual([
    {
      id: session,
      name: 'Interview',
      origin: 'live',
      madeAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      expiresAt: null,
      durationS: expect.closeTo(4.17, 1) as number,
      widthPx: 640,
      heightPx: 360,
      fps: expect.closeTo(28.5, 0) as number,
      tracks: 2,
      micro: 6,
      macro: 1,
      unreviewed: 5,
      isFinished: true,
      hasMedia: false,
      wasRecorded: true,
      participants: [],
      sizeBytes: expect.any(Number) as number,
    },
  ]);
});

test('what a crash left is given its name at the next start, and what was never written is forgotten', () => {
  const ours = library();
  const { session, path } = ours.reserve('Cut off', 'live');
  ours.reserve('Nothing', 'live');
  {
    using writer = SessionWriter.create(path);
    for (let i = 0; i < 30; i++) {
      writer.addFrame(i, i * 40_000);
      writer.addFace(i, madeFace(1));
    }
  }
  expect(existsSync(path)).toBe(false);
  const [found, ...more] = library().list();
  expect(found).toMatchObject({ id: session, isFinished: false, durationS: 1.16, name: 'Cut off' });
  expect(found!.fps).toBeCloseTo(25, 6);
  expect(more).toEqual([]);
});

test('a damaged index is set aside, and what lies in the folder is found again', () => {
  const ours = library();
  const { session, path } = ours.reserve('Named', 'file');
  writeSession(path);
  writeFileSync(join(dataDir, 'library.json'), '{"half": ');
  const [found] = library().list();
  expect(found).toMatchObject({ id: session, micro: 6 });
  expect(existsSync(join(dataDir, 'library.json.damaged'))).toBe(true);
  expect(logged.join()).toContain('library.json.damaged');
});

test('an index that says something else counts as damaged', () => {
  writeFileSync(join(dataDir, 'library.json'), '[{"id": "../../x", "path": 7}]');
  expect(library().list()).toEqual([]);
  expect(existsSync(join(dataDir, 'library.json.damaged'))).toBe(true);
});

test('a session from elsewhere joins once and stays where it is; what is none is refused', () => {
  const path = writeSession(join(folder, 'own name.onset'));
  const ours = library();
  const session = ours.open(path);
  expect(ours.open(join(folder, 'x', '..', 'own name.onset'))).toBe(session);
  expect(ours.list()).toMatchObject([{ id: session, name: 'own name', origin: 'file' }]);
  expect(ours.pathOf(session)).toBe(path);
  ours.remove(session);
  expect([ours.list(), existsSync(path)]).toEqual([[], true]);

  writeFileSync(join(folder, 'text.onset'), 'no session');
  expect(() => ours.open(join(folder, 'text.onset'))).toThrow(
    expect.objectContaining({ code: 'session-foreign' }),
  );
  expect(() => ours.open(join(folder, 'missing.onset'))).toThrow(
    expect.objectContaining({ code: 'input-not-found' }),
  );
  expect(() => ours.open(folder)).toThrow(expect.objectContaining({ code: 'session-foreign' }));
});

test.each([
  ['JSON that is none', "UPDATE records SET json = '{' WHERE name = 'input'"],
  ['an input of another form', `UPDATE records SET json = '{"path": 7, "fps": "x"}' WHERE name = 'input'`],
  ['no table of events', 'PRAGMA foreign_keys = OFF; DROP TABLE events'],
])('a session with %s is refused when opened, and left out of the list', (_, sql) => {
  const path = writeSession(join(folder, 'bad.onset'));
  const ours = library();
  const { session, path: own } = ours.reserve('Own', 'file');
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
  cpSync(path, own);
  expect(() => ours.open(path)).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^session-/) as string }),
  );
  ours.refresh(session);
  expect(ours.list()).toEqual([]);
  expect(logged.join()).toContain('not listed');
});

test('bytes of a session that are cut or turned round never end the engine', () => {
  const whole = readFileSync(writeSession(join(folder, 'whole.onset')));
  const ours = library();
  for (let i = 0; i < 40; i++) {
    const bytes = Buffer.from(
      whole.subarray(0, i % 2 === 0 ? whole.length : Math.floor((whole.length * i) / 40)),
    );
    for (let at = 100 + i * 37; at < bytes.length; at += 997) bytes[at] = (bytes[at]! * 31 + i) & 0xff;
    const path = join(folder, `bad-${i}.onset`);
    writeFileSync(path, bytes);
    let code: unknown = 'opened';
    try {
      ours.open(path);
    } catch (error) {
      ({ code } = error as { code: unknown });
    }
    expect(code).toMatch(/^(opened|session-damaged|session-foreign|session-newer|input-unreadable)$/);
  }
  expect(() => ours.list()).not.toThrow();
});

test('a session whose disk is away leaves the list and comes back with it', () => {
  const path = writeSession(join(folder, 'away.onset'));
  const ours = library();
  const session = ours.open(path);
  const bytes = readFileSync(path);
  rmSync(path);
  expect(ours.list()).toEqual([]);
  expect(library().list()).toEqual([]);
  writeFileSync(path, bytes);
  expect(library().list()).toMatchObject([{ id: session }]);
});

test('two engines on one folder keep what the other has added', () => {
  const [one, other] = [library(), library()];
  const first = one.reserve('One', 'file');
  const second = other.reserve('Other', 'file');
  writeSession(first.path);
  writeSession(second.path);
  one.rename(first.session, 'Renamed');
  expect(
    library()
      .list()
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(['Other', 'Renamed']);
  one.remove(first.session);
  expect(
    library()
      .list()
      .map(({ name }) => name),
  ).toContain('Other');
});

test('new sessions get the time they are kept from the settings; a person can change it', () => {
  days = 30;
  const ours = library();
  const { session, path } = ours.reserve('Kept', 'file');
  writeSession(path);
  const [kept] = ours.list();
  expect(Date.parse(kept!.expiresAt!) - Date.parse(kept!.madeAt)).toBe(30 * 86_400_000);
  ours.setExpiry(session, null);
  expect(library().list()[0]!.expiresAt).toBeNull();
});

test('what somebody agreed to makes the time shorter, never longer', () => {
  days = 30;
  const ours = library();
  const { session, path } = ours.reserve('Kept', 'live');
  writeSession(path);
  const { expiresAt, madeAt } = ours.list()[0]!;
  const after = (count: number): string => new Date(Date.parse(madeAt) + count * 86_400_000).toISOString();
  for (const agreed of [null, after(365)]) {
    ours.keepNoLonger(session, agreed);
    expect(ours.list()[0]!.expiresAt).toBe(expiresAt);
  }
  ours.keepNoLonger(session, after(7));
  expect(ours.list()[0]!.expiresAt).toBe(after(7));
});

test('only sessions that are there have folders and paths', () => {
  const ours = library();
  for (const ask of ['pathOf', 'mediaDir', 'exportsDir', 'refresh', 'remove'] as const)
    expect(() => ours[ask]('0123456789abcdef')).toThrow(expect.objectContaining({ code: 'session-unknown' }));
  const { session } = ours.reserve('x', 'file');
  expect(ours.mediaDir(session)).toBe(join(dataDir, 'media', session));
  expect(readdirSync(join(dataDir, 'media'))).toEqual([session]);
});

test('a session that a page has sent is kept here; what is none leaves nothing', () => {
  const ours = library();
  const send = (upload: string, name: string, write: (path: string) => unknown): string => {
    const sent = join(dataDir, 'uploads', upload);
    mkdirSync(sent);
    write(join(sent, name));
    return upload;
  };
  const session = ours.openUpload(send('sent0001', 'Interview 3.onset', writeSession));
  expect(library().list()).toMatchObject([{ id: session, name: 'Interview 3', micro: 6, origin: 'file' }]);
  send('sent0002', 'not.onset', (path) => writeFileSync(path, 'SQLite format 3\0'));
  expect(() => ours.openUpload('sent0002')).toThrow(expect.objectContaining({ code: 'session-foreign' }));
  expect(() => ours.openUpload('sent0003')).toThrow(expect.objectContaining({ code: 'upload-unknown' }));
  expect(ours.list()).toHaveLength(1);
  expect(readdirSync(join(dataDir, 'uploads'))).toEqual([]);
  expect(readdirSync(join(dataDir, 'sessions'))).toEqual([`${session}.onset`]);
});
