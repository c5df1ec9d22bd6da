import { join } from 'node:path';
import { DEFAULT_SETTINGS, Settings } from '../../contract/channels/app.ts';
import { readJson, writeJson } from './json-file.ts';
import type { Log } from './problem.ts';

/** A person's choices, in one file of the data folder. A damaged file gives the defaults; `log` tells. */
export class SettingsFile {
  readonly #path: string;
  #settings: Settings;

  constructor(dataDir: string, log: Log) {
    this.#path = join(dataDir, 'settings.json');
    this.#settings = readJson(this.#path, Settings, log) ?? DEFAULT_SETTINGS;
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** Throws `output-unwritable`; then nothing has changed. */
  set(settings: Settings): void {
    writeJson(this.#path, settings);
    this.#settings = settings;
  }
}
