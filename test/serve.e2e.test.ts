/** `onset serve` from outside, with its real processes: as a page uses it, and as somebody who means it ill. */
import { encode } from '@msgpack/msgpack';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket as NodeSocket } from 'ws';
import { sampleClip } from '../electron/app/sample/index.ts';
import { serve, type Serving } from '../electron/serve/index.ts';
import { socketCarrier } from '../renderer/engine/socket-carrier.ts';
import { connectEngine, type EngineClient } from '../renderer/engine/client.ts';
import { makeClip } from './helpers/make-clip.ts';
import { closed, frameHead, rawHttp, rawWebSocket } from './helpers/raw-http.ts';
import { tempFolder } from './helpers/temp-folder.ts';

const folder = tempFolder('serve');
const rendererDir = join(folder, 'renderer');
const logged: string[] = [];
let serving: Serving;

beforeAll(async () => {
  mkdirSync(join(rendererDir, 'assets'), { recursive: true });
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html><title>Onset</title>');
  writeFileSync(join(rendererDir, 'assets', 'main.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'SECRET');
  serving = await start('data');
});
afterAll(async () => {
  await serving[Symbol.asyncDispose]();
});

const start = (name: string): Promise<Serving> =>
  serve({
    ...{ host: '127.0.0.1', port: 0, dataDir: join(folder, name), rendererDir },
    log: (line) => void logged.push(line),
  });

async function page(of: Serving = serving): Promise<EngineClient & { readonly socket: WebSocket }> {
  const socket = new WebSocket(`ws://127.0.0.1:${of.port}/rpc`, ['onset', `token.${of.token}`]);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  return { ...connectEngine(socketCarrier(socket)), socket };
}

const url = (path: string): string => `http://127.0.0.1:${serving.port}${path}`;
const bearer = (): Record<string, string> => ({ Authorization: `Bearer ${serving.token}` });

/** The status of a WebSocket that is refused, or 101. */
function upgradeStatus(
  path: string,
  headers: Record<string, string>,
  protocols: string[] = [],
): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new NodeSocket(`ws://127.0.0.1:${serving.port}${path}`, protocols, { headers });
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (_, { statusCode }) => {
      socket.terminate();
      resolve(statusCode ?? 0);
    });
    socket.on('error', reject);
  });
}

/** Whoever was refused before: the engine is the one that ran then, and answers. */
async function stillThere(pid: number | undefined): Promise<void> {
  const client = await page();
  expect(await client.ask('app.settings', {})).toMatchObject({ theme: 'system' });
  client.close();
  expect(serving.enginePid()).toBe(pid);
}

test('the page comes with a policy under which only its own files run', async () => {
  const response = await fetch(url('/'));
  expect([response.status, await response.text()]).toEqual([200, '<!doctype html><title>Onset</title>']);
  const policy = response.headers.get('Content-Security-Policy')!;
  expect(policy).toContain("default-src 'none'; script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/script-src[^;]*unsafe|style-src [^;]*unsafe|unsafe-eval|\*|https?:/);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  });
  expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull();
  const script = await fetch(url('/assets/main.js'));
  expect([script.status, script.headers.get('Content-Type')]).toEqual([
    200,
    'text/javascript; charset=utf-8',
  ]);
});

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/../../secret.txt',
  '/..\\secret.txt',
  '/..%5csecret.txt',
  '//etc/passwd',
  '/assets/%00',
  '/%252e%252e/secret.txt',
  '/files/../../secret.txt',
  '/media/..%2f..%2fsecret.txt',
  'http://127.0.0.1/../secret.txt',
  '/.',
  '*',
])('the path %s leads nowhere', async (path) => {
  const answer = await rawHttp(
    serving.port,
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${serving.port}\r\nConnection: close\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 (400|401|404) /);
  expect(answer).not.toMatch(/SECRET|root:/);
});

