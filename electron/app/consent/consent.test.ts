import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../contract/channels/app.ts';
import { madeInput, variableTimesUs } from '../../../test/helpers/made-session.ts';
import { partPath, Session, SessionWriter } from '../../engine/session/index.ts';
import type { AppContext } from '../context.ts';
import { makeDataFolder } from '../data-folder.ts';
import { remember } from '../exports/ledger.ts';
import { JobQueue } from '../jobs.ts';
import { SessionLibrary } from '../library.ts';
import { consentHandlers, CONSENT_TEXT, deleteExpired } from './index.ts';
import { checksumOf } from './receipts.ts';

let folder: string;
let context: AppContext & { readonly library: SessionLibrary; readonly jobs: JobQueue };
let said: string[];
const log = (line: string): void => void said.push(line);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset consent '));
  said = [];
  const dataDir = makeDataFolder(join(folder, 'data'));
  context = {
    dataDir,
    emit: () => undefined,
    measured: () => undefined,
    recognizer: () => null,
    jobs: new JobQueue(() => undefined, log),
    library: new SessionLibrary({ dataDir, retentionDays: () => null, tell: () => undefined, log }),
    settings: () => DEFAULT_SETTINGS,
  };
});
afterEach(async () => {
  await context.jobs.close();
  rmSync(folder, { recursive: true });
});

const textOf = (path: string): string => readFileSync(path, 'utf8');
const later = '2099-01-01T00:00:00.000Z';
const ann = { participant: 'Ann', textVersion: CONSENT_TEXT.version, scope: 'this study', expiresAt: null };

/** A session of our own whose video lies elsewhere, with a recording of ours and two exports, one of them elsewhere. */
function makeSession(): { id: string; path: string; elsewhere: string; video: string; own: string[] } {
  const { library } = context;
  const video = join(folder, 'interview.mp4');
  writeFileSync(video, 'pictures of somebody else’s');
  const { session: id, path } = library.reserve('Interview', 'file');
  {
    using writer = SessionWriter.create(path);
    writer.setInput(madeInput(variableTimesUs(3), { path: video }));
    variableTimesUs(3).forEach((timeUs, i) => {
      writer.addFrame(i, timeUs);
    });
    writer.finish();
  }
  library.refresh(id);
  const own = [join(library.mediaDir(id), 'recording.mkv'), join(library.exportsDir(id), 'Interview.html')];
  for (const file of own) writeFileSync(file, 'pictures');
  const elsewhere = join(folder, 'Interview.event-0001.mp4');
  writeFileSync(elsewhere, 'a clip');
  remember(library.exportsDir(id), elsewhere, log);
  return { id, path, elsewhere, video, own };
}

test('a consent is kept with its session, and the shortest time agreed to ends it', async () => {
  const { id } = makeSession();
  const consent = consentHandlers(context, log);
  await consent['consent.add']({ session: id, ...ann });
  const rows = await consent['consent.add']({ session: id, ...ann, participant: 'Bo', expiresAt: later });
  expect(rows.map(({ participant, expiresAt }) => [participant, expiresAt])).toEqual([
    ['Ann', null],
    ['Bo', later],
  ]);
  expect(await consent['consent.list']({ session: id })).toEqual(rows);
  expect(context.library.list()[0]).toMatchObject({ participants: ['Ann', 'Bo'], expiresAt: later });
});

test('withdrawal deletes what is ours, names what is not, and leaves a receipt that can be checked', async () => {
  const { id, path, elsewhere, video, own } = makeSession();
  const consent = consentHandlers(context, log);
  await consent['consent.add']({ session: id, ...ann });
  await consent['consent.add']({ session: id, ...ann, participant: 'Bo' });
  const receipt = await consent['consent.withdraw']({ session: id, participant: 'Ann' });

  for (const file of [path, elsewhere, ...own]) expect(existsSync(file)).toBe(false);
  expect(textOf(video)).toBe('pictures of somebody else’s');
  expect(receipt).toMatchObject({
    reason: 'withdrawal',
    participant: 'Ann',
    others: ['Bo'],
    sessionName: 'Interview',
    rows: { frames: 3, consents: 2 },
  });
  expect(new Set(receipt.deleted.map(({ name }) => name))).toEqual(
    new Set([
      ...[`${id}.onset`, 'recording.mkv', 'Interview.html'],
      ...['written-elsewhere.json', 'Interview.event-0001.mp4'],
    ]),
  );
  expect(receipt.deleted.find(({ name }) => name === 'recording.mkv')?.sizeBytes).toBe(8);
  expect(receipt.kept.map(({ name }) => name)).toEqual([video, 'traces and copies']);
  expect(context.library.list()).toEqual([]);

  expect(await consent['consent.receipts']({})).toEqual([receipt]);
  const written = JSON.parse(
    textOf(join(context.dataDir, 'receipts', `${receipt.id}.json`)),
  ) as typeof receipt;
  expect(checksumOf(written)).toBe(written.sha256);
  expect(checksumOf({ ...written, participant: 'Eve' })).not.toBe(written.sha256);
});

