import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { App } from 'electron';

export interface OpenedFiles {
  /** Takes files from now on, first those that came before. */
  deliverTo(take: (paths: readonly string[]) => void): void;
}

/**
 * Files that come from outside: on the command line (Windows and Linux open associated files so), from the Finder, and
 * from a second start, which hands them to the first and ends. Null where this is the second.
 */
export function setUpOpenedFiles(app: App, argv: readonly string[], cwd: string): OpenedFiles | null {
  const given = filesIn(argv, cwd);
  // The arguments that come with `second-instance` may have been reordered by Chromium; these have not.
  if (!app.requestSingleInstanceLock({ files: given })) return null;

  const early: string[] = [...given];
  let take = (paths: readonly string[]): void => void early.push(...paths);
  app.on('open-file', (event, path) => {
    event.preventDefault();
    take([path]);
  });
  app.on('second-instance', (_event, _argv, _cwd, data) => take(filesOf(data)));
  return {
    deliverTo(taker) {
      take = taker;
      if (early.length > 0) taker(early.splice(0));
    },
  };
}

/** Arguments that name existing files or folders, as absolute paths. Everything else is Electron's or Chromium's. */
export function filesIn(argv: readonly string[], cwd: string): string[] {
  return argv
    .filter((argument) => argument !== '' && !argument.startsWith('-') && !argument.includes('\0'))
    .map((argument) => resolve(cwd, argument))
    .filter((path) => statSync(path, { throwIfNoEntry: false }) !== undefined);
}

/** Another process of the same person sent this; it may still be of another version. */
function filesOf(data: unknown): string[] {
  const files = (data as { files?: unknown } | null)?.files;
  return Array.isArray(files) ? files.filter((file) => typeof file === 'string') : [];
}
