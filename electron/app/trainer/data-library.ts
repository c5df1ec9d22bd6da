/** Data that networks can learn from: an index, clips that Onset made, and folders of clips that lie elsewhere. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import type { Takes } from '../../../contract/channels/index.ts';
import {
  type ClipFacts,
  type ClipPictures,
  type ClipRef,
  type DataLook,
  type Generation,
  TrainerData,
} from '../../../contract/channels/trainer-data.ts';
import type { Run } from '../../../contract/channels/trainer-runs.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { SYNTHETIC_MARK } from '../../../contract/synthetic.ts';
import { openClipStore } from '../../../models/data/clips/index.ts';
import type { StartProcess } from '../../trainer/hosted-process.ts';
import type { Library } from '../context.ts';
import { readJson, writeJson } from '../json-file.ts';
import { problemOf, type Log } from '../problem.ts';
import { randomId } from '../random-id.ts';
import { sizeOf } from '../summarize.ts';
import type { Found } from './chores/found.ts';
import type { PrepareTakes } from './chores/prepare.ts';
import { runChore } from './chores/run-chore.ts';
import { factsOf, readClipPictures } from './clip-pictures.ts';
import { contentOfClips, partsOf } from './clip-parts.ts';
import { refuseWithoutConsent, withoutConsent } from './consent-of-faces.ts';
import type { TrainerFolders } from './folders.ts';
import { PreparationTimes } from './preparation-times.ts';
import type { Priorities } from './priorities.ts';
import { clearUploadFolders, folderOf } from './upload-folder.ts';

export interface DataLibraryOptions {
  readonly dataDir: string;
  readonly folders: TrainerFolders;
  readonly sessions: Library;
  readonly startProcess: StartProcess;
  readonly priorities: Priorities;
  readonly tell: (data: readonly TrainerData[]) => void;
  /** The run that reads data now; null: none. */
  readonly readerOf: (data: string) => string | null;
  readonly log: Log;
}

interface Work {
  readonly id: string;
  readonly abort: AbortController;
  readonly start: () => Promise<void>;
}

export class DataLibrary implements AsyncDisposable {
  readonly #options: DataLibraryOptions;
  readonly #indexPath: string;
  readonly #times: PreparationTimes;
  readonly #entries = new Map<string, TrainerData>();
  readonly #waiting: Work[] = [];
  #working: (Work & { readonly done: Promise<void> }) | null = null;
  #looking: AbortController | null = null;
  #toldAtMs = 0;

