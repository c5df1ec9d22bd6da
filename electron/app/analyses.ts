/** Analyses as jobs: a video in, a session in the library. */
import { existsSync, rmSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import type { AnalyzeOptions, AnalyzeProgress } from '../../contract/analysis.ts';
import type { AnalysisSettings } from '../../contract/channels/library.ts';
import type { Takes } from '../../contract/channels/index.ts';
import { OnsetError } from '../../contract/errors.ts';
import type { Analyzer } from '../engine/pipeline.ts';
import type { AppContext, JobHandle } from './context.ts';
import type { LiveFirst } from './live-first.ts';
import type { PicturesFirst } from './pictures-first.ts';
import { takeUpload, uploadedFile } from './uploads.ts';

export class Analyses implements AsyncDisposable {
  readonly #context: AppContext;
  readonly #liveFirst: LiveFirst;
  readonly #picturesFirst: PicturesFirst;
  #analyzer: Analyzer | null = null;
  #idle: NodeJS.Timeout | null = null;

  constructor(context: AppContext, liveFirst: LiveFirst, picturesFirst: PicturesFirst) {
    this.#context = context;
    this.#liveFirst = liveFirst;
    this.#picturesFirst = picturesFirst;
  }

  /** Returns the job's id. Throws `input-not-found` or `upload-unknown` at once. */
  start({ input, settings }: Takes<'analysis.start'>): string {
    const isUpload = input.kind === 'upload';
    const path = isUpload ? uploadedFile(this.#context.dataDir, input.upload) : resolve(input.path);
    if (!existsSync(path)) throw new OnsetError('input-not-found', { path });
    const title = basename(path);
    return this.#context.jobs.start('analysis', title, null, async (job) => {
      const name = basename(path, extname(path));
      await this.analyze(job, path, { name, origin: 'file', isUpload, settings });
    });
  }

  /** The work of a job; its session is listed when it is whole, and nothing is left of it otherwise. */
  async analyze(
    job: JobHandle,
    path: string,
    {
      name,
      origin,
      isUpload,
      settings,
    }: {
      readonly name: string;
      readonly origin: 'file' | 'sample';
      readonly isUpload: boolean;
      readonly settings: AnalysisSettings;
    },
  ): Promise<void> {
    const { library } = this.#context;
    const { session, path: sessionPath } = library.reserve(name, origin);
    try {
      const video = isUpload ? takeUpload(path, library.mediaDir(session)) : path;
      const analyzer = await this.#take();
      const summary = await analyzer.analyze(video, sessionPath, this.#optionsOf(settings), {
        signal: job.signal,
        onProgress: (progress) => {
          job.update(told(progress));
        },
        turn: async () => {
          await this.#liveFirst.turn(job);
          await this.#picturesFirst.turn();
        },
      });
      library.refresh(session);
      job.update({ session, warnings: [...summary.warnings], realtimeFactor: summary.realtimeFactor });
    } catch (error) {
      rmSync(library.mediaDir(session), { recursive: true, force: true });
      library.remove(session);
      throw error;
    } finally {
      this.#rest();
    }
  }

  /** Gives back what is kept for the next input, unless one is being analysed. */
  async letGo(): Promise<void> {
    if (this.#idle !== null) await this[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stayAwake();
    const analyzer = this.#analyzer;
    this.#analyzer = null;
    await analyzer?.[Symbol.asyncDispose]();
  }

  #optionsOf({ model, faces, neutral }: AnalysisSettings): AnalyzeOptions {
    return {
      model: typeof model === 'object' ? model.path : model === 'none' ? null : this.#context.recognizer(),
      provider: 'auto',
      faces,
      bundle: 'auto',
      neutral,
      fps: null,
    };
  }

  /** Its thread and networks (some 300 MB) are kept for the next input, and let go when none comes. */
  async #take(): Promise<Analyzer> {
    this.#stayAwake();
    // Loaded with the first input: a window should not wait for networks and codecs.
    this.#analyzer ??= new (await import('../engine/pipeline.ts')).Analyzer();
    return this.#analyzer;
  }

  #rest(): void {
    this.#idle = setTimeout(() => void this.letGo(), KEEP_MS).unref();
  }

  #stayAwake(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
  }
}

const KEEP_MS = 60_000;

function told({ frames, totalFrames, mediaS, realtimeFactor, leftS }: AnalyzeProgress): {
  progress01: number | null;
  leftS: number | null;
  realtimeFactor: number | null;
} {
  const wallS = realtimeFactor > 0 ? mediaS / realtimeFactor : 0;
  const share =
    leftS !== null && wallS > 0 ? wallS / (wallS + leftS) : totalFrames ? frames / totalFrames : null;
  return { progress01: share && Math.min(share, 1), leftS, realtimeFactor: realtimeFactor || null };
}
