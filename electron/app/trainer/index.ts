/** Answers what a page asks of training, and tells it what happens. */
import { join } from 'node:path';
import type { Handlers } from '../../../contract/channels/index.ts';
import type { LiveState } from '../../../contract/channels/live.ts';
import type { TrainerData } from '../../../contract/channels/trainer-data.ts';
import type { Run } from '../../../contract/channels/trainer-runs.ts';
import { forkProcess, type StartProcess } from '../../trainer/hosted-process.ts';
import type { AppContext } from '../context.ts';
import type { Log } from '../problem.ts';
import { promised } from '../promised.ts';
import { uploadedFile } from '../uploads.ts';
import { DataLibrary } from './data-library.ts';
import { Estimates } from './estimates.ts';
import { exportModel } from './export-model.ts';
import { TrainerFolders } from './folders.ts';
import { foldsOf } from './folds-of.ts';
import { LICENSED_SETS } from './licensed-sets.ts';
import { ModelLibrary, writeText } from './model-library.ts';
import { MAKERS } from './network-words.ts';
import { networksOnce } from './networks-list.ts';
import { type Priorities, PRIORITIES } from './priorities.ts';
import { describeGenerator, generatorCard, generatorPath } from './run-generator.ts';
import { picturesOf, readPicture } from './run-pictures.ts';
import { RunQueue } from './run-queue.ts';
import { isActive } from './run-store.ts';
import { ScoredRuns } from './scored-runs.ts';
import { TrainerSettingsFile } from './settings.ts';

export type TrainerContext = Pick<AppContext, 'dataDir' | 'emit' | 'library' | 'jobs'>;

/** How its processes are started, and what they give way to. */
export interface TrainerMeans {
  readonly startProcess?: StartProcess;
  readonly priorities?: Priorities;
}

export class Trainer implements AsyncDisposable {
  readonly handlers: Handlers<'trainer.'>;
  readonly #data: DataLibrary;
  readonly #queue: RunQueue;
  readonly #models: ModelLibrary;
  readonly #estimates: Estimates;