test('a list of exports that cannot be read is said to be, for what it named may be left', async () => {
  const { id, elsewhere } = makeSession();
  const consent = consentHandlers(context, log);
  await consent['consent.add']({ session: id, ...ann });
  writeFileSync(join(context.library.exportsDir(id), 'written-elsewhere.json'), '[{');
  const { kept } = await consent['consent.withdraw']({ session: id, participant: 'Ann' });
  expect(existsSync(elsewhere)).toBe(true);
  expect(kept.map(({ name }) => name)).toContain('exports in other folders');
  expect(said.join()).toContain('written-elsewhere.json could not be read');
});

test('an export that its owner has changed since is left and named', async () => {
  const { id, elsewhere } = makeSession();
  const consent = consentHandlers(context, log);
  await consent['consent.add']({ session: id, ...ann });
  writeFileSync(elsewhere, 'something else');
  const { kept } = await consent['consent.withdraw']({ session: id, participant: 'Ann' });
  expect(textOf(elsewhere)).toBe('something else');
  expect(kept.map(({ name }) => name)).toContain(elsewhere);
});

test('nobody withdraws by another name, nor while the session is in use', async () => {
  const { id, path } = makeSession();
  const consent = consentHandlers(context, log);
  await consent['consent.add']({ session: id, ...ann });
  await expect(consent['consent.withdraw']({ session: id, participant: 'ann' })).rejects.toMatchObject({
    code: 'participant-unknown',
  });
  const job = context.jobs.start(
    'export',
    'Interview',
    id,
    ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      }),
  );
  const withdraw = () => consent['consent.withdraw']({ session: id, participant: 'Ann' });
  await expect(withdraw()).rejects.toMatchObject({ code: 'session-busy' });
  context.jobs.cancel(job);
  await expect.poll(() => context.jobs.find(job)?.state).toBe('cancelled');
  writeFileSync(partPath(path), '');
  await expect(withdraw()).rejects.toMatchObject({ code: 'session-busy' });
  expect(existsSync(path)).toBe(true);
  rmSync(partPath(path));
  await expect(withdraw()).resolves.toMatchObject({ participant: 'Ann' });
});

test('what cannot be deleted is told, and then nothing else is touched', async () => {
  const { id, path, own } = makeSession();
  const consent = consentHandlers(context, log);
  await consent['consent.add']({ session: id, ...ann });
  using open = Session.open(path);
  const bytes = readFileSync(path);
  rmSync(path);
  mkdirSync(path);
  writeFileSync(join(path, 'in the way'), bytes);
  await expect(consent['consent.withdraw']({ session: id, participant: 'Ann' })).rejects.toThrow();
  for (const file of own) expect(existsSync(file)).toBe(true);
  expect(open.path).toBe(path);
});

test('what has expired is deleted with a receipt, what has not stays', async () => {
  const first = makeSession();
  const second = makeSession();
  const consent = consentHandlers(context, log);
  await consent['consent.setRetention']({ session: first.id, expiresAt: '2026-01-01T00:00:00.000Z' });
  await consent['consent.setRetention']({ session: second.id, expiresAt: later });
  const receipts = await deleteExpired(context, log, Date.parse('2026-06-01T00:00:00Z'));
  expect(receipts.map(({ reason, participant }) => [reason, participant])).toEqual([['retention', null]]);
  expect(existsSync(first.path)).toBe(false);
  expect(context.library.list().map(({ id }) => id)).toEqual([second.id]);
  expect(await deleteExpired(context, log, Date.parse('2026-06-01T00:00:00Z'))).toEqual([]);
});
