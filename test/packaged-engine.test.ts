/** The engine as Electron gets it: built file by file, and run by a Node that does not know what a type is. */
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { decode, encode, ExtensionCodec } from '@msgpack/msgpack';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Carrier } from '../contract/carrier.ts';
import type { FromEngine, ToEngine } from '../contract/engine-process.ts';
import { WIRE_ARRAYS } from '../contract/wire-arrays.ts';
import { connectEngine } from '../renderer/engine/client.ts';
import { DesktopShell } from './helpers/desktop-shell.ts';
import { smallOrder, writeSmallWindows } from './helpers/trainer-app.ts';

const ROOT = join(import.meta.dirname, '..');
const { buildEngine, toJavaScript } = (await import(
  new URL('../scripts/build/engine.mjs', import.meta.url).href
)) as { buildEngine: (root: string, out: string) => void; toJavaScript: (source: string) => string };

let out: string;
let folder: string;
beforeAll(() => {
  // Below the checkout, from where packages are found as they are in a package.
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  out = mkdtempSync(join(ROOT, '.cache', 'engine-'));
  folder = mkdtempSync(join(tmpdir(), 'onset packaged '));
  buildEngine(ROOT, out);
});
afterAll(() => {
  rmSync(out, { recursive: true });
  rmSync(folder, { recursive: true, force: true });
});

test('types become blanks, and modules are named as they are then', () => {
  const source = `import { a, type B } from './a.ts';\nnew Worker(new URL('./work.ts', import.meta.url), x as B);\nconst v = 'a.mts';`;
  expect(toJavaScript(source)).toBe(
    `import { a,        } from './a.js';\nnew Worker(new URL('./work.js', import.meta.url), x     );\nconst v = 'a.mts';`,
  );
});

test('whatever a file imports or starts is there: a neighbour, a package that is installed for users, or Node’s', () => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const known = new Set([...Object.keys(dependencies), ...builtinModules, 'onnxruntime-common']);
  const missing = globSync('**/*.js', { cwd: out }).flatMap((file) => {
    const code = readFileSync(join(out, file), 'utf8');
    const named = [
      ...[...code.matchAll(/(?<!\.)\b(?:from|import)\s*\(?\s*'([\w@./:-]+)'/g)].map(([, name]) => name!),
      ...[...code.matchAll(/new URL\('([^']+\.js)'/g)].map(([, name]) => name!),
      ...[...code.matchAll(/join\(import\.meta\.dirname, '([^']+\.js)'/g)].map(([, name]) => `./${name!}`),
    ];
    return named
      .filter((name) =>
        name.startsWith('.')
          ? !existsSync(resolve(join(out, dirname(file)), name))
          : !known.has(packageOf(name)) && !name.startsWith('node:'),
      )
      .map((name) => `${file}: ${name}`);
  });
  expect(missing).toEqual([]);
});

test('it analyses the built-in clip: native code, worker threads, landmark networks and all', async () => {
  const child = fork(join(out, 'electron', 'app', 'process.js'), [], {
    serialization: 'advanced',
    execArgv: ['--no-strip-types', '--disable-warning=ExperimentalWarning'],
    silent: true,
  });
  let said = '';
  child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
  try {
    const ready = new Promise<void>((done) => {
      child.on('message', (message: FromEngine) => message.kind === 'ready' && done());
    });
    send(child, { kind: 'start', dataDir: folder, carrier: 'browser' });
    await ready;
    const client = connectEngine(carrierTo(child));
    send(child, { kind: 'connect', connection: 1, as: 'page', restarted: null });
    const ended = new Promise<string>((done) => {
      client.on('jobs.changed', ({ state, problem }) => {
        if (state === 'done' || state === 'failed') done(problem?.message ?? state);
      });
    });
    const { job } = await client.ask('library.sample', {});
    expect(job).not.toBeNull();
    expect(await ended, said).toBe('done');
    const [session] = await client.ask('library.list', {});
    expect(session).toMatchObject({ origin: 'sample', isFinished: true, tracks: 1 });
  } finally {
    const exited = new Promise((done) => child.on('exit', done));
    send(child, { kind: 'stop' });
    await exited;
  }
});

test('in the desktop, where nothing forks, the shell starts what an evaluation runs its folds in', async () => {
  await using desktop = new DesktopShell(out, join(folder, 'desktop'));
  const { client } = desktop;
  const { data } = await client.ask('trainer.prepare', {
    source: { kind: 'path', path: writeSmallWindows(folder) },
    set: 'auto',
    name: 'Small windows',
    preparation: { count: null, rights: null, seed: 1, scheme: null },
  });
  const { name, network, preset, batch, learningRate, seed, changes } = smallOrder(data);
  const { run } = await client.ask('trainer.add', {
    order: {
      ...{ kind: 'evaluation', name, network, preset, data: [data], epochs: 1, batch, learningRate },
      ...{ seed, changes, protocol: 'holdout', scheme: 'all' },
    },
  });
  const ended = new Set(['done', 'failed']);
  const isOver = async (): Promise<boolean> =>
    ended.has((await client.ask('trainer.runs', {})).find(({ id }) => id === run)!.state);
  await expect.poll(isOver, { timeout: 200_000, interval: 200 }).toBe(true);
  const [over] = await client.ask('trainer.runs', {});
  expect(over).toMatchObject({ state: 'done', problem: null, folds: { done: 1, of: 1 } });
  expect((await client.ask('trainer.result', { run }))!.folds).toHaveLength(1);
  // What looked into the folder, what led the evaluation, and its fold.
  expect(desktop.started).toEqual(['chore', 'chore', 'fold']);
  expect(desktop.printed).toBe('');
});

function send(child: ChildProcess, message: ToEngine): void {
  child.send(message);
}

const extensionCodec = new ExtensionCodec();
for (const { type, encode: write, decode: read } of WIRE_ARRAYS) {
  extensionCodec.register({ type, encode: write, decode: read });
}

/** A page's carrier, as `onset serve` relays it. */
function carrierTo(child: ChildProcess): Carrier {
  return {
    send: (message) => {
      send(child, { kind: 'bytes', connection: 1, bytes: encode(message, { extensionCodec }) });
    },
    onMessage: (listener) => {
      child.on('message', (message: FromEngine) => {
        if (message.kind !== 'bytes') return;
        send(child, { kind: 'flushed', connection: 1, bytes: message.bytes.byteLength });
        listener(decode(message.bytes, { extensionCodec }));
      });
    },
    onClose: (listener) => {
      child.on('exit', () => {
        listener(null);
      });
    },
    close: () => undefined,
  };
}

/** `@scope/name/part` is of `@scope/name`. */
function packageOf(name: string): string {
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
}
