/** Model files: those that came with Onset, those that runs made, those that were imported; and the one in use. */
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { At, Id } from '../../../contract/channels/fields.ts';
import type { ModelCard, TrainerModel } from '../../../contract/channels/trainer-models.ts';
import type { TrainerData } from '../../../contract/channels/trainer-data.ts';
import type { Run } from '../../../contract/channels/trainer-runs.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { reasonOfWriting } from '../../../contract/file-reason.ts';
import { writeAtomically } from '../../../models/train/atomic-file.ts';
import {
  listModels,
  type ModelReport,
  MODELS_FOLDER,
  shippedRecognizer,
  verifyModel,
} from '../../engine/infer/index.ts';
import { factsOfModel } from '../model-facts.ts';
import { readJson, writeJson } from '../json-file.ts';
import type { Log } from '../problem.ts';
import type { TrainerFolders } from './folders.ts';
import { type EarlierRun, firstCard } from './model-card.ts';

const Entry = v.object({
  id: Id,
  name: v.string(),
  origin: v.picklist(['trained', 'imported']),
  run: v.nullable(Id),
  madeAt: At,
  sha256: v.string(),
});
type Entry = v.InferOutput<typeof Entry>;

export interface ModelLibraryOptions {
  readonly folders: TrainerFolders;
  /** The id of the model in use; null: the shipped one. */
  readonly inUse: () => string | null;
  readonly use: (model: string | null) => void;
  readonly dataOf: (run: Run) => readonly TrainerData[];
  /** The runs that it began with, the nearest first. */
  readonly earlierOf: (run: Run) => readonly EarlierRun[];
  readonly tell: (models: TrainerModel[]) => void;
  readonly log: Log;
}

/** Digits of the SHA-256 that name a model. */
const ID_DIGITS = 16;

export class ModelLibrary {
  readonly #options: ModelLibraryOptions;
  readonly #indexPath: string;
  readonly #entries = new Map<string, Entry>();
  /** What was found out about files that have not changed since. */
  readonly #reports = new Map<string, ModelReport>();