  constructor(
    { dataDir, emit, library, jobs }: TrainerContext,
    log: Log,
    { startProcess = forkProcess, priorities = PRIORITIES }: TrainerMeans = {},
  ) {
    const folders = new TrainerFolders(dataDir);
    const settings = new TrainerSettingsFile(folders.file('settings.json'), log);
    const data = new DataLibrary({
      ...{ dataDir, folders, sessions: library, startProcess, priorities, log },
      tell: (list) => emit('trainer.dataChanged', [...list]),
      readerOf: (id) => queue.readerOf(id),
    });
    const learntFrom = ({ order }: Run): TrainerData[] =>
      data.list().filter(({ id }) => order.data.includes(id));
    const startExport = (name: string, paths: readonly string[], to: string): string =>
      jobs.start(
        'export',
        name,
        null,
        promised((job: Parameters<typeof exportModel>[0]) => exportModel(job, name, paths, to)),
      );
    const models = new ModelLibrary({
      ...{ folders, log },
      inUse: () => settings.recognizer,
      use: (recognizer) => settings.set({ recognizer }),
      dataOf: learntFrom,
      earlierOf: (run) => queue.earlierOf(run).map((one) => ({ run: one, data: learntFrom(one) })),
      tell: (list) => emit('trainer.modelsChanged', list),
    });
    const queue: RunQueue = new RunQueue({
      ...{ folders, startProcess, priorities, log },
      settings: () => settings.settings,
      data: { find: (id) => data.find(id), clipsPathOf: (id) => data.clipsPathOf(id) },
      takeModel: (run, path) => models.takeFromRun(run, path),
      tell: {
        runs: (runs) => emit('trainer.runsChanged', runs),
        run: (run) => emit('trainer.runChanged', run),
        points: (points) => emit('trainer.points', points),
        epoch: (run, epoch) => emit('trainer.epoch', { run, epoch }),
        pictures: (run) => emit('trainer.sampled', { run, samples: picturesOf(queue.folderOf(run)) }),
      },
    });
    const scored = new ScoredRuns({
      ...{ startProcess, priorities, log },
      find: (run) => queue.find(run),
      folderOf: (run) => queue.folderOf(run),
      evaluatedData: (order) => queue.calls.evaluatedData(order),
      savedCallOf: (run) => queue.savedCallOf(run),
      refOf: (folder, index) => data.refOf(folder, index),
    });
    const estimates = new Estimates(folders.file('estimates.json'), startProcess, log);
    const networks = networksOnce(startProcess);
    [this.#data, this.#queue, this.#models, this.#estimates] = [data, queue, models, estimates];

    this.handlers = {
      'trainer.look': (asked) => data.look(asked),
      'trainer.licensedSets': promised(() => structuredClone([...LICENSED_SETS])),
      'trainer.data': promised(() => data.list()),
      'trainer.prepare': async (asked) => ({ data: await data.prepare(asked) }),
      'trainer.cancelPreparation': promised((asked) => {
        data.cancel(asked.data);
        return {};
      }),
      'trainer.removeData': async (asked) => {
        await data.remove(asked.data);
        return {};
      },
      'trainer.generator': promised(({ run }) =>
        describeGenerator(queue.folderOf(run), data.clipSecondsOf(run)),
      ),
      'trainer.generate': promised((asked) => {
        const run = queue.find(asked.run);
        return { data: data.generate(asked, run, generatorPath(run, queue.folderOf(run.id))) };
      }),
      'trainer.clips': promised((asked) => data.clips(asked)),
      'trainer.clip': (asked) => data.clip(asked),

      'trainer.networks': () => networks(),
      'trainer.estimate': async ({ order }) =>
        await estimates.of(
          order,
          queue.calls.trial(order),
          foldsOf(order, (id) => data.find(id)),
          queue.list().some(isActive),
        ),

      'trainer.runs': promised(() => queue.list()),
      'trainer.add': promised(({ order }) => {
        if (order.kind === 'training' && MAKERS.includes(order.network))
          data.refuseFacesWithoutConsent([...order.data, ...order.validation]);
        return { run: queue.add(order) };
      }),
      'trainer.command': promised(({ run, command }) => queue.command(run, command)),
      'trainer.move': promised(({ run, to }) => {
        queue.move(run, to);
        return {};
      }),
      'trainer.renameRun': promised(({ run, name }) => {
        queue.rename(run, name);
        return {};
      }),
      'trainer.removeRun': promised(({ run }) => {
        data.refuseWhileGenerating(queue.find(run));
        queue.remove(run);
        return {};
      }),
      'trainer.history': promised(({ run }) => queue.history(run)),
      'trainer.result': promised(({ run }) => queue.result(run)),
      'trainer.cell': (asked) => scored.cell(asked),
      'trainer.compare': (asked) => scored.compare(asked),
      'trainer.samples': promised(({ run }) => picturesOf(queue.folderOf(run))),
      'trainer.sample': promised(({ run, name }) => readPicture(queue.folderOf(run), name)),

      'trainer.models': () => models.list(),
      'trainer.install': ({ model }) => models.install(model),
      'trainer.card': ({ model }) => models.card(model),
      'trainer.setCard': ({ model, text }) => models.setCard(model, text),
      'trainer.exportModel': async ({ model, outDir }) => {
        const { name, paths } = await models.files(model);
        return { job: startExport(name, paths, outDir ?? join(dataDir, 'exports', `model-${model}`)) };
      },
      'trainer.exportGenerator': promised(({ run: id, outDir }) => {
        const run = queue.find(id);
        const folder = queue.folderOf(id);
        const model = generatorPath(run, folder);
        const card = join(folder, 'generator.md');
        const generator = describeGenerator(folder, null)!;
        // What was learnt from may have been removed since; what is left is named.
        writeText(card, generatorCard(run, generator, learntFrom(run)));
        return {
          job: startExport(
            `${run.name} generator`,
            [model, card],
            outDir ?? join(dataDir, 'exports', `run-${id}`),
          ),
        };
      }),
      'trainer.importModel': async ({ input }) => {
        const path = input.kind === 'path' ? input.path : uploadedFile(dataDir, input.upload);
        return { model: await models.import(path) };
      },
      'trainer.removeModel': async ({ model }) => {
        await models.remove(model);
        return {};
      },

      'trainer.settings': promised(() => settings.settings),
      'trainer.setSettings': promised((wanted) => {
        settings.set({ settings: wanted });
        queue.repace();
        emit('trainer.settingsChanged', settings.settings);
        return settings.settings;
      }),
    };
  }

  /** The recognizer file that Live and analyses use; null where there is none. */
  recognizer(): string | null {
    return this.#models.inUse();
  }

  /** Runs make way while a camera is watched. */
  heardLive({ state }: LiveState): void {
    this.#queue.setLive(state !== 'off' && state !== 'lost');
  }

  /** Saves what runs and ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#estimates[Symbol.dispose]();
    await Promise.all([this.#queue[Symbol.asyncDispose](), this.#data[Symbol.asyncDispose]()]);
  }
}
