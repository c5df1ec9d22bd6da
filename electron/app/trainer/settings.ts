import * as v from 'valibot';
import { Id } from '../../../contract/channels/fields.ts';
import { DEFAULT_TRAINER_SETTINGS, TrainerSettings } from '../../../contract/channels/trainer.ts';
import { readJson, writeJson } from '../json-file.ts';
import type { Log } from '../problem.ts';

const Kept = v.object({
  settings: v.fallback(TrainerSettings, DEFAULT_TRAINER_SETTINGS),
  /** The model in use; null: the shipped one. */
  recognizer: v.nullable(Id),
});

/** How runs behave, and which recognizer is in use, in one file. A damaged one gives the defaults; `log` tells. */
export class TrainerSettingsFile {
  readonly #path: string;
  #kept: v.InferOutput<typeof Kept>;

  constructor(path: string, log: Log) {
    this.#path = path;
    this.#kept = readJson(path, Kept, log) ?? { settings: DEFAULT_TRAINER_SETTINGS, recognizer: null };
  }

  get settings(): TrainerSettings {
    return this.#kept.settings;
  }

  get recognizer(): string | null {
    return this.#kept.recognizer;
  }

  /** Throws `output-unwritable`; then nothing has changed. */
  set(change: { readonly settings?: TrainerSettings; readonly recognizer?: string | null }): void {
    const kept = { ...this.#kept, ...change };
    writeJson(this.#path, kept);
    this.#kept = kept;
  }
}
