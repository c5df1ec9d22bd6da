import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { OnsetError } from '../../../contract/errors.ts';
import { reasonOfWriting } from '../../../contract/file-reason.ts';
import type { ClipBytes } from './clip-store.ts';
import { type ClipEntry, type ClipIndex, DATA_FILE, FORMAT, INDEX_FILE } from './clip-format.ts';

/**
 * Writes a clip store (clip-format.ts). It appears whole when `finish` is called, or not at all; one that is replaced
 * stays until then.
 *
 *     using writer = new ClipStoreWriter(folder);
 *     writer.add(bytes, labels);
 *     writer.finish({ frames, sizePx, … });
 *
 * Every method throws `output-unwritable` where the disk refuses.
 */
export class ClipStoreWriter implements Disposable {
  readonly #folder: string;
  readonly #entries: ClipEntry[] = [];
  readonly #partial: string;
  #file: number | null;

  constructor(folder: string) {
    this.#folder = folder;
    this.#partial = join(folder, `${DATA_FILE}.tmp`);
    this.#file = tryTo(folder, () => {
      mkdirSync(folder, { recursive: true });
      return openSync(this.#partial, 'w');
    });
  }

  get count(): number {
    return this.#entries.length;
  }

  add({ frames, neutral }: ClipBytes, labels: Omit<ClipEntry, 'crc32'>): void {
    const file = this.#open();
    tryTo(this.#partial, () => {
      writeWhole(file, frames);
      writeWhole(file, neutral);
    });
    this.#entries.push({ ...labels, crc32: crc32(neutral, crc32(frames)) });
  }

  finish(head: Omit<ClipIndex, 'format' | 'clips'>): void {
    const file = this.#open();
    const index: ClipIndex = { format: FORMAT, ...head, clips: this.#entries };
    const path = join(this.#folder, INDEX_FILE);
    tryTo(this.#folder, () => {
      fsyncSync(file);
      closeSync(file);
      this.#file = null;
      writeFileSync(`${path}.tmp`, `${JSON.stringify(index)}\n`);
      // Without its index an earlier store is none; it must not be read with the new clips' bytes.
      rmSync(path, { force: true });
      renameSync(this.#partial, join(this.#folder, DATA_FILE));
      renameSync(`${path}.tmp`, path);
    });
  }

  [Symbol.dispose](): void {
    if (this.#file === null) return;
    closeSync(this.#file);
    rmSync(this.#partial, { force: true });
    this.#file = null;
  }

  #open(): number {
    if (this.#file === null) throw new Error('internal: this clip store is finished');
    return this.#file;
  }
}

/** A write may take less than it is given where the disk is nearly full; the next one then says so. */
function writeWhole(file: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length;) from += writeSync(file, bytes, from);
}

function tryTo<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new OnsetError('output-unwritable', { path, reason: reasonOfWriting(error) }, error);
  }
}
