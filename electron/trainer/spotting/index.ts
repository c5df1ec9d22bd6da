/**
 * Spotting by the challenge's measure: the engine over long videos whose expressions are known. A video that is done
 * stays done: its file in `videos/` is named after all that its result depends on.
 *
 *     const result = await evaluateSpotting({ data, options, folder }, hooks);
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnalyzeOptions } from '../../../contract/analysis.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { reasonOfWriting } from '../../../contract/file-reason.ts';
import type { EvaluatedVideo, SpottingResult } from '../../../contract/spotting-evaluation.ts';
import { ONSET_VERSION } from '../../../contract/version.ts';
import { writeOutput } from '../../../models/train/atomic-file.ts';
import { sha256OfInput } from '../../engine/capture/index.ts';
import { chooseBundle } from '../../engine/landmarks/index.ts';
import { Analyzer } from '../../engine/pipeline.ts';
import { MEGC_CLASSES } from './megc-class.ts';
import { spotVideo, type Spotted } from './spot-video.ts';
import type { VideoToSpot } from './video-to-spot.ts';
import { hashOf, type SpottedSet, videosIn, type VideosToSpot } from './videos.ts';

export { SPOTTED_SETS } from './videos.ts';

export interface SpottingCall {
  readonly data: readonly { readonly name: SpottedSet; readonly folder: string }[];
  readonly options: AnalyzeOptions;
  /** Where videos that are done are kept, and the result. */
  readonly folder: string;
}

export interface SpottingHooks {
  /** Aborting ends the video at work without a result; those done before are kept. */
  readonly signal: AbortSignal;
  readonly tell: (event: SpottingEvent) => void;
}

export type SpottingEvent =
  | { readonly event: 'started'; readonly video: string; readonly place: number; readonly of: number }
  | { readonly event: 'progress'; readonly video: string; readonly share: number | null }
  | { readonly event: 'done'; readonly video: EvaluatedVideo; readonly wasKept: boolean }
  | { readonly event: 'left-out'; readonly video: string; readonly reason: string };

export const SPOTTING_RESULT = 'spotting.json';

/**
 * Also of what is done where `signal` aborts. A video that cannot be analyzed is left out with its reason and does not
 * end the others. Throws what reading a set throws, and `output-unwritable`.
 */
export async function evaluateSpotting(
  { data, options, folder }: SpottingCall,
  { signal, tell }: SpottingHooks,
): Promise<SpottingResult> {
  const sets: VideosToSpot[] = [];
  for (const { name, folder: from } of data) sets.push(await videosIn(name, from));
  const all = sets.flatMap(({ videos }) => videos);
  const landmarks = chooseBundle(options.bundle);
  const modelSha256 = options.model === null ? null : await sha256OfInput(options.model);
  const kept = new KeptVideos(join(folder, 'videos'), { onset: ONSET_VERSION, landmarks, modelSha256 });
  const done: Spotted[] = [];
  const leftOut: { video: string; reason: string }[] = [];
  await using analyzer = new Analyzer();
  for (const [place, video] of all.entries()) {
    if (signal.aborted) break;
    const before = kept.read(video);
    if (before === null) tell({ event: 'started', video: video.id, place, of: all.length });
    try {
      const spotted =
        before ??
        (await spotVideo(analyzer, video, options, {
          signal,
          onProgress: ({ frames, totalFrames }) => {
            const share = totalFrames === null ? null : frames / totalFrames;
            tell({ event: 'progress', video: video.id, share });
          },
        }));
      if (before === null) kept.write(video, spotted);
      done.push(spotted);
      tell({ event: 'done', video: spotted.video, wasKept: before !== null });
    } catch (error) {
      if (error === signal.reason) break;
      if (!(error instanceof OnsetError) || error.code === 'output-unwritable') throw error;
      leftOut.push({ video: video.id, reason: error.message });
      tell({ event: 'left-out', video: video.id, reason: error.message });
    }
  }
  const result: SpottingResult = {
    onset: ONSET_VERSION,
    landmarks: landmarks.name,
    model: done[0]?.model ?? null,
    classes: MEGC_CLASSES,
    sets: sets.map(({ videos, ...set }) => ({ ...set, videos: videos.length })),
    videos: done.map(({ video }) => video),
    videoCount: all.length,
    leftOut,
  };
  writeJson(join(folder, SPOTTING_RESULT), result);
  return result;
}

/** Results by all that they depend on: what is known of the video, what the engine is, and its settings. */
class KeptVideos {
  readonly #folder: string;
  readonly #settings: unknown;

  constructor(folder: string, settings: unknown) {
    this.#folder = folder;
    this.#settings = settings;
    try {
      mkdirSync(folder, { recursive: true });
    } catch (error) {
      throw new OnsetError('output-unwritable', { path: folder, reason: reasonOfWriting(error) }, error);
    }
  }

  read(video: VideoToSpot): Spotted | null {
    const path = this.#pathOf(video);
    // What has this name is whole.
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Spotted) : null;
  }

  write(video: VideoToSpot, spotted: Spotted): void {
    writeJson(this.#pathOf(video), spotted);
  }

  #pathOf({ id, fps, numbers, known }: VideoToSpot): string {
    const hash = hashOf([id, fps, numbers, known, this.#settings]);
    return join(this.#folder, `${id.replaceAll(/[^\w.-]+/g, '-')}-${hash}.json`);
  }
}

const writeJson = (path: string, value: unknown): void => writeOutput(path, `${JSON.stringify(value)}\n`);