test('another origin, another host and a missing or wrong token are refused everywhere', async () => {
  const pid = serving.enginePid();
  const own = [`token.${serving.token}`, 'onset'];
  const foreign = { Origin: 'http://evil.example' };
  expect(await upgradeStatus('/rpc', foreign, own)).toBe(403);
  expect(await upgradeStatus('/live', foreign, own)).toBe(403);
  expect(await upgradeStatus('/rpc', { Host: `evil.example:${serving.port}` }, own)).toBe(403);
  expect(await upgradeStatus('/rpc', { Origin: `http://localhost:${serving.port}` }, own)).toBe(403);
  expect(await upgradeStatus('/rpc', {})).toBe(401);
  expect(await upgradeStatus('/rpc', {}, ['onset', `token.${'A'.repeat(43)}`])).toBe(401);
  expect(await upgradeStatus(`/rpc?token=${serving.token}`, {})).toBe(404);
  expect(await upgradeStatus('/live', { Authorization: 'Bearer wrong' })).toBe(401);
  expect(await upgradeStatus('/', {}, own)).toBe(404);
  expect(await upgradeStatus('/__proto__', {}, own)).toBe(404);
  expect(await upgradeStatus('/rpc', { Origin: `http://127.0.0.1:${serving.port}` }, own)).toBe(101);

  for (const path of ['/upload', '/ticket']) {
    expect((await fetch(url(path), { method: 'POST', body: '{}' })).status).toBe(401);
    expect((await fetch(url(path), { headers: bearer() })).status).toBe(405);
    const asked = { method: 'POST', body: '{}', headers: { ...bearer(), ...foreign } };
    expect((await fetch(url(path), asked)).status).toBe(403);
  }
  expect((await fetch(url('/media/0123456789abcdef'))).status).toBe(401);
  expect((await fetch(url('/files/0123456789abcdef/x'))).status).toBe(401);
  await stillThere(pid);
});

test('a forged message ends its own connection and nothing else', async () => {
  const pid = serving.enginePid();
  const bystander = await page();
  const bad: (string | Uint8Array)[] = [
    'text',
    new Uint8Array([0xc1]),
    encode(null),
    encode({ t: 'q', i: 'x', m: 'library.list' }),
    encode({ t: 's', i: 'x', r: {} }),
    encode([[[[[[[[[[[[[[1]]]]]]]]]]]]]]),
    Buffer.alloc(1_000_000, Buffer.from([0xdc, 0x27, 0x10])),
    new Uint8Array([0xdd, 0xff, 0xff, 0xff, 0xff]),
    encode({ t: 'q', i: 'x'.repeat(1000), m: 'library.list', a: [{}] }),
  ];
  for (const message of bad) {
    const { socket } = await page();
    const ended = new Promise<number>((resolve) => {
      socket.onclose = ({ code }) => {
        resolve(code);
      };
    });
    socket.send(message);
    expect(await ended).toBe(typeof message === 'string' ? 1003 : 1008);
  }
  // These are requests, only nonsensical ones: each has its answer.
  const ask = (name: string, takes: unknown): Promise<unknown> =>
    bystander.ask(name as 'library.list', takes as Record<string, never>);
  await expect(ask('library.forget', { session: '../../x' })).rejects.toMatchObject({
    code: 'request-malformed',
  });
  await expect(ask('library.list', { more: 1 })).rejects.toMatchObject({ code: 'request-malformed' });
  await expect(ask('constructor', {})).rejects.toMatchObject({ code: 'request-unknown' });
  bystander.close();
  await stillThere(pid);
});

test('a message of 100 MB is refused at its head, and nobody waits for the rest of it', async () => {
  const pid = serving.enginePid();
  const socket = await rawWebSocket(serving.port, '/rpc', serving.token);
  const before = process.memoryUsage().rss;
  socket.write(frameHead(2, 100_000_000));
  let sent = 0;
  const block = Buffer.alloc(1_000_000);
  while (!socket.destroyed && sent < 100) {
    sent++;
    if (!socket.write(block))
      await Promise.race([new Promise((go) => socket.once('drain', go)), closed(socket)]);
  }
  await closed(socket);
  expect(sent).toBeLessThan(20);
  expect(process.memoryUsage().rss - before).toBeLessThan(60e6);
  await stillThere(pid);
});