  constructor(options: DataLibraryOptions) {
    this.#options = options;
    this.#indexPath = options.folders.file('data.json');
    this.#times = new PreparationTimes(options.folders.file('preparation-times.json'), options.log);
    for (const entry of readJson(this.#indexPath, v.array(TrainerData), options.log) ?? []) {
      // Clips of a generator are there whole or not at all.
      if (entry.kind === 'generated' && isUnderWay(entry)) removeFolder(options.folders.data(entry.id));
      this.#entries.set(entry.id, broken(entry, options.log));
    }
    clearUploadFolders(options.folders, new Set([...this.#entries.values()].map(({ path }) => path)));
  }

  /** The newest first. */
  list(): TrainerData[] {
    return [...this.#entries.values()].map(withPresence).reverse();
  }

  /** Throws `data-unknown`. */
  find(id: string): TrainerData {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new OnsetError('data-unknown', { data: id });
    return withPresence(entry);
  }

  /** Where the clips lie. Throws `data-unknown` and `data-unready`. */
  clipsPathOf(id: string): string {
    const { name, state, clipsPath } = this.find(id);
    if (state !== 'ready' || clipsPath === null)
      throw new OnsetError('data-unready', { data: name, reason: WHY[state] });
    return clipsPath;
  }

  /** Of a store's folder; null where it is none of the data here. */
  refOf(folder: string, index: number): ClipRef | null {
    for (const { id, clipsPath } of this.#entries.values()) {
      const part = clipsPath === null ? undefined : partsOf(clipsPath).find((one) => one.folder === folder);
      if (part !== undefined) return { data: id, part: part.name, index };
    }
    return null;
  }

  async look({ source, set, samples }: Takes<'trainer.look'>): Promise<DataLook> {
    const { dataDir, folders, sessions, startProcess, log } = this.#options;
    this.#looking?.abort(new OnsetError('trainer-replaced', { what: 'Looking at the folder before' }));
    const abort = new AbortController();
    this.#looking = abort;
    const path = folderOf(source, folders, dataDir);
    const what = `Looking at ${path}`;
    try {
      const found = await runChore(
        'look',
        { path, set, samples },
        { what, signal: abort.signal, startProcess },
      );
      const unconsented = found.kind === 'faces' ? withoutConsent(path, dataDir, sessions) : [];
      return {
        ...found,
        preparationS: this.#secondsOf(found),
        withoutConsent: unconsented.map(({ session }) => session),
      };
    } catch (error) {
      if (abort.signal.aborted) throw error;
      return { ...NOTHING, path, problem: problemOf(error, what, log) };
    }
  }

  /** Returns the id at once; the work waits for that before it. Throws what the folder is refused for. */
  async prepare({ source, set, name, preparation }: Takes<'trainer.prepare'>): Promise<string> {
    const { dataDir, folders, startProcess } = this.#options;
    const path = folderOf(source, folders, dataDir);
    const looked = await runChore(
      'look',
      { path, set, samples: 0 },
      { what: `Looking at ${path}`, startProcess },
    );
    const id = randomId();
    const entry: TrainerData = {
      ...{ id, name, path, kind: looked.kind!, set: looked.set, clipsPath: null },
      madeAt: new Date().toISOString(),
      ...{ state: 'waiting', progress01: null, leftS: null, content: null },
      ...{ rights: preparation.rights, warnings: [], sizeBytes: 0, problem: null, generation: null },
    };
    if (looked.kind === 'clips') {
      this.#change({ ...entry, clipsPath: path, state: 'ready', content: contentOfClips(path) });
      return id;
    }
    const takes = this.#choreOf(looked.kind, looked.set, path, folders.data(id), preparation);
    this.#change(entry);
    this.#queue(id, takes);
    return id;
  }

  /**
   * Clips of the people in other data, made with a run's generator (`model`, its file). Returns the id at once. Throws
   * `data-unknown`, `data-unready`, `generator-unlike`, `face-rights-missing`, `synthesis-without-consent`.
   */
  generate(
    { data, name, perClass, seed, hasVisibleMark, rights: said }: Takes<'trainer.generate'>,
    run: Run,
    model: string,
  ): string {
    const source = this.find(data);
    const [part] = partsOf(this.clipsPathOf(data));
    if (source.content?.isGenerated === true)
      throw new OnsetError('generator-unlike', {
        ...{ generator: run.name, data: source.name, reason: 'they were made by a generator themselves' },
      });
    const rights = source.rights ?? said;
    if (rights === null) throw new OnsetError('face-rights-missing', { folder: source.path });
    this.#refuseWithoutConsent(source.path);
    const id = randomId();
    const { order, id: runId, name: runName } = run;
    this.#change({
      ...{ id, name, path: source.path, kind: 'generated', set: null, clipsPath: null },
      madeAt: new Date().toISOString(),
      ...{ state: 'waiting', progress01: null, leftS: null, content: null },
      ...{ rights, warnings: [], sizeBytes: 0, problem: null },
      generation: {
        ...{ run: runId, runName, network: order.network, data, dataName: source.name },
        ...{ perClass, seed, hasVisibleMark },
      },
    });
    const outDir = this.#options.folders.data(id);
    this.#queue(id, {
      ...{ kind: 'generated', model, path: part!.folder, outDir, perClass, seed, hasVisibleMark },
    });
    return id;
  }

  /** For networks that change the faces they are shown. Throws `data-unknown` and `synthesis-without-consent`. */
  refuseFacesWithoutConsent(ids: readonly string[]): void {
    for (const id of ids) this.#refuseWithoutConsent(this.find(id).path);
  }

  /** Seconds that the generator of a run took for a clip here the last time; null: it never made any. */
  clipSecondsOf(run: string): number | null {
    return this.#times.secondsOf(timeKey(run), 1);
  }

  /** Throws `data-in-use` while clips are made with the generator of a run. */
  refuseWhileGenerating({ id, name }: Run): void {
    const user = this.#underWay(({ generation }) => generation?.run === id);
    if (user !== undefined) throw new OnsetError('data-in-use', { data: name, run: user.name });
  }

  cancel(id: string): void {
    this.find(id);
    if (this.#working?.id === id) {
      this.#working.abort.abort(new DOMException('cancelled', 'AbortError'));
      return;
    }
    const at = this.#waiting.findIndex((work) => work.id === id);
    if (at < 0) return;
    this.#waiting.splice(at, 1);
    this.#change({ ...this.find(id), state: 'cancelled' });
  }

  /** Throws `data-in-use`. */
  async remove(id: string): Promise<void> {
    const { name } = this.find(id);
    const run = this.#options.readerOf(id);
    const user = run ?? this.#underWay(({ generation }) => generation?.data === id)?.name;
    if (user !== undefined) throw new OnsetError('data-in-use', { data: name, run: user });
    this.cancel(id);
    if (this.#working?.id === id) await this.#working.done;
    removeFolder(this.#options.folders.data(id));
    this.#entries.delete(id);
    const { prepared } = this.#options.folders;
    // Clips that were cut out are kept for other calls on the same sets; without a set nobody asks for them.
    if (![...this.#entries.values()].some(({ kind }) => kind === 'set'))
      for (const kept of readdirSync(prepared)) removeFolder(join(prepared, kept));
    this.#save();
  }

  clips({ data, part, class: wanted, from, count }: Takes<'trainer.clips'>): {
    classes: string[];
    count: number;
    clips: ClipFacts[];
  } {
    using store = openClipStore(this.#partFolder(data, part));
    const indices = [...store.clips.keys()].filter(
      (index) => wanted === null || store.clips[index]!.emotion === wanted,
    );
    return {
      classes: [...store.emotions],
      count: indices.length,
      clips: indices
        .slice(from, from + count)
        .map((index) => factsOf({ data, part, index }, store.clips[index]!, store.index.synthetic)),
    };
  }

  clip({ ref, widthPx }: Takes<'trainer.clip'>): Promise<ClipPictures> {
    const { name } = this.find(ref.data);
    return readClipPictures(this.#partFolder(ref.data, ref.part), ref, name, widthPx);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#looking?.abort(new DOMException('closed', 'AbortError'));
    this.#waiting.length = 0;
    const working = this.#working;
    working?.abort.abort(new DOMException('closed', 'AbortError'));
    await working?.done;
  }

  #secondsOf({ kind, content }: Found): number | null {
    if (content === null) return null;
    if (kind === 'faces') return this.#times.secondsOf(kind, allClipsOf(USUAL_COUNT));
    return kind === 'set' ? this.#times.secondsOf(kind, content.clips) : null;
  }

  #partFolder(data: string, part: ClipRef['part']): string {
    const found = partsOf(this.clipsPathOf(data)).find(({ name }) => name === part);
    if (found === undefined)
      throw new OnsetError('data-unready', { data: this.find(data).name, reason: `it has no part ${part}` });
    return found.folder;
  }

  #choreOf(
    kind: DataLook['kind'],
    set: DataLook['set'],
    path: string,
    outDir: string,
    { count, rights, seed, scheme }: Takes<'trainer.prepare'>['preparation'],
  ): PrepareTakes {
    if (kind === 'set')
      return { kind, path, outDir, cacheDir: this.#options.folders.prepared, set: set!, scheme };
    if (rights === null) throw new OnsetError('face-rights-missing', { folder: path });
    this.#refuseWithoutConsent(path);
    return { kind: 'faces', path, outDir, count: count ?? USUAL_COUNT, seed, rights };
  }

  #refuseWithoutConsent(folder: string): void {
    refuseWithoutConsent(folder, this.#options.dataDir, this.#options.sessions);
  }

  /** Data that is being made, or is to be, and is so. */
  #underWay(is: (entry: TrainerData) => boolean): TrainerData | undefined {
    return [...this.#entries.values()].find((entry) => isUnderWay(entry) && is(entry));
  }

  #queue(id: string, takes: PrepareTakes): void {
    const abort = new AbortController();
    this.#waiting.push({ id, abort, start: () => this.#make(id, takes, abort.signal) });
    this.#next();
  }

  #next(): void {
    if (this.#working !== null) return;
    const work = this.#waiting.shift();
    if (work === undefined) return;
    const done = work.start().finally(() => {
      this.#working = null;
      this.#next();
    });
    this.#working = { ...work, done };
  }

  async #make(id: string, takes: PrepareTakes, signal: AbortSignal): Promise<void> {
    const { name } = this.find(id);
    const what = `Making clips of ${name}`;
    const startedMs = performance.now();
    this.#change({ ...this.find(id), state: 'preparing', progress01: 0 });
    try {
      const { startProcess, folders, priorities } = this.#options;
      // Since it was asked for, somebody may have withdrawn.
      if (takes.kind !== 'set') this.#refuseWithoutConsent(this.find(id).path);
      const made = await runChore('prepare', takes, {
        ...{ what, signal, startProcess, priority: priorities.usual },
        onProgress: (done01) => {
          if (signal.aborted) return;
          const elapsedS = (performance.now() - startedMs) / 1000;
          const leftS = done01 < LEAST_TO_TELL ? null : elapsedS * (1 / done01 - 1);
          this.#change({ ...this.find(id), progress01: Math.min(1, done01), leftS }, true);
        },
      });
      signal.throwIfAborted();
      writeProvenance(folders.data(id), this.find(id), takes);
      const { clipsPath, warnings } = made!;
      this.#times.note(this.#timeKeyOf(id), made!.made.clips, made!.made.seconds);
      this.#change({
        ...this.find(id),
        ...{ state: 'ready', progress01: null, leftS: null, clipsPath, warnings },
        content: contentOfClips(clipsPath),
        sizeBytes: sizeOf(clipsPath),
      });
    } catch (error) {
      const problem = signal.aborted ? null : problemOf(error, what, this.#options.log);
      const state = signal.aborted ? 'cancelled' : 'failed';
      if (takes.kind === 'generated') removeFolder(takes.outDir);
      this.#change({ ...this.find(id), ...{ state, progress01: null, leftS: null, problem } });
    }
  }

  #timeKeyOf(id: string): string {
    const { kind, generation } = this.find(id);
    return generation === null ? kind : timeKey(generation.run);
  }

  /** Progress is told some four times a second, and not written. */
  #change(entry: TrainerData, isProgress = false): void {
    this.#entries.set(entry.id, entry);
    if (isProgress && performance.now() - this.#toldAtMs < TELL_EVERY_MS) return;
    this.#toldAtMs = performance.now();
    if (isProgress) this.#options.tell(this.list());
    else this.#save();
  }

  #save(): void {
    writeJson(this.#indexPath, [...this.#entries.values()]);
    this.#options.tell(this.list());
  }
}

/** With those for validation and test, a tenth each. */
const allClipsOf = (count: number): number => count + 2 * Math.ceil(count / 10);

const TELL_EVERY_MS = 250;
/** Before a fiftieth is done, what is left is a guess. */
const LEAST_TO_TELL = 0.02;
/** Clips for training where nobody says how many: what a small network learns the classes from in half an hour. */
const USUAL_COUNT = 2000;

const WHY: Record<TrainerData['state'], string> = {
  waiting: 'its clips are still to be made',
  preparing: 'its clips are being made',
  ready: 'it has no clips',
  failed: 'its clips could not be made',
  cancelled: 'making its clips was cancelled',
  gone: 'its folder is gone',
};

const timeKey = (run: string): string => `generated by ${run}`;

const isUnderWay = ({ state }: TrainerData): boolean => state === 'waiting' || state === 'preparing';

/** What the end of an engine has broken off cannot be gone on with but by asking again; finished parts are kept. */
function broken(entry: TrainerData, log: Log): TrainerData {
  if (!isUnderWay(entry)) return entry;
  const problem = problemOf(new OnsetError('data-unfinished', { data: entry.name }), entry.name, log);
  return { ...entry, state: 'cancelled', progress01: null, leftS: null, problem };
}

const removeFolder = (path: string): void => rmSync(path, { recursive: true, force: true });

const withPresence = (entry: TrainerData): TrainerData =>
  entry.state === 'ready' && (entry.clipsPath === null || partsOf(entry.clipsPath).length === 0)
    ? { ...entry, state: 'gone' }
    : entry;

/** Beside the clips, so that they can be moved and still say by what right they were made. */
function writeProvenance(
  folder: string,
  { path, rights, madeAt, kind, generation }: TrainerData,
  takes: PrepareTakes,
): void {
  if (!existsSync(folder)) return;
  writeJson(join(folder, 'provenance.json'), {
    ...{ from: basename(path), kind, rights, madeAt, synthetic: kind !== 'set' },
    ...madeHow(takes, generation),
  });
}

function madeHow(takes: PrepareTakes, generation: Generation | null): object {
  switch (takes.kind) {
    case 'faces':
      return { count: takes.count, seed: takes.seed };
    case 'set':
      return { set: takes.set };
    case 'generated':
      return { mark: SYNTHETIC_MARK, generation };
    default:
      return takes satisfies never;
  }
}

const NOTHING: DataLook = {
  path: '',
  kind: null,
  set: null,
  coding: null,
  content: null,
  discrepancies: [],
  discrepancyCount: 0,
  samples: [],
  needsPreparation: false,
  preparationS: null,
  withoutConsent: [],
  problem: null,
};
