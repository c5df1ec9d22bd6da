/**
 * The whole desktop application but Chromium: the shell's main module and preload script over a double of Electron, the
 * real engine process behind real ports, and the page's own client in front.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Carrier } from '../contract/carrier.ts';
import { ENGINE_PORT, type Shell } from '../contract/shell.ts';
import { connectEngine, type EngineClient } from '../renderer/engine/client.ts';
import * as electron from './helpers/electron-double.ts';

vi.mock('electron', () => import('./helpers/electron-double.ts'));

const ENGINE_SOURCE = join(import.meta.dirname, '..', 'electron', 'app', 'process.ts');

let folder: string;
let page: electron.PageDouble;
let shell: Shell;
const ports: MessagePort[] = [];
const argv = process.argv;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'onset shell '));
  vi.stubEnv('ONSET_DATA', join(folder, 'data'));
  mkdirSync(join(folder, 'user'));
  writeFileSync(join(folder, 'given.onset'), '');
  electron.app.userData = join(folder, 'user');
  electron.utilityProcess.use = ENGINE_SOURCE;
  const main = join(import.meta.dirname, '..', 'electron', 'main', 'main.ts');
  process.argv = ['electron', '--inspect=0', main, join(folder, 'given.onset')];

  await import('../electron/main/main.ts');
  await electron.app.becomeReady();
  page = electron.BrowserWindow.all[0]!.webContents;

  electron.enterPage(page);
  vi.stubGlobal('window', {
    location: { origin: 'app://onset' },
    postMessage: (data: unknown, origin: string, [port]: MessagePort[]) => {
      if (data === ENGINE_PORT && origin === 'app://onset') ports.push(port!);
    },
  });
  await import('../electron/preload/preload.ts');
  shell = electron.contextBridge.exposed['onset'] as unknown as Shell;
});

afterAll(async () => {
  process.argv = argv;
  for (const started of electron.utilityProcess.started) await started.crash();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

async function nextClient(): Promise<EngineClient> {
  const port = await vi.waitFor(() => ports.shift() ?? Promise.reject(new Error('no port yet')), {
    timeout: 120_000, // of a machine that is busy with everything else
  });
  return connectEngine(carrierOf(port));
}

/** As renderer/engine/port-carrier.ts, with Node's kind of port. */
function carrierOf(port: MessagePort): Carrier {
  return {
    send: (message) => {
      port.postMessage(message);
    },
    onMessage: (listener) => void port.on('message', listener),
    onClose: (listener) =>
      void port.on('close', () => {
        listener(null);
      }),
    close: () => {
      port.close();
    },
  };
}

test('the page reaches the engine through the shell, and again after the engine was killed', async () => {
  shell.connect();
  const client = await nextClient();
  expect(await client.ask('app.about', {})).toMatchObject({ carrier: 'electron', outboundRequests: 0 });
  const saved = { ...(await client.ask('app.settings', {})), theme: 'dark' as const, rater: 'Ada' };
  await client.ask('app.setSettings', saved);

  const gone = new Promise((resolve) => client.onClose(resolve));
  await electron.utilityProcess.started[0]!.crash();
  await gone;
  const again = await nextClient();
  const told = new Promise((resolve) => again.on('app.restarted', resolve));
  expect(await told).toEqual({ reason: 'the engine process ended unexpectedly with code 9' });
  // Nothing that was saved is lost.
  expect(await again.ask('app.settings', {})).toEqual(saved);
  expect(electron.utilityProcess.started).toHaveLength(2);
});

test('the engine is started by the path of what is built, under a name that a task manager shows', () => {
  expect(electron.utilityProcess.asked[0]).toMatch(/[\\/]engine[\\/]electron[\\/]app[\\/]process\.js$/);
  expect(electron.utilityProcess.options[0]).toMatchObject({
    serviceName: 'Onset engine',
    stdio: 'pipe',
    env: { MALLOC_ARENA_MAX: '2', PATH: process.env['PATH'] },
  });
});

test('a file that was given at the start, dropped on the icon or opened by a second start reaches the page', () => {
  const opened: (readonly string[])[] = [];
  const stop = shell.onOpen((paths) => opened.push(paths));
  electron.app.emit('second-instance', {}, [], '', { files: ['/second.mp4'] });
  electron.app.emit('open-file', { preventDefault: () => undefined }, '/finder.onset');
  stop();
  electron.app.emit('open-file', { preventDefault: () => undefined }, '/unheard.onset');
  expect(opened).toEqual([[join(folder, 'given.onset')], ['/second.mp4'], ['/finder.onset']]);
});