test.each([
  ['no HTTP at all', Buffer.from([0x16, 0x03, 0x01, 0x00, 0xa5, 0x01, 0x00, 0x00])],
  ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\n${'X: y\r\n'.repeat(20_000)}`],
  ['no host', 'GET / HTTP/1.1\r\n\r\n'],
  ['two lengths', 'POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello'],
])('%s is hung up on', async (_, bytes) => {
  const pid = serving.enginePid();
  expect(await rawHttp(serving.port, bytes)).not.toMatch(/^HTTP\/1\.1 2/);
  await stillThere(pid);
});

test('frames without a mask, and with bits that mean nothing, end the connection', async () => {
  const pid = serving.enginePid();
  for (const bytes of [
    [0x82, 0x01, 0x00],
    [0xf2, 0x80, 0, 0, 0, 0],
    [0x83, 0x80, 0, 0, 0, 0],
  ]) {
    const socket = await rawWebSocket(serving.port, '/rpc', serving.token);
    socket.resume().write(Buffer.from(bytes));
    await closed(socket);
    expect(socket.closed).toBe(true);
  }
  await stillThere(pid);
});

test('a program that listens and then speaks is disconnected', async () => {
  const socket = new NodeSocket(`ws://127.0.0.1:${serving.port}/live`, { headers: bearer() });
  const [hello] = (await once(socket, 'message')) as [Buffer];
  expect(JSON.parse(hello.toString())).toEqual({ type: 'hello', stream: 1, onset: '0.1.0' });
  socket.send('hello');
  const [code] = (await once(socket, 'close')) as [number];
  expect(code).toBe(1003);
});

test('a malformed session is refused in a sentence', async () => {
  const pid = serving.enginePid();
  const client = await page();
  const path = join(folder, 'bad.onset');
  for (const bytes of [Buffer.alloc(0), Buffer.from('SQLite format 3\0'), Buffer.alloc(100_000, 0xa5)]) {
    writeFileSync(path, bytes);
    await expect(client.ask('library.open', { path })).rejects.toMatchObject({
      code: expect.stringMatching(/^session-/) as string,
      remedy: expect.any(String) as string,
    });
  }
  client.close();
  await stillThere(pid);
});

test('an upload becomes a session: sent, analysed with progress, listed, its sound in pieces', async () => {
  const client = await page();
  const video = join(folder, 'tone.mp4');
  makeClip(video, { video: [{ frames: 30, fps: 30, widthPx: 320, heightPx: 240 }], soundS: 1 });
  const bytes = readFileSync(video);
  const sent = await fetch(url('/upload'), {
    method: 'POST',
    headers: { ...bearer(), 'X-File-Name': encodeURIComponent('../../Zoë <1>.mp4') },
    body: bytes,
  });
  expect(sent.status).toBe(200);
  const { upload } = (await sent.json()) as { upload: string };
  const states: string[] = [];
  client.on('jobs.changed', ({ state }) => void states.push(state));
  const settings = { model: 'none', faces: 1, neutral: null } as const;
  const { job } = await client.ask('analysis.start', { input: { kind: 'upload', upload }, settings });
  await vi.waitFor(() => expect(states.at(-1)).toBe('done'), { timeout: 120_000, interval: 100 });
  expect(states).toContain('running');
  const [listed] = await client.ask('library.list', {});
  expect(listed).toMatchObject({ name: 'Zoë 1', origin: 'file', durationS: expect.closeTo(1, 1) as number });
  expect(listed).toMatchObject({ hasMedia: true, isFinished: true, tracks: 0 });
  expect(await client.ask('jobs.list', {})).toMatchObject([{ id: job, session: listed!.id, progress01: 1 }]);
  expect(readdirSync(join(serving.dataDir, 'uploads'))).toEqual([]);

  const path = `/media/${listed!.id}`;
  const given = await fetch(url('/ticket'), {
    method: 'POST',
    headers: bearer(),
    body: JSON.stringify({ path }),
  });
  const { url: ticketed } = (await given.json()) as { url: string };
  const part = await fetch(url(ticketed), { headers: { Range: 'bytes=100-199' } });
  expect([part.status, part.headers.get('Content-Range')]).toEqual([206, `bytes 100-199/${bytes.length}`]);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(100, 200));
  expect(part.headers.get('Content-Security-Policy')).toContain('sandbox');
  expect((await fetch(url(ticketed), { headers: { Range: `bytes=${bytes.length}-` } })).status).toBe(416);
  expect((await fetch(url(`${ticketed}x`))).status).toBe(401);
  expect((await fetch(url(ticketed.replace(listed!.id, '0123456789abcdef')))).status).toBe(401);
  expect((await fetch(url('/media/0123456789abcdef'), { headers: bearer() })).status).toBe(404);
  client.close();
});