  constructor(options: ModelLibraryOptions) {
    this.#options = options;
    this.#indexPath = options.folders.file('models.json');
    for (const entry of readJson(this.#indexPath, v.array(Entry), options.log) ?? [])
      this.#entries.set(entry.id, entry);
  }

  /** The file that Live and analyses use; null where Onset has none. */
  inUse(): string | null {
    const id = this.#options.inUse();
    if (id === null) return shippedRecognizer();
    const path = this.#pathOf(id);
    if (existsSync(path)) return path;
    this.#options.log(`the recognizer in use is gone from ${path}; the one that came with Onset is used.`);
    return shippedRecognizer();
  }

  /** Shipped ones first, then the newest. */
  async list(): Promise<TrainerModel[]> {
    const own: TrainerModel[] = [];
    for (const entry of this.#entries.values()) {
      const path = this.#pathOf(entry.id);
      if (existsSync(path)) own.push(this.#describe(entry, await this.#report(path)));
    }
    return [...(await this.#shipped()), ...own.reverse()];
  }

  /** The model file of a run that has ended joins the list; a file that is no recognizer does not, and says why. */
  async takeFromRun(run: Run, path: string): Promise<Pick<Run, 'model' | 'modelProblem'>> {
    try {
      const report = await verifyModel(path);
      if (report.problems.length > 0) return { model: null, modelProblem: report.problems.join('; ') };
      const data = this.#options.dataOf(run);
      const id = await this.#take(path, report, { name: run.name, origin: 'trained', run: run.id }, () =>
        firstCard(run, report.card, data, this.#options.earlierOf(run)),
      );
      return { model: id, modelProblem: null };
    } catch (error) {
      if (!(error instanceof OnsetError)) throw error;
      // What was learnt is in the run's folder all the same.
      return { model: null, modelProblem: error.message };
    }
  }

  /** Returns the model's id. Throws `input-not-found`, `input-unreadable`, `model-unusable`, `output-unwritable`. */
  async import(path: string): Promise<string> {
    const report = await verifyModel(path);
    if (report.problems.length > 0)
      throw new OnsetError('model-unusable', { model: basename(path), problem: report.problems.join('; ') });
    const card = path.replace(/\.onnx$/i, '.md');
    const name = basename(path).replace(/\.onnx$/i, '');
    return await this.#take(path, report, { name, origin: 'imported', run: null }, () =>
      card !== path && existsSync(card)
        ? readFileSync(card, 'utf8')
        : `# ${name}\n\nImported; nothing else is known of it.\n`,
    );
  }

  /** `shipped` or a model's id. Throws `model-unknown` and `model-unusable`. */
  async install(model: string): Promise<TrainerModel[]> {
    const shipped = await this.#shipped();
    const isShipped = model === 'shipped' || shipped.some(({ id, isDefault }) => id === model && isDefault);
    if (!isShipped) {
      const { name, id } = this.#entryOf(model);
      const { problems } = await this.#report(this.#pathOf(id));
      if (problems.length > 0)
        throw new OnsetError('model-unusable', { model: name, problem: problems.join('; ') });
    }
    this.#options.use(isShipped ? null : model);
    return await this.#tell();
  }

  async card(model: string): Promise<ModelCard> {
    const { path, isEditable } = await this.#fileOf(model);
    const card = cardPath(path);
    return { model, text: existsSync(card) ? readFileSync(card, 'utf8') : '', isEditable };
  }

  /** The model file and its hash stay as they are. Throws `model-fixed` and `output-unwritable`. */
  async setCard(model: string, text: string): Promise<ModelCard> {
    const { path, name, isEditable } = await this.#fileOf(model);
    if (!isEditable) throw new OnsetError('model-fixed', { model: name });
    writeText(cardPath(path), text);
    return await this.card(model);
  }

  /** The files that an export copies, and what they are called. */
  async files(model: string): Promise<{ name: string; paths: string[] }> {
    const { path, name } = await this.#fileOf(model);
    return { name, paths: [path, cardPath(path)].filter((file) => existsSync(file)) };
  }

  /** Throws `model-fixed` and `model-in-use`. */
  async remove(model: string): Promise<void> {
    const { path, name, isEditable } = await this.#fileOf(model);
    if (!isEditable) throw new OnsetError('model-fixed', { model: name });
    if (this.#options.inUse() === model) throw new OnsetError('model-in-use', { model: name });
    this.#entries.delete(model);
    writeJson(this.#indexPath, [...this.#entries.values()]);
    for (const file of [path, cardPath(path)]) rmSync(file, { force: true });
    await this.#tell();
  }

  async #take(
    path: string,
    { sha256 }: ModelReport,
    about: Pick<Entry, 'name' | 'origin' | 'run'>,
    card: () => string,
  ): Promise<string> {
    const id = sha256.slice(0, ID_DIGITS);
    const to = this.#pathOf(id);
    if (!existsSync(to)) copyWhole(path, to);
    if (!existsSync(cardPath(to))) writeText(cardPath(to), card());
    if (!this.#entries.has(id)) {
      this.#entries.set(id, { id, ...about, madeAt: new Date().toISOString(), sha256 });
      writeJson(this.#indexPath, [...this.#entries.values()]);
    }
    await this.#tell();
    return id;
  }

  async #tell(): Promise<TrainerModel[]> {
    const models = await this.list();
    this.#options.tell(models);
    return models;
  }

  async #shipped(): Promise<(TrainerModel & { readonly isDefault: boolean })[]> {
    const used = this.#options.inUse();
    const models = [];
    for (const { path, name } of await listModels()) {
      const report = await this.#report(path);
      const isDefault = path === shippedRecognizer();
      models.push({
        ...modelOf(report),
        ...{ name: name.replace(/\.onnx$/, ''), origin: 'shipped' as const, run: null },
        ...{ madeAt: statSync(path).mtime.toISOString(), isInUse: used === null && isDefault, isDefault },
      });
    }
    return models;
  }

  #describe({ id, name, origin, run, madeAt }: Entry, report: ModelReport): TrainerModel {
    return {
      ...modelOf(report),
      ...{ id, name, origin, run, madeAt },
      isInUse: this.#options.inUse() === id,
    };
  }

  /** Running each model once at every look would take seconds: a file that is the same needs it once. */
  async #report(path: string): Promise<ModelReport> {
    const { mtimeMs, size } = statSync(path);
    const key = `${path} ${mtimeMs} ${size}`;
    const known = this.#reports.get(key);
    if (known !== undefined) return known;
    const report = await verifyModel(path);
    this.#reports.set(key, report);
    return report;
  }

  async #fileOf(model: string): Promise<{ path: string; name: string; isEditable: boolean }> {
    const shipped = (await this.#shipped()).find(({ id }) => id === model);
    if (shipped !== undefined)
      return { path: join(MODELS_FOLDER, `${shipped.name}.onnx`), name: shipped.name, isEditable: false };
    const { name } = this.#entryOf(model);
    return { path: this.#pathOf(model), name, isEditable: true };
  }

  #entryOf(model: string): Entry {
    const entry = this.#entries.get(model);
    if (entry === undefined || !existsSync(this.#pathOf(model)))
      throw new OnsetError('model-unknown', { model });
    return entry;
  }

  #pathOf(id: string): string {
    return join(this.#options.folders.models, `${id}.onnx`);
  }
}

const cardPath = (path: string): string => path.replace(/\.onnx$/, '.md');

function modelOf({
  card,
  sha256,
  sizeBytes,
  problems,
}: ModelReport): Omit<TrainerModel, 'name' | 'origin' | 'run' | 'madeAt' | 'isInUse'> {
  return {
    id: sha256.slice(0, ID_DIGITS),
    network: card?.network ?? '',
    trainedOn: card?.trainedOn ?? '',
    sizeBytes,
    sha256,
    facts: card === null ? [] : factsOfModel(card),
    problem: problems.length > 0 ? problems.join('; ') : null,
  };
}

function copyWhole(from: string, to: string): void {
  const beside = `${to}.${process.pid}.part`;
  try {
    copyFileSync(from, beside);
    renameSync(beside, to);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new OnsetError('output-unwritable', { path: to, reason: reasonOfWriting(error) }, error);
  }
}

export function writeText(path: string, text: string): void {
  try {
    writeAtomically(path, new TextEncoder().encode(text));
  } catch (error) {
    throw new OnsetError('output-unwritable', { path, reason: reasonOfWriting(error) }, error);
  }
}
