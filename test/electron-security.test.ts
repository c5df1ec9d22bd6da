/**
 * Electron's security checklist (https://www.electronjs.org/docs/latest/tutorial/security), item by item, against what
 * the shell really sets when it runs. docs/electron-security.md has one row for each test here.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { FUSES, fuseConfig } from '../build/fuses.ts';
import * as electron from './helpers/electron-double.ts';

vi.mock('electron', () => import('./helpers/electron-double.ts'));

const ROOT = join(import.meta.dirname, '..');
/** Stands for a site, for a page that was tampered with, and for anything a video's name could contain. */
const ELSEWHERE = [
  'https://example.com/',
  'http://127.0.0.1:8080/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'app://other/',
  'app://onset.example.com/',
];

let folder: string;
let page: electron.PageDouble;
let preferences: Record<string, unknown>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'onset security '));
  const engine = join(folder, 'engine.mjs');
  writeFileSync(engine, "process.parentPort.on('message', () => undefined);");
  electron.utilityProcess.use = engine;
  electron.app.userData = folder;
  mkdirSync(join(folder, 'page'));
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'secret'), 'secret');
  vi.doMock('../electron/main/paths.ts', () => ({
    RENDERER: join(folder, 'page'),
    PRELOAD: '/out/preload/preload.cjs',
    ENGINE: engine,
  }));
  await import('../electron/main/main.ts');
  await electron.app.becomeReady();
  const window = electron.BrowserWindow.all[0]!;
  page = window.webContents;
  preferences = window.options.webPreferences as Record<string, unknown>;
});
afterAll(async () => {
  for (const started of electron.utilityProcess.started) await started.crash();
  rmSync(folder, { recursive: true });
});

const load = (url: string): Promise<Response | null> => electron.session.defaultSession.load(url);

async function policy(): Promise<Map<string, string>> {
  const response = await load('app://onset/');
  const directives = response!.headers.get('Content-Security-Policy')!.split('; ');
  return new Map(directives.map((text) => [text.split(' ')[0]!, text.split(' ').slice(1).join(' ')]));
}

