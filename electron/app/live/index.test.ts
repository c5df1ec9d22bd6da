import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../contract/channels/app.ts';
import { EVENTS, REQUESTS, type EventName, type Takes } from '../../../contract/channels/index.ts';
import type { LiveState } from '../../../contract/channels/live.ts';
import { makeClip } from '../../../test/helpers/make-clip.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { Session } from '../../engine/session/index.ts';
import type { AppContext } from '../context.ts';
import { consentHandlers } from '../consent/index.ts';
import { makeDataFolder } from '../data-folder.ts';
import { SessionLibrary } from '../library.ts';
import { liveHandlers } from './index.ts';
import { nameOfSource } from './sources.ts';

const folder = tempFolder('live handlers');
const clip = join(folder, 'clip.mp4');
makeClip(clip, { video: [{ widthPx: 320, heightPx: 240, fps: 50, frames: 50 }] });

/** Loading networks and codecs takes a second, and many on a machine that is busy. */
const MOST_MS = 120_000;

interface Told {
  readonly name: EventName;
  readonly payload: unknown;
}

/** A library in a folder, and what windows are told, each message checked as the door would. */
function context() {
  const told: Told[] = [];
  const refreshed: string[] = [];
  const home = makeDataFolder(join(folder, String(Math.random()).slice(2)));
  const library = new SessionLibrary({
    dataDir: home,
    retentionDays: () => 30,
    tell: () => undefined,
    log: () => undefined,
  });
  const refresh = library.refresh.bind(library);
  library.refresh = (session) => {
    refreshed.push(session);
    refresh(session);
  };
  const app: AppContext = {
    dataDir: home,
    emit: (name, payload) => told.push({ name, payload: v.parse(EVENTS[name], payload) }),
    measured: () => undefined,
    recognizer: () => null,
    library,
    jobs: {} as AppContext['jobs'],
    settings: () => ({ ...DEFAULT_SETTINGS, rater: 'Rater' }),
  };
  return { app, told, refreshed, library, handlers: liveHandlers(app) };
}

const START: Takes<'live.start'> = {
  source: { kind: 'file', path: clip, fps: 50 },
  faces: 1,
  model: 'none',
  replayS: 5,
  consent: { participant: 'P7', textVersion: '1', scope: 'research', expiresAt: null },
};

const states = (told: readonly Told[]) =>
  told.filter(({ name }) => name === 'live.state').map(({ payload }) => payload as LiveState);

/** Asks for the state until it is so. */
async function until(handlers: ReturnType<typeof liveHandlers>, isSo: (state: LiveState) => boolean) {
  await expect
    .poll(async () => isSo(v.parse(REQUESTS['live.state'].gives, await handlers['live.state']({}))), {
      timeout: 90_000,
    })
    .toBe(true);
}

