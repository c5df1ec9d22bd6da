import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { OnsetError } from '../../contract/errors.ts';
import { reasonOfWriting } from '../../contract/file-reason.ts';

/**
 * Makes the folder where sessions, recordings and settings lie: the one given, else $ONSET_DATA, else where this
 * platform keeps a program's data. Only its owner may look into it: faces are in there. Throws `output-unwritable`.
 */
export function makeDataFolder(given: string | null, environment: NodeJS.ProcessEnv = process.env): string {
  const path = resolve(given ?? environment['ONSET_DATA'] ?? usualFolder(environment));
  try {
    for (const folder of ['', 'sessions', 'media', 'exports', 'uploads'])
      mkdirSync(join(path, folder), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new OnsetError('output-unwritable', { path, reason: reasonOfWriting(error) }, error);
  }
  return path;
}

function usualFolder({ LOCALAPPDATA, XDG_DATA_HOME }: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Onset');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Onset');
  // The XDG specification wants a relative path ignored.
  const base = XDG_DATA_HOME?.startsWith('/') === true ? XDG_DATA_HOME : join(homedir(), '.local', 'share');
  return join(base, 'onset');
}
