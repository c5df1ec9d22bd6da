import { afterEach, expect, test, vi } from 'vitest';
import type { EventPayload, Handlers } from '../../contract/channels/index.ts';
import { DEFAULT_SETTINGS } from '../../contract/channels/app.ts';
import { OnsetError } from '../../contract/errors.ts';
import type { DoorCarrier } from './carriers.ts';
import { createDoor } from './door.ts';

/** The engine's end of a carrier with the page's hands on the other end. */
class MadeCarrier implements DoorCarrier {
  waitingBytes = 0;
  readonly sent: Record<string, unknown>[] = [];
  refused: string | null = null;
  say!: (message: unknown) => void;
  end!: (reason: string | null) => void;

  send(message: unknown): void {
    this.sent.push(message as Record<string, unknown>);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.say = listener;
  }
  onClose(listener: (reason: string | null) => void): void {
    const before = this.end as typeof this.end | undefined;
    this.end = (reason) => {
      before?.(reason);
      listener(reason);
    };
  }
  close(): void {
    this.end(null);
  }
  refuse(reason: string): void {
    this.refused = reason;
    this.end(reason);
  }
  /** The reply to a request. */
  async ask(m: string, takes: unknown): Promise<Record<string, unknown>> {
    const i = `id${this.sent.length}-${Math.random()}`;
    this.say({ t: 'q', i, m, a: [takes] });
    return await vi.waitFor(() => {
      const reply = this.sent.find((message) => message['i'] === i);
      if (reply === undefined) throw new Error(`no reply to ${m}`);
      return reply;
    });
  }
}

const logged: string[] = [];
afterEach(() => logged.splice(0));

function made(handlers: Partial<Handlers> = {}): { door: ReturnType<typeof createDoor>; page: MadeCarrier } {
  const door = createDoor(
    // Only what a test asks for is there.
    () => handlers as Handlers,
    (line) => void logged.push(line),
  );
  const page = new MadeCarrier();
  door.connect(page);
  return { door, page };
}

const SESSION = '0123456789abcdef';
const frame = (frameIndex: number): EventPayload<'live.frame'> => ({
  moment: { timeUs: 0, frameIndex },
  jpeg: new Uint8Array(10),
  frameWidthPx: 1,
  frameHeightPx: 1,
  faces: [],
});

test('a request reaches its handler as the contract has it, and its reply the page', async () => {
  const rename = vi.fn(() => Promise.resolve({}));
  const { page } = made({ 'library.rename': rename });
  expect(await page.ask('library.rename', { session: SESSION, name: '  Anna ' })).toMatchObject({
    t: 's',
    r: {},
  });
  expect(rename).toHaveBeenCalledWith({ session: SESSION, name: 'Anna' });
});

test.each([
  ['library.rename', { session: '../../etc', name: 'x' }],
  ['library.rename', { session: SESSION, name: 'x', path: '/etc/passwd' }],
  ['library.rename', { session: SESSION, name: 'x'.repeat(201) }],
  ['library.rename', [SESSION, 'x']],
  ['library.rename', null],
  ['library.rename', undefined],
])('%s with %j never reaches its handler', async (name, takes) => {
  const rename = vi.fn();
  const { page } = made({ 'library.rename': rename });
  const reply = await page.ask(name, takes);
  expect(reply['e']).toMatchObject({ code: 'request-malformed', remedy: expect.any(String) as string });
  expect(rename).not.toHaveBeenCalled();
  expect(page.refused).toBeNull();
});

test('what was sent does not come back in the refusal', async () => {
  const { page } = made({ 'library.rename': vi.fn() });
  const reply = await page.ask('library.rename', { session: 'SECRET/PATH', name: 'x' });
  expect(JSON.stringify(reply)).not.toContain('SECRET');
});

test.each(['', 'library.nothing', 'constructor', '__proto__', 'toString', 'app.settings.x', 'x'.repeat(500)])(
  'the name %j is refused',
  async (name) => {
    const { page } = made();
    const { e } = await page.ask(name, {});
    expect(e).toMatchObject({ code: 'request-unknown' });
    expect((e as { message: string }).message.length).toBeLessThan(200);
  },
);