describe('checklist', () => {
  test('1. only secure content is loaded', async () => {
    expect(page.loads).toEqual(['app://onset/']);
    expect((await load('app://onset/'))!.status).toBe(200);
    for (const address of [
      'http://example.com/',
      'https://example.com/x.js',
      'ws://example.com',
      'ftp://a/',
    ]) {
      expect(await load(address), address).toBeNull();
    }
  });

  test('2. no Node.js integration for content', () => {
    expect(preferences).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
    });
  });

  test('3. context isolation', () => {
    expect(preferences).toMatchObject({ contextIsolation: true });
  });

  test('4. every process of a page is sandboxed', () => {
    expect(preferences).toMatchObject({ sandbox: true });
    expect(electron.app.sandboxed).toBe(true);
  });

  test('5. every permission is refused, asked for or checked, the camera included', () => {
    const { permissionRequest, permissionCheck, devicePermission, displayMedia } =
      electron.session.defaultSession;
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
    ] as const) {
      const answer = vi.fn();
      permissionRequest!(page as never, permission, answer, {} as never);
      expect(answer.mock.calls, permission).toEqual([[false]]);
      expect(permissionCheck!(page as never, permission, 'app://onset', {} as never), permission).toBe(false);
    }
    expect(devicePermission!({} as never)).toBe(false);
    const streams = vi.fn();
    displayMedia!({} as never, streams);
    expect(streams.mock.calls).toEqual([[null]]);
  });

  test('6. web security stays on', () => {
    expect(preferences).toMatchObject({ webSecurity: true });
  });

  test('7. a content security policy that lets nothing in from anywhere', async () => {
    const directives = await policy();
    expect(Object.fromEntries(directives)).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'style-src-attr': "'unsafe-inline'",
      'img-src': "'self' blob: data:",
      'font-src': "'self'",
      'media-src': 'media:',
      'connect-src': "'self'",
      'object-src': "'none'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
      'require-trusted-types-for': "'script'",
      'trusted-types': 'svelte-trusted-html',
    });
    // A refusal carries it too: it is a page like any other.
    expect((await load('app://onset/missing.html'))!.headers.get('Content-Security-Policy')).toContain(
      "'none'",
    );
  });

  test('8. no insecure content in secure pages', () => {
    expect(preferences).toMatchObject({ allowRunningInsecureContent: false });
  });

  test('9. no experimental features', () => {
    expect(preferences).toMatchObject({ experimentalFeatures: false });
  });

  test('10. no Blink features switched on', () => {
    expect(preferences).not.toHaveProperty('enableBlinkFeatures');
    expect([...electron.app.switches.keys()]).not.toContain('enable-blink-features');
    expect([...electron.app.switches.keys()]).not.toContain('enable-features');
  });

  test('11. and 12. no webview at all, so none with popups or options of its own', () => {
    expect(preferences).toMatchObject({ webviewTag: false });
    const preventDefault = vi.fn();
    page.emit('will-attach-webview', { preventDefault }, {}, {});
    expect(preventDefault).toHaveBeenCalledOnce();
  });

  test('13. a page stays where it is', () => {
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      for (const address of ELSEWHERE)
        expect(page.wouldGoTo(address, event), `${event} ${address}`).toBe(false);
      expect(page.wouldGoTo('app://onset/#/review', event)).toBe(true);
    }
    expect(preferences).toMatchObject({ navigateOnDragDrop: false });
    // Limits hold for whatever comes into being, not for the first window alone.
    expect(new electron.PageDouble().wouldGoTo('https://example.com/')).toBe(false);
  });

  test('14. a page opens no window', () => {
    for (const url of [...ELSEWHERE, 'app://onset/']) {
      expect(page.windowOpen!({ url } as Electron.HandlerDetails)).toEqual({ action: 'deny' });
    }
  });

  test('15. nothing is opened in another program', () => {
    // There is no list of allowed addresses: the function is not used, and the double has none that could be called.
    expect(sources().filter(({ text }) => text.includes('openExternal'))).toEqual([]);
    expect(electron.shell).not.toHaveProperty('openExternal');
  });

  test('16. Electron is the release that package.json pins, exactly', () => {
    const { devDependencies } = readJson('package.json') as { devDependencies: Record<string, string> };
    const { version } = readJson('node_modules/electron/package.json') as { version: string };
    expect(devDependencies['electron']).toBe(version);
    expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(45);
  });

  test('17. every message is heard from the page itself only, and only if it is well formed', async () => {
    const own = page.mainFrame;
    const strangers = [
      null,
      { ...own, url: 'https://example.com/', origin: 'https://example.com' },
      { ...own, url: 'app://onset.example.com/', origin: 'app://onset.example.com' },
      { ...own, url: 'https://example.com/', origin: 'app://onset' },
      { ...own, parent: own },
    ];
    const calls: Record<string, unknown> = {
      'onset:choose-files': 'video',
      'onset:choose-folder': undefined,
      'onset:show-file': { job: 'abcdefgh', name: 'a.csv' },
      'onset:ask-for-camera': undefined,
    };
    const notices: Record<string, unknown> = {
      'onset:connect': undefined,
      'onset:listening': 'open',
      'onset:add-recent': '/a.mp4',
      'onset:set-theme': 'dark',
    };
    expect(electron.ipcMain.channels.toSorted()).toEqual(
      [...Object.keys(calls), ...Object.keys(notices)].toSorted(),
    );
    const told = vi.spyOn(page, 'send');
    const ported = vi.spyOn(page, 'postMessage');
    for (const frame of strangers) {
      for (const [channel, given] of Object.entries(calls)) {
        await expect(electron.sendToMain(page, channel, given, frame), channel).rejects.toThrow('refused');
      }
      for (const [channel, given] of Object.entries(notices))
        await electron.sendToMain(page, channel, given, frame);
    }
    for (const [channel, wrong] of Object.entries({ ...calls, ...notices })) {
      const nonsense = typeof wrong === 'string' ? { path: wrong } : { more: 1 };
      await electron.sendToMain(page, channel, nonsense).catch(() => undefined);
    }
    expect(electron.dialog.shown).toEqual([]);
    expect(electron.app.recent).toEqual([]);
    expect(electron.nativeTheme.themeSource).toBe('system');
    expect(told).not.toHaveBeenCalled();
    expect(ported).not.toHaveBeenCalled();
  });

  test('18. schemes of our own instead of file:, and nothing outside their folder', async () => {
    expect(electron.protocol.privileged).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
      { scheme: 'media', privileges: { standard: true, secure: true, stream: true } },
    ]);
    expect(await load('file:///etc/passwd')).toBeNull();
    for (const address of [
      'app://onset/../secret',
      'app://onset/%2e%2e/secret',
      'app://onset/%2e%2e%2fsecret',
      'app://onset/..%5csecret',
      'app://onset/index.html%00.png',
      'app://other/index.html',
      'app://onset:1/index.html',
      'app://onset/',
      'media://session/../../secret',
      'media://session/%2e%2e%2fsecret',
      'media://other/abcdefgh',
    ]) {
      const response = (await load(address))!;
      const isPage = address === 'app://onset/';
      expect([response.status, await response.text()], address).toEqual(
        isPage ? [200, '<!doctype html>'] : [404, ''],
      );
    }
  });

  test('19. every fuse there is has been decided about', () => {
    const names = Object.values(FuseV1Options).filter((value) => typeof value === 'string');
    expect(names).toHaveLength(9);
    expect(Object.keys(FUSES).toSorted()).toEqual(names.toSorted());
    expect(fuseConfig('linux')).toMatchObject({
      strictlyRequireAllFuses: true,
      ...Object.fromEntries(
        names.map((name) => [
          FuseV1Options[name as keyof typeof FuseV1Options],
          FUSES[name as keyof typeof FUSES],
        ]),
      ),
    });
  });

  test('20. the page gets a handful of functions and nothing of Electron’s', async () => {
    electron.enterPage(page);
    vi.stubGlobal('window', { location: { origin: 'app://onset' }, postMessage: () => undefined });
    await import('../electron/preload/preload.ts');
    vi.unstubAllGlobals();
    expect(Object.keys(electron.contextBridge.exposed)).toEqual(['onset']);
    const api = electron.contextBridge.exposed['onset']!;
    expect(Object.keys(api).toSorted()).toEqual(
      'addRecent askForCamera chooseFiles chooseFolder connect onCommand onOpen pathForFile platform setTheme showFile'.split(
        ' ',
      ),
    );
    // A listener gets what was said, not the event, through which Electron could be reached.
    const heard: unknown[][] = [];
    (api['onCommand'] as (listener: (...args: unknown[]) => void) => void)((...args) => heard.push(args));
    page.send('onset:command', 'open-live');
    expect(heard).toEqual([['open-live']]);
  });
});