test('an upload that is too large for the disk is refused before it comes', async () => {
  const asked = request(url('/upload'), {
    method: 'POST',
    headers: { ...bearer(), 'Content-Length': String(2 ** 50), 'X-File-Name': 'all.mp4' },
  });
  asked.on('error', () => undefined);
  asked.flushHeaders();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(413);
  asked.destroy();
  expect(readdirSync(join(serving.dataDir, 'uploads'))).toEqual([]);
});

test('an upload that is broken off leaves nothing', async () => {
  const socket = connect(serving.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    `POST /upload HTTP/1.1\r\nHost: 127.0.0.1:${serving.port}\r\nAuthorization: Bearer ${serving.token}\r\n` +
      'Content-Length: 1000000\r\nX-File-Name: half.mp4\r\n\r\nthe first bytes',
  );
  const uploads = join(serving.dataDir, 'uploads');
  await vi.waitFor(() => expect(readdirSync(uploads)).toHaveLength(1), { timeout: 10_000 });
  socket.destroy();
  await vi.waitFor(() => expect(readdirSync(uploads)).toEqual([]), { timeout: 10_000 });
});

test('the client of docs/ hears what is measured live', async () => {
  const client = await page();
  const args = [join(import.meta.dirname, '..', 'docs', 'live-stream-client.mjs'), serving.address];
  const listener = spawn(process.execPath, args);
  onTestFinished(() => void listener.kill('SIGKILL'));
  let heard = '';
  listener.stdout.setEncoding('utf8').on('data', (text: string) => (heard += text));
  const settings = { faces: 1, model: 'none', replayS: 0, consent: null } as const;
  await client.ask('live.start', { source: { kind: 'sample', fps: null }, ...settings });
  await vi.waitFor(() => expect(heard.split('\n').length).toBeGreaterThan(10), {
    timeout: 120_000,
    interval: 200,
  });
  await client.ask('live.stop', {});
  expect(heard).toMatch(/^\d+ µs, person \d+ \((0\.\d+|1)\): (not measured|AU12 left)/m);
  const times = [...heard.matchAll(/^(\d+) µs/gm)].map(([, timeUs]) => Number(timeUs));
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  client.close();
});

test('nothing has left this machine', async () => {
  const client = await page();
  const about = await client.ask('app.about', {});
  expect(about).toMatchObject({ outboundRequests: 0, carrier: 'browser', dataFolder: serving.dataDir });
  client.close();
});

test('an engine that is killed is started again, the pages are told, and nobody waits for ever', async () => {
  await using own = await start('killed');
  const client = await page(own);
  const restarted = new Promise<string>((resolve) => {
    client.on('app.restarted', ({ reason }) => {
      resolve(reason);
    });
  });
  // Stopped, it cannot answer before it is killed.
  process.kill(own.enginePid()!, 'SIGSTOP');
  const pending = client.ask('library.list', {});
  const first = own.enginePid();
  process.kill(first!, 'SIGKILL');
  await expect(pending).rejects.toMatchObject({ code: 'engine-restarted' });
  expect(await restarted).toContain('SIGKILL');
  expect(await client.ask('library.list', {})).toEqual([]);
  expect(own.enginePid()).not.toBe(first);
  client.close();
});