test.each([
  null,
  undefined,
  7,
  'q',
  [[]],
  {},
  { t: 'q' },
  { t: 'q', i: 'x', m: 'app.settings' },
  { t: 'q', i: 'x', m: 'app.settings', a: [] },
  { t: 'q', i: 'x', m: 'app.settings', a: [{}, {}] },
  { t: 'q', i: 7, m: 'app.settings', a: [{}] },
  { t: 'q', m: 'app.settings', a: [{}] },
  { t: 'q', i: 'x', m: { toString: 1 }, a: [{}] },
  { t: 'q', i: 'x', m: 'app.settings', a: [{}], o: true },
  { t: 's', i: 'x', r: 1 },
])('the message %j is none and ends this connection alone', async (message) => {
  const settings = vi.fn(() => Promise.resolve(DEFAULT_SETTINGS));
  const { door, page } = made({ 'app.settings': settings });
  const other = new MadeCarrier();
  door.connect(other);
  page.say(message);
  expect(page.refused).toBe('not a request');
  expect(await other.ask('app.settings', {})).toMatchObject({ r: DEFAULT_SETTINGS });
  expect(other.refused).toBeNull();
});

test('an error of the world crosses as its sentence and remedy', async () => {
  const { page } = made({
    'library.rename': () => Promise.reject(new OnsetError('session-unknown', { session: SESSION })),
  });
  expect((await page.ask('library.rename', { session: SESSION, name: 'x' }))['e']).toEqual({
    code: 'session-unknown',
    message: `There is no session ${SESSION} in the library.`,
    remedy: 'Open its file again, if it still exists.',
  });
  expect(logged).toEqual([]);
});

test('an error of our own crosses as one sentence; its text and stack are logged here', async () => {
  const { page } = made({ 'library.list': () => Promise.reject(new TypeError('secret of /home/anna')) });
  const reply = await page.ask('library.list', {});
  expect(reply['e']).toMatchObject({ code: 'internal' });
  expect(JSON.stringify(reply)).not.toMatch(/secret|home|stack|\.ts/);
  expect(logged.join()).toMatch(/library\.list.*secret of \/home\/anna[^]*door\.test\.ts/);
});

test('events reach every page that is there, and none that has gone', () => {
  const { door, page } = made();
  const other = new MadeCarrier();
  door.connect(other);
  door.emit('app.settingsChanged', DEFAULT_SETTINGS);
  other.end(null);
  door.emit('app.settingsChanged', DEFAULT_SETTINGS);
  expect([page.sent.length, other.sent.length]).toEqual([2, 1]);
  expect(page.sent[0]).toEqual({ t: 'q', m: 'event', a: ['app.settingsChanged', DEFAULT_SETTINGS] });
});

test('two pictures are under way at most; one that was drawn makes room, and no page waits for another', async () => {
  const { door, page } = made({ 'live.shown': () => Promise.resolve({}) });
  const other = new MadeCarrier();
  door.connect(other);
  for (let i = 0; i < 5; i++) door.emit('live.frame', frame(i));
  expect([page.sent.length, other.sent.length]).toEqual([2, 2]);
  await page.ask('live.shown', { frame: 0 });
  door.emit('live.frame', frame(5));
  expect([framesIn(page), framesIn(other)]).toEqual([
    [0, 1, 5],
    [0, 1],
  ]);
});

test('no picture goes where a megabyte waits; everything else does', () => {
  const { door, page } = made();
  page.waitingBytes = 2 ** 20;
  door.emit('live.frame', frame(0));
  door.emit('app.settingsChanged', DEFAULT_SETTINGS);
  expect(page.sent).toHaveLength(1);
  page.waitingBytes--;
  door.emit('live.frame', frame(1));
  expect(framesIn(page)).toEqual([1]);
});

const framesIn = (page: MadeCarrier): number[] =>
  page.sent
    .map(({ a }) => a as [string, { moment: { frameIndex: number } }] | undefined)
    .filter((event) => event?.[0] === 'live.frame')
    .map((event) => event![1].moment.frameIndex);
