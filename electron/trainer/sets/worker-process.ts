/**
 * A process that prepares one item after the other. A process, not a thread: capture wants a main thread, and a picture
 * that brings native code down ends it alone.
 */
import { OnsetError } from '../../../contract/errors.ts';
import { chooseBundle, FaceTracker } from '../../engine/landmarks/index.ts';
import type { Item } from './item.ts';
import { keepResults, keptPath, type Result } from './kept-result.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { preparePicture } from './prepare-picture.ts';
import { prepareSample } from './prepare-sample.ts';
import type { WindowLook } from './resample.ts';

// Ctrl-C in a terminal reaches every process there; the one in front decides what it means.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
// Whoever started it is gone; what is kept is whole.
process.on('disconnect', () => process.exit());

let tracker: Promise<FaceTracker> | null = null;
const oneTracker = (): Promise<FaceTracker> =>
  (tracker ??= FaceTracker.create({ bundle: chooseBundle('auto'), maxFaces: 1, blendshapes: false }));

process.on('message', (message: ToWorker) => void work(message).then(answer));

function answer(message: FromWorker): void {
  if (process.connected) process.send!(message, () => undefined);
}

async function work({ item, look, cacheDir }: ToWorker): Promise<FromWorker> {
  try {
    const results = await prepare(item, look, await oneTracker());
    keepResults(keptPath(cacheDir, item.key), results);
    return { kind: 'kept' };
  } catch (error) {
    return answerTo(error);
  }
}

async function prepare(item: Item, look: WindowLook, faces: FaceTracker): Promise<Result[]> {
  if (item.kind === 'sample') return [await prepareSample(item.sample, look, faces)];
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