describe('no request leaves the machine', () => {
  test('every address that is not local is cancelled; local ones are not', () => {
    const { beforeRequest } = electron.session.defaultSession;
    const isCancelled = (url: string): boolean | undefined => {
      const answer = vi.fn();
      beforeRequest!({ url } as Electron.OnBeforeRequestListenerDetails, answer);
      return (answer.mock.calls[0]![0] as Electron.CallbackResponse).cancel;
    };
    for (const url of [
      'https://update.googleapis.com/',
      'http://localhost/',
      'ws://a/',
      'file:///a',
      'chrome://gpu',
      'applet://x',
    ]) {
      expect(isCancelled(url), url).toBe(true);
    }
    for (const url of [
      'app://onset/a.js',
      'media://session/abcdefgh',
      'blob:app://onset/1',
      'data:image/png;base64,',
    ]) {
      expect(isCancelled(url), url).toBe(false);
    }
  });

  test('Chromium has been told to ask nobody, and knows no host', () => {
    expect(Object.fromEntries(electron.app.switches)).toEqual({
      'disable-background-networking': '',
      'disable-component-update': '',
      'disable-domain-reliability': '',
      'no-pings': '',
      'host-resolver-rules': 'MAP * ~NOTFOUND',
    });
    expect(electron.session.defaultSession.spellChecker).toBe(false);
    expect(page.webRtcPolicy).toBe('disable_non_proxied_udp');
  });

  test('the shell itself uses nothing that could ask', () => {
    const uses =
      /\b(fetch|autoUpdater|crashReporter|contentTracing)\b|from '(node:)?(https?|http2|net|tls|dgram|dns)'|\bnet\b.*from 'electron'/;
    expect(sources().filter(({ text }) => uses.test(text))).toEqual([]);
  });
});

describe('docs/electron-security.md', () => {
  const page = readFileSync(join(ROOT, 'docs', 'electron-security.md'), 'utf8');

  test('has a row for each of the twenty items', () => {
    const rows = [...page.matchAll(/^\| +(\d+) +\|/gm)].map(([, number]) => Number(number));
    expect(rows).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  test('has each fuse as it is built', () => {
    const rows = [...page.matchAll(/^\| `(\w+)` +\| (on|off)/gm)].map(([, name, state]) => [
      name,
      state === 'on',
    ]);
    expect(Object.fromEntries(rows)).toEqual(FUSES);
  });
});

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}

/** Everything of the shell that ships. */
function sources(): { file: string; text: string }[] {
  return ['main', 'preload', 'delivery'].flatMap((name) => {
    const shellFolder = join(ROOT, 'electron', name);
    return readdirSync(shellFolder)
      .filter((file) => !file.endsWith('.test.ts'))
      .map((file) => ({ file, text: readFileSync(join(shellFolder, file), 'utf8') }));
  });
}
