/**
 * Puts `contract/shell.ts` into the page, and nothing else: no channel names, no events, nothing of Electron's. Built
 * as CommonJS into one file, because a sandboxed preload script can be nothing else.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { ENGINE_PORT, SHELL, type Shell } from '../../contract/shell.ts';
import { SHELL_CHANNELS } from '../../contract/shell-channels.ts';

/** The part of a page's globals that is used here; the rest of the shell runs in Node. */
declare const window: {
  readonly location: { readonly origin: string };
  postMessage(message: string, origin: string, ports: readonly unknown[]): void;
};

type Listener = (message: unknown) => void;

const PLATFORMS: Partial<Record<NodeJS.Platform, Shell['platform']>> = { darwin: 'mac', win32: 'windows' };

// A port cannot pass the bridge; it can be sent to the window, which both sides see.
ipcRenderer.on(SHELL_CHANNELS.port, ({ ports }) => {
  window.postMessage(ENGINE_PORT, window.location.origin, ports);
});

const shell: Shell = {
  platform: PLATFORMS[process.platform] ?? 'linux',
  connect: () => ipcRenderer.send(SHELL_CHANNELS.connect),
  // The contract knows no page's types; Electron refuses what is no `File`.
  pathForFile: (file) => webUtils.getPathForFile(file as never),
  chooseFiles: (kind) => ipcRenderer.invoke(SHELL_CHANNELS.chooseFiles, kind) as Promise<readonly string[]>,
  chooseFolder: () => ipcRenderer.invoke(SHELL_CHANNELS.chooseFolder) as Promise<string | null>,
  showFile: (job, name) => ipcRenderer.invoke(SHELL_CHANNELS.showFile, { job, name }) as Promise<boolean>,
  askForCamera: () => ipcRenderer.invoke(SHELL_CHANNELS.askForCamera) as Promise<boolean>,
  addRecent: (path) => ipcRenderer.send(SHELL_CHANNELS.addRecent, path),
  setTheme: (theme) => ipcRenderer.send(SHELL_CHANNELS.setTheme, theme),
  onCommand: (listener) => listen('command', listener as Listener),
  onOpen: (listener) => listen('open', listener as Listener),
};

contextBridge.exposeInMainWorld(SHELL, shell);

/** Listeners get what was sent, never the event, which would lead back to Electron. */
function listen(channel: 'command' | 'open', listener: Listener): () => void {
  const hear = (_event: unknown, message: unknown): void => listener(message);
  ipcRenderer.on(SHELL_CHANNELS[channel], hear);
  ipcRenderer.send(SHELL_CHANNELS.listening, channel);
  return () => void ipcRenderer.off(SHELL_CHANNELS[channel], hear);
}
