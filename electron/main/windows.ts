import { BrowserWindow, dialog, nativeTheme, screen } from 'electron';
import { restartDelayMs } from '../../contract/restart-policy.ts';
import { PAGE_ADDRESS } from './addresses.ts';
import type { KeptState } from './shell-state.ts';
import { TEXTS } from './texts.ts';
import { placeWindow, SMALLEST } from './window-place.ts';
import { WEB_PREFERENCES } from './web-preferences.ts';

export type Window = NonNullable<ReturnType<typeof BrowserWindow.getFocusedWindow>>;

/** The page's ground in both themes (`--ground`), so that a window does not flash before the page is drawn. */
const GROUND = { dark: '#0a0f12', light: '#f0f3f5' };

/** Opens a window with the page in it, where the last one was. */
export function openWindow(state: KeptState): Window {
  const kept = state.value.window;
  const place = placeWindow(
    kept,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    ...place,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light,
    webPreferences: WEB_PREFERENCES,
  });
  window.once('ready-to-show', () => {
    if (kept?.isMaximized) window.maximize();
    if (kept?.isFullScreen) window.setFullScreen(true);
    window.show();
  });
  window.on('close', () => {
    // Its place when it is neither maximized nor full: where it goes back to.
    const { x, y, width, height } = window.getNormalBounds();
    const isMaximized = window.isMaximized();
    state.change({ window: { x, y, width, height, isMaximized, isFullScreen: window.isFullScreen() } });
  });
  mendPage(window);
  void window.loadURL(PAGE_ADDRESS);
  return window;
}

/** The window a person means: the one in front, else any. */
export function currentWindow(): Window | null {
  return BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0] ?? null;
}

/** Brings a window to the front, wherever it is. */
export function showWindow(window: Window): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** A page that crashed is loaded again; the engine holds everything it showed. One that hangs is a person's choice. */
function mendPage(window: Window): void {
  const goneAtMs: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    const now = performance.now();
    goneAtMs.push(now);
    const delayMs = restartDelayMs(goneAtMs, now);
    if (delayMs === null) dialog.showErrorBox('Onset', TEXTS.interfaceStopped(reason));
    else setTimeout(() => reload(window), delayMs);
  });
  let isAsking = false;
  window.on('unresponsive', () => {
    if (isAsking) return;
    isAsking = true;
    void askAboutHanging(window).finally(() => (isAsking = false));
  });
}

async function askAboutHanging(window: Window): Promise<void> {
  const { message, detail, wait, reload: again } = TEXTS.unresponsive;
  const buttons = [wait, again];
  const { response } = await dialog.showMessageBox(window, { message, detail, buttons, defaultId: 0 });
  if (response === 1) reload(window);
}

function reload(window: Window): void {
  if (!window.isDestroyed()) window.webContents.reload();
}