test('a data folder that cannot be made is told, and no engine is left waiting', () => {
  writeFileSync(join(folder, 'a file'), '');
  const code = `import { serve } from ${JSON.stringify(join(import.meta.dirname, '..', 'electron/serve/index.ts'))};
    await serve({ host: '127.0.0.1', port: 0, dataDir: ${JSON.stringify(join(folder, 'a file', 'data'))},
      rendererDir: ${JSON.stringify(rendererDir)}, log: console.error }).catch(({ code }) => console.log(code));`;
  const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', code];
  const said = execFileSync(process.execPath, flags, { encoding: 'utf8', timeout: 60_000 });
  expect(said.trim()).toBe('engine-unable');
});

test('an engine that ends again and again is given up, with one line for everybody', async () => {
  await using own = await start('given-up');
  const client = await page(own);
  const ended = new Promise<string | null>((resolve) => {
    client.onClose(resolve);
  });
  let killed: number | undefined;
  for (let i = 0; i < 5; i++) {
    await vi.waitFor(() => expect(own.enginePid()).not.toBe(killed), { timeout: 30_000 });
    killed = own.enginePid();
    process.kill(killed!, 'SIGKILL');
  }
  expect(await own.ended).toContain('SIGKILL');
  expect(await ended).toBe('The engine ended again and again.');
  await expect(client.ask('app.settings', {})).rejects.toMatchObject({ code: 'engine-gone' });
  // The page itself is still given out, and what needs the engine is refused without waiting for it.
  const headers = { Authorization: `Bearer ${own.token}` };
  const media = await fetch(`http://127.0.0.1:${own.port}/media/0123456789abcdef`, { headers });
  expect(media.status).toBe(404);
});

const MAIN = join(import.meta.dirname, '..', 'electron', 'cli', 'main.ts');
const isBuilt = existsSync(join(import.meta.dirname, '..', 'out', 'renderer', 'index.html'));

test.skipIf(!isBuilt)(
  'onset serve prints the address; a taken port is replaced; Ctrl-C ends it all',
  async () => {
    const flags = ['--disable-warning=ExperimentalWarning', MAIN, 'serve', '--port', String(serving.port)];
    const child = spawn(process.execPath, [...flags, '--data', join(folder, 'cli')]);
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    onTestFinished(() => void child.kill('SIGKILL'));
    await vi.waitFor(() => expect(out).toContain('Ctrl-C'), { timeout: 60_000, interval: 100 });
    expect(err).toContain(`Port ${serving.port} is taken by another program`);
    const [, address] = /(http:\/\/127\.0\.0\.1:\d+\/)#token=[\w-]{43}\n/.exec(out) ?? [];
    expect((await fetch(address!)).status).toBe(200);
    const engine = execFileSync('ps', ['--ppid', String(child.pid), '-o', 'pid='], {
      encoding: 'utf8',
    }).trim();
    child.kill('SIGINT');
    const [status] = (await once(child, 'exit')) as [number | null];
    expect(status).toBe(0);
    expect(existsSync(`/proc/${engine}`)).toBe(false);
  },
);

test.skipIf(process.platform === 'win32')('an engine whose server was killed ends by itself', async () => {
  const code = `import { serve } from ${JSON.stringify(join(import.meta.dirname, '..', 'electron/serve/index.ts'))};
    const s = await serve({ host: '127.0.0.1', port: 0, dataDir: ${JSON.stringify(join(folder, 'orphan'))},
      rendererDir: ${JSON.stringify(rendererDir)}, log: console.error });
    console.log('engine', s.enginePid());`;
  const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', code];
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const engine = Number(/engine (\d+)/.exec(said)![1]);
  child.kill('SIGKILL');
  await vi.waitFor(() => expect(() => process.kill(engine, 0)).toThrow('ESRCH'), { timeout: 20_000 });
});

test('the logs of all this hold no error of our own, and no token', () => {
  expect(logged.join('\n')).not.toMatch(/error in Onset itself/);
  expect(logged.join('\n')).not.toContain(serving.token);
});

test('the sample clip is where it is said to be', () => {
  expect(existsSync(sampleClip().path)).toBe(true);
});
