/**
 * The application as a person has it in front of them: the page in Chromium through `onset serve`, or, where
 * `npm run test:electron` asks for it, in Electron. Specs use the page and do not know which.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, chromium, type Page } from 'playwright-core';
import { serve } from '../../electron/serve/index.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../helpers/chromium.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const { electronPath } = (await import(
  new URL('../../scripts/setup/electron-binary.mjs', import.meta.url).href
)) as { electronPath: () => string | null };
const SHELL = join(ROOT, 'out', 'main', 'main.js');

export interface OpenApplication extends AsyncDisposable {
  readonly page: Page;
  readonly where: 'browser' | 'electron';
  /** The process of the engine, for those who try what happens when it dies; null where it is not ours to know. */
  readonly enginePid: () => number | null;
}

/** Why there is nothing to test with; null: there is. */
export function whyNotOpen(): string | null {
  if (!existsSync(join(ROOT, 'out', 'renderer', 'index.html'))) return 'the interface is not built';
  if (inElectron()) return electronPath() === null ? "Electron's binary is not here" : null;
  return existsSync(CHROMIUM) ? null : 'Chromium is not here (apt-get install chromium)';
}

export async function openApplication(dataDir: string): Promise<OpenApplication> {
  return inElectron() ? openInElectron(dataDir) : openInBrowser(dataDir);
}

function inElectron(): boolean {
  return process.env['ONSET_E2E'] === 'electron';
}

async function openInElectron(dataDir: string): Promise<OpenApplication> {
  const app = await _electron.launch({
    executablePath: electronPath()!,
    // A profile of its own: otherwise a running Onset would take the start over.
    args: [SHELL, `--user-data-dir=${join(dataDir, 'profile')}`],
    env: { ...definedEnvironment(), ONSET_DATA: dataDir },
  });
  return {
    page: await app.firstWindow(),
    where: 'electron',
    enginePid: () => null,
    [Symbol.asyncDispose]: () => app.close(),
  };
}

async function openInBrowser(dataDir: string): Promise<OpenApplication> {
  const stack = new AsyncDisposableStack();
  const serving = stack.use(await serve({ host: '127.0.0.1', port: 0, dataDir, log: () => undefined }));
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  stack.defer(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
  await page.goto(serving.address);
  return {
    page,
    where: 'browser',
    enginePid: () => serving.enginePid() ?? null,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