test(
  'a page starts, records, marks and stops; the session holds it all and the library hears of it',
  { timeout: MOST_MS },
  async () => {
    const { app, handlers, told, refreshed, library } = context();
    expect(await handlers['live.state']({})).toMatchObject({ state: 'off', session: null, source: null });
    const { session: id } = await handlers['live.start'](START);
    await until(handlers, ({ state, analysed }) => state === 'running' && analysed > 10);
    await expect(handlers['live.start'](START)).rejects.toMatchObject({ code: 'live-busy' });
    // A page asks who agreed before it lets anybody press Record.
    await expect
      .poll(async () => await consentHandlers(app, () => undefined)['consent.list']({ session: id }), {
        timeout: 10_000,
      })
      .toMatchObject([{ participant: 'P7', scope: 'research' }]);
    await handlers['live.record']({ on: true });
    await until(handlers, ({ recordedS }) => recordedS > 0.5);
    await handlers['live.record']({ on: false });
    const { moment } = await handlers['live.mark']({ label: 'here' });
    const { file, seconds } = await handlers['live.keepReplay']({});
    expect(file).toMatch(/^replay-1\.mp4$/);
    expect(seconds).toBeGreaterThan(0.5);
    expect(await handlers['live.stop']({})).toEqual({ session: id });

    expect(refreshed).toContain(id);
    expect(states(told).map(({ state }) => state)).toEqual(
      expect.arrayContaining(['opening', 'running', 'stopping', 'off']),
    );
    expect(states(told).at(-1)).toMatchObject({ state: 'off', problem: null });
    expect(told.some(({ name }) => name === 'live.frame')).toBe(true);
    using session = Session.open(library.pathOf(id));
    expect([...session.consents()]).toMatchObject([{ participant: 'P7' }]);
    expect([...session.notes()]).toMatchObject([{ timeUs: moment.timeUs, text: 'here', author: 'Rater' }]);
    expect(session.recordings.map(({ kind }) => kind)).toEqual(['recording', 'replay']);
    await expect(handlers['live.mark']({ label: 'too late' })).rejects.toMatchObject({ code: 'live-off' });
    // P7 agreed to no time; the settings have one.
    const [kept] = library.list();
    expect(Date.parse(kept!.expiresAt!) - Date.parse(kept!.madeAt)).toBe(30 * 86_400_000);
  },
);

test('what is stopped before its second picture leaves nothing', { timeout: MOST_MS }, async () => {
  const { app, handlers, told, library } = context();
  const starting = handlers['live.start']({ ...START, source: { kind: 'file', path: clip, fps: 1 } });
  expect(await handlers['live.stop']({})).toEqual({ session: null });
  await starting;
  expect(states(told).at(-1)).toMatchObject({ state: 'off', session: null });
  expect(library.list()).toEqual([]);
  expect(readdirSync(join(app.dataDir, 'media'))).toEqual([]);
  expect(readdirSync(join(app.dataDir, 'sessions'))).toEqual([]);
});

test(
  'nobody is recorded who agreed to be analysed only, whatever a page asks',
  { timeout: MOST_MS },
  async () => {
    const { handlers, library } = context();
    const scope = 'Live analysis and its measurements; no video is kept';
    const { session: id } = await handlers['live.start']({ ...START, consent: { ...START.consent!, scope } });
    await until(handlers, ({ state, analysed }) => state === 'running' && analysed > 10);
    const refusal = { code: 'recording-not-agreed', facts: { participants: 'P7' } };
    await expect(handlers['live.record']({ on: true })).rejects.toMatchObject(refusal);
    await expect(handlers['live.keepReplay']({})).rejects.toMatchObject(refusal);
    expect(v.parse(REQUESTS['live.state'].gives, await handlers['live.state']({})).replayS).toBe(0);
    await handlers['live.stop']({});
    using session = Session.open(library.pathOf(id));
    expect(session.recordings).toEqual([]);
  },
);

test(
  'a source that does not open is told as a problem, and another can be tried',
  { timeout: MOST_MS },
  async () => {
    const { app, handlers, told } = context();
    const missing = {
      ...START,
      source: { kind: 'file', path: join(folder, 'nowhere.mp4'), fps: null },
    } as const;
    await expect(handlers['live.start'](missing)).rejects.toMatchObject({ code: 'input-not-found' });
    expect(states(told).at(-1)).toMatchObject({ state: 'off', problem: { code: 'input-not-found' } });
    expect(readdirSync(join(app.dataDir, 'media'))).toEqual([]);
    expect(readFileSync(join(app.dataDir, 'library.json'), 'utf8').trim()).toBe('[]');
    await handlers['live.start'](START);
    await handlers['live.stop']({});
  },
);

describe('what a source is called', () => {
  test('keeps passwords and folders to itself', () => {
    expect(nameOfSource({ kind: 'stream', url: 'rtsp://anna:secret@host:554/cam?key=1' })).toBe(
      'rtsp://host:554/cam',
    );
    expect(nameOfSource({ kind: 'file', path: '/home/anna/clip.mp4', fps: null })).toBe('clip.mp4');
  });
});
