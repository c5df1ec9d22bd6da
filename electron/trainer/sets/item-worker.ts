import { OnsetError } from '../../../contract/errors.ts';
import { chooseBundle, FaceTracker } from '../../engine/landmarks/index.ts';
import { keepResults, keptPath, type Result } from './kept-result.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { preparePicture } from './prepare-picture.ts';
import { prepareSample } from './prepare-sample.ts';

/** Prepares one item after the other, in this process, with one landmarker for all of them. */
export class ItemWorker implements AsyncDisposable {
  #tracker: Promise<FaceTracker> | null = null;

  /** Does an item and keeps it. Never rejects. */
  async work(order: ToWorker): Promise<FromWorker> {
    try {
      this.#tracker ??= FaceTracker.create({
        bundle: chooseBundle('auto'),
        maxFaces: 1,
        blendshapes: false,
      });
      const results = await prepare(order, await this.#tracker);
      keepResults(keptPath(order.cacheDir, order.item.key), results);
      return { kind: 'kept' };
    } catch (error) {
      return answerTo(error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // One that never came up was reported where it was wanted.
    const tracker = await this.#tracker?.catch(() => null);
    await tracker?.[Symbol.asyncDispose]();
  }
}

async function prepare({ item, look, missingApex }: ToWorker, faces: FaceTracker): Promise<Result[]> {
  if (item.kind === 'sample') return [await prepareSample(item.sample, look, missingApex, faces)];
  const results: Result[] = [];
  for (const picture of item.pictures)
    results.push(
      await preparePicture(picture, look, faces).catch((error: unknown) => {
        // One damaged picture among many is no reason to leave the others.
        if (isAboutInput(error)) return { leftOut: error.message };
        throw error;
      }),
    );
  return results;
}

function answerTo(error: unknown): FromWorker {
  if (isAboutInput(error)) return { kind: 'left-out', reason: error.message };
  if (!(error instanceof OnsetError))
    return { kind: 'crashed', stack: (error instanceof Error && error.stack) || String(error) };
  const { code, facts } = error as OnsetError;
  return { kind: 'failed', code, facts: { ...facts } };
}

/** A file that is not there, or is not what its name says: this clip's own trouble. */
function isAboutInput(error: unknown): error is OnsetError {
  if (!(error instanceof OnsetError)) return false;
  const { code } = error as OnsetError;
  return code.startsWith('input-') || code.startsWith('folder-') || code === 'images-differ-in-size';
}
