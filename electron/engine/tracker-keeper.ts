import type { LandmarkBundle } from '../../contract/landmarks.ts';
import { FaceTracker } from './landmarks/index.ts';

/** Keeps the tracker of one input for the next: loading its networks takes a third of a second. */
export class TrackerKeeper implements AsyncDisposable {
  #kept: FaceTracker | null = null;

  /** A tracker that has seen nothing yet; the one taken before must not be used any more. Throws `landmarker-failed`. */
  async take(bundle: LandmarkBundle, maxFaces: number): Promise<FaceTracker> {
    const kept = this.#kept;
    if (kept && kept.bundle.path === bundle.path && kept.maxFaces === maxFaces && !kept.hasEnded) {
      await kept.startOver();
      return kept;
    }
    const fresh = (this.#kept = FaceTracker.start({ bundle, maxFaces }));
    await kept?.[Symbol.asyncDispose]();
    await fresh.ready;
    return fresh;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kept?.[Symbol.asyncDispose]();
    this.#kept = null;
  }
}
