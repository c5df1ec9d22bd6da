/**
 * The folder of a run. `run.json` names the tensor files that belong to it and is renamed into place last, so that at
 * any moment, also after a power cut or on a full disk, it and the files it names are whole and belong together.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { OnsetError } from '../../contract/errors.ts';
import { reasonOfWriting } from '../../contract/file-reason.ts';
import { writeAtomically } from './atomic-file.ts';
import type { NamedTensors } from './job.ts';
import { parseRunRecord, type RunRecord } from './run-record.ts';
import { DamagedTensors, decodeTensors, encodeTensors } from './safetensors.ts';

const RECORD = 'run.json';
const MODEL_FILE = 'model.onnx';
const PICTURES = 'pictures';
const TENSOR_FILE = /^(state|best)-\d+\.safetensors(\.\d+\.tmp)?$/;

/** A tensor file and what it must hash to. */
export interface StoredFile {
  readonly file: string;
  readonly sha256: string;
}

export class RunFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Whether a run was saved here. */
  get isTaken(): boolean {
    return existsSync(join(this.path, RECORD));
  }

  get modelPath(): string {
    return join(this.path, MODEL_FILE);
  }

  make(): void {
    try {
      mkdirSync(this.path, { recursive: true });
    } catch (error) {
      throw new OnsetError('output-unwritable', { path: this.path, reason: reasonOfWriting(error) }, error);
    }
  }

  /** The saved run. Throws `run-missing` and `checkpoint-damaged`. */
  readRecord(): RunRecord {
    if (!this.isTaken) throw new OnsetError('run-missing', { folder: this.path });
    const path = join(this.path, RECORD);
    const record = parseRunRecord(readFileSync(path, 'utf8'));
    if (typeof record === 'string') throw new OnsetError('checkpoint-damaged', { path, reason: record });
    return record;
  }

  /** The tensors of a file that the record names. Throws `checkpoint-damaged`. */
  readTensors({ file, sha256 }: StoredFile): NamedTensors {
    const path = join(this.path, file);
    const damaged = (reason: string, cause?: unknown): OnsetError =>
      new OnsetError('checkpoint-damaged', { path, reason }, cause);
    if (!existsSync(path)) throw damaged('it is missing');
    const bytes = readFileSync(path);
    try {
      const { tensors } = decodeTensors(bytes);
      if (hashOf(bytes) !== sha256) throw damaged('its content is not what was saved');
      return tensors;
    } catch (error) {
      if (error instanceof DamagedTensors) throw damaged(error.message, error);
      throw error;
    }
  }

  /** Writes tensors under a name of their own; the run does not know of them until `commit`. */
  writeTensors(kind: 'state' | 'best', step: number, tensors: NamedTensors): StoredFile {
    const file = `${kind}-${step}.safetensors`;
    const bytes = encodeTensors({ tensors, metadata: { format: 'onset', step: String(step) } });
    this.#write(file, bytes, step);
    return { file, sha256: hashOf(bytes) };
  }

  /** Makes this the saved run, and removes tensor files that no longer belong to it. */
  commit(record: RunRecord): void {
    this.#write(RECORD, new TextEncoder().encode(`${JSON.stringify(record, null, 1)}\n`), record.step);
    const named = new Set([record.state.file, record.best?.file]);
    for (const file of readdirSync(this.path))
      if (TENSOR_FILE.test(file) && !named.has(file)) rmSync(join(this.path, file), { force: true });
  }

  /** Throws `run-unsaved`. */
  writeModel(bytes: Uint8Array, step: number, file = MODEL_FILE): void {
    this.#write(file, bytes, step);
  }

  /** A PNG of what a synthesizer makes after an epoch; its path. */
  writePicture(bytes: Uint8Array, epoch: number, step: number): string {
    const folder = join(this.path, PICTURES);
    mkdirSync(folder, { recursive: true });
    // Numbers of one width: the pictures' names are in the order of time.
    const file = `${PICTURES}/epoch-${String(epoch).padStart(4, '0')}.png`;
    this.#write(file, bytes, step);
    return join(this.path, file);
  }

  #write(file: string, bytes: Uint8Array, step: number): void {
    try {
      writeAtomically(join(this.path, file), bytes);
    } catch (error) {
      throw new OnsetError(
        'run-unsaved',
        { path: join(this.path, file), step, reason: reasonOfWriting(error) },
        error,
      );
    }
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
