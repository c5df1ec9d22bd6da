import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { OnsetError } from '../../../contract/errors.ts';
import {
  type ClipEntry,
  type ClipIndex,
  DATA_FILE,
  FIRST_FORMAT,
  FORMAT,
  INDEX_FILE,
  neutralBytes,
  recordBytes,
  windowBytes,
} from './clip-format.ts';

/** One clip as it lies in a store: grey levels. `ClipStore.newBytes` makes one; reading reuses it. */
export interface ClipBytes {
  /** [frame, plane, row, column] */
  readonly frames: Uint8Array;
  /** [plane, row, column] */
  readonly neutral: Uint8Array;
}

/**
 * Made windows on disk (clip-format.ts), read one at a time.
 *
 *     using store = openClipStore('.cache/recognition/train');
 *     const bytes = store.newBytes();
 *     store.read(12, bytes);
 *     store.clips[12].emotion; // index into store.emotions
 */
export class ClipStore implements Disposable {
  readonly folder: string;
  readonly index: ClipIndex;
  readonly #file: number;
  readonly #record: Uint8Array;

  /** Throws `clips-missing` where the folder holds no whole store, `clips-damaged` where its files disagree. */
  constructor(folder: string) {
    this.folder = folder;
    this.index = readIndex(folder);
    this.#record = new Uint8Array(recordBytes(this.index));
    const path = join(folder, DATA_FILE);
    try {
      this.#file = openSync(path, 'r');
    } catch (error) {
      throw damaged(path, error instanceof Error ? error.message : String(error), error);
    }
    const [bytes, expected] = [fstatSync(this.#file).size, this.count * this.#record.length];
    if (bytes === expected) return;
    closeSync(this.#file);
    throw damaged(
      path,
      `it is ${String(bytes)} bytes long where ${INDEX_FILE} speaks of ${String(expected)}`,
    );
  }

  get count(): number {
    return this.index.clips.length;
  }
  get frames(): number {
    return this.index.frames;
  }
  get sizePx(): number {
    return this.index.sizePx;
  }
  get windowS(): number {
    return this.index.windowS;
  }
  get planes(): 1 | 3 {
    return this.index.planes;
  }
  /** Action units that labels speak of. */
  get aus(): readonly number[] {
    return this.index.aus;
  }
  get emotions(): readonly string[] {
    return this.index.emotions;
  }
  get clips(): readonly ClipEntry[] {
    return this.index.clips;
  }

  newBytes(): ClipBytes {
    return {
      frames: new Uint8Array(windowBytes(this.index)),
      neutral: new Uint8Array(neutralBytes(this.index)),
    };
  }

  /** Reads clip `index` (0 … count − 1). Throws `clips-damaged` where its bytes are not those that were written. */
  read(index: number, out: ClipBytes): void {
    const entry = this.clips[index];
    if (!entry) throw new Error(`internal: clip ${String(index)} of ${String(this.count)}`);
    const record = this.#record;
    const path = join(this.folder, DATA_FILE);
    let got: number;
    try {
      got = readSync(this.#file, record, 0, record.length, index * record.length);
    } catch (error) {
      throw damaged(path, error instanceof Error ? error.message : String(error), error);
    }
    if (got !== record.length || crc32(record) !== entry.crc32)
      throw damaged(path, `the bytes of clip ${String(index)} are not those that were written`);
    out.frames.set(record.subarray(0, out.frames.length));
    out.neutral.set(record.subarray(out.frames.length));
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }
}

export const openClipStore = (folder: string): ClipStore => new ClipStore(folder);

function readIndex(folder: string): ClipIndex {
  const path = join(folder, INDEX_FILE);
  if (!existsSync(path)) throw new OnsetError('clips-missing', { folder });
  let index: unknown;
  try {
    index = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw damaged(path, error instanceof Error ? error.message : String(error), error);
  }
  const wrong = complaintAbout(index);
  if (wrong) throw damaged(path, wrong);
  return withSubjects(index as ClipIndex);
}

/** What keeps a value from being an index, in words; null where nothing does. */
function complaintAbout(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return 'it is no JSON object';
  const index = value as Readonly<Record<keyof ClipIndex, unknown>>;
  if (index.format !== FORMAT && index.format !== FIRST_FORMAT) return `its format is not ${FORMAT}`;
  const { frames, sizePx, windowS, planes, aus, emotions, clips } = index;
  if (!isCount(frames) || !isCount(sizePx) || typeof windowS !== 'number' || !(windowS > 0))
    return 'frames, sizePx and windowS are not all positive numbers';
  if (planes !== 1 && planes !== 3) return 'planes is neither 1 nor 3';
  if (!isListOf(aus, isCount)) return 'aus is no list of action units';
  if (!isListOf(emotions, (name) => typeof name === 'string')) return 'emotions is no list of names';
  const classes = (emotions as readonly string[]).length;
  if (!isListOf(clips, (clip) => isEntry(clip, classes))) return 'a clip lacks its labels';
  return null;
}

/** The first format's clips name their portrait. */
function withSubjects(index: ClipIndex): ClipIndex {
  if ((index.format as string) !== FIRST_FORMAT) return index;
  const clips = index.clips as readonly (ClipEntry & { readonly portrait: string })[];
  return { ...index, format: FORMAT, clips: clips.map((clip) => ({ ...clip, subject: clip.portrait })) };
}

function isEntry(value: unknown, classes: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const {
    subject,
    portrait,
    emotion,
    aus,
    crc32: sum,
  } = value as Readonly<Record<keyof ClipEntry | 'portrait', unknown>>;
  return (
    typeof (subject ?? portrait) === 'string' &&
    Number.isInteger(emotion) &&
    (emotion as number) >= 0 &&
    (emotion as number) < classes &&
    (aus === null || isListOf(aus, isCount)) &&
    Number.isInteger(sum)
  );
}

const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) > 0;
const isListOf = (value: unknown, holds: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(holds);

const damaged = (path: string, reason: string, cause?: unknown): OnsetError =>
  new OnsetError('clips-damaged', { path, reason }, cause);
