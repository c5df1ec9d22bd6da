import type { WebPreferences } from 'electron';
import { PRELOAD } from './paths.ts';

/**
 * What the page's process may do. Most of these are Electron's defaults; they are written down so that a change of
 * theirs changes nothing here, and so that a test can read them.
 */
export const WEB_PREFERENCES = {
  preload: PRELOAD,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  plugins: false,
  navigateOnDragDrop: false,
  // Dictionaries would be fetched from a server.
  spellcheck: false,
} as const satisfies WebPreferences;