test('commands of the menu reach the page, also those from before it listened', () => {
  const click = (label: string): void => {
    const items = electron.Menu.template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
    items.find((item) => item.label === label)!.click!(undefined as never, undefined, undefined as never);
  };
  click('Settings…');
  const commands: string[] = [];
  shell.onCommand((command) => commands.push(command));
  click('Live');
  click('Trainer');
  expect(commands).toEqual(['open-settings', 'open-live', 'open-trainer']);
});

test('dialogs, recent files and the path of a dropped file', async () => {
  electron.dialog.choose.push(['/a.mp4', '/b.mov'], ['/out'], []);
  expect(await shell.chooseFiles('video')).toEqual(['/a.mp4', '/b.mov']);
  expect(await shell.chooseFolder()).toBe('/out');
  expect(await shell.chooseFolder()).toBeNull();
  shell.addRecent('/a.mp4');
  expect(electron.app.recent).toEqual(['/a.mp4']);
  const dropped = Object.assign(new File(['x'], 'x.mp4'), { path: '/dropped/x.mp4' });
  expect(shell.pathForFile(dropped)).toBe('/dropped/x.mp4');
  expect(shell.pathForFile(new File(['x'], 'made in the page'))).toBe('');
  expect(await shell.askForCamera()).toBe(true);
});

test('a file is shown only where the engine knows that a job wrote it', async () => {
  expect(await shell.showFile('abcdefgh', 'unknown.csv')).toBe(false);
  await expect(shell.showFile('../../etc', 'passwd')).rejects.toThrow('refused');
  expect(electron.shell.shown).toEqual([]);
});

test('the theme is taken over at once and kept', () => {
  shell.setTheme('light');
  expect(electron.nativeTheme.themeSource).toBe('light');
  shell.setTheme('pink' as never);
  expect(electron.nativeTheme.themeSource).toBe('light');
});

test('sound of a session that there is not is 404; of the engine’s own question nothing leaks', async () => {
  const response = await electron.session.defaultSession.load('media://session/abcdefghij');
  expect(response!.status).toBe(404);
  expect(await response!.text()).toBe('');
});

test('sleep is told to the engine', () => {
  electron.powerMonitor.emit('suspend');
  const kinds = electron.utilityProcess.started
    .at(-1)!
    .sent.map((message) => (message as { kind: string }).kind);
  expect(kinds.at(-1)).toBe('suspend');
});

test('while something works the machine does not go to sleep by itself', async () => {
  const { started } = electron.powerSaveBlocker;
  expect([...started.values()]).toEqual([]);
  shell.connect();
  const client = await nextClient();
  const { job } = await client.ask('library.sample', {});
  await vi.waitFor(() => expect([...started.values()]).toEqual(['prevent-app-suspension']), {
    timeout: 60_000,
  });
  await client.ask('jobs.cancel', { job: job! });
  await vi.waitFor(() => expect([...started.values()]).toEqual([]), { timeout: 60_000 });
});

test('a page whose process died is loaded again', async () => {
  page.emit('render-process-gone', {}, { reason: 'clean-exit' });
  page.emit('render-process-gone', {}, { reason: 'oom' });
  await vi.waitFor(() => expect(page.reloads).toBe(1));
});

test('a hanging page is loaded again only if the person wants it', async () => {
  electron.dialog.press.push(0, 1);
  const window = electron.BrowserWindow.all[0]!;
  const before = electron.dialog.shown.length;
  window.emit('unresponsive');
  window.emit('unresponsive'); // asked once, not twice
  await vi.waitFor(() => expect(electron.dialog.shown).toHaveLength(before + 1));
  await new Promise((resolve) => setImmediate(resolve));
  window.emit('unresponsive');
  await vi.waitFor(() => expect(page.reloads).toBe(2));
});

test('closing the last window quits after the engine has finished, and the window’s place is kept', async () => {
  const window = electron.BrowserWindow.all[0]!;
  window.bounds = { x: 10, y: 20, width: 1000, height: 700 };
  const exited = new Promise((resolve) => electron.utilityProcess.started.at(-1)!.on('exit', resolve));
  const quit = new Promise((resolve) => electron.app.on('quit', resolve));
  window.close();
  if (process.platform === 'darwin') electron.app.quit(); // there an application stays without windows
  expect(await exited).toBe(0);
  await quit;
  const { openShellState } = await import('../electron/main/shell-state.ts');
  expect(openShellState(join(folder, 'user')).value).toEqual({
    window: { x: 10, y: 20, width: 1000, height: 700, isMaximized: false, isFullScreen: false },
    theme: 'light',
  });
});
