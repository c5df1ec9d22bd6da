/**
 * Landmarks: where faces are and what shape they have, frame by frame, each with a stable number. The networks are
 * MediaPipe's and run in a worker thread; nothing here knows what a face expresses.
 */
import type { YuvImage } from '../../../contract/frame.ts';
import type { BoxPx, FaceFrame, FaceObservation, LandmarkBundle } from '../../../contract/landmarks.ts';
import { loadNative } from '../../../native/index.ts';
import { boxOf, shareInside } from './boxes.ts';
import { FrameSlot } from './frame-slot.ts';
import { Identities } from './identities.ts';
import { headPose } from './pose.ts';
import type { FinderCounts, FoundFace } from './protocol.ts';
import { WorkerLink } from './worker-link.ts';

export { chooseBundle, findBundles } from './bundles.ts';

export interface TrackerOptions {
  readonly bundle: LandmarkBundle;
  /** Faces followed at the same time; each costs about as much as the first. */
  readonly maxFaces: number;
  /** Whether to measure blendshapes where the bundle has them. Default: true. */
  readonly blendshapes?: boolean;
  /** Another worker module, for tests that make it fail. */
  readonly workerModule?: URL;
}

/** What a tracker has done so far. */
export interface TrackerStats extends FinderCounts {
  readonly frames: number;
  /** Threads that ended unexpectedly and were started again. */
  readonly workerRestarts: number;
}

const NOTHING_DONE: FinderCounts = { looks: 0, searches: 0, graphRestarts: 0, busyMs: 0 };

/**
 * Frames in the worker or on the way to it; further calls wait for a place. Memory for a place is taken when it is
 * first needed.
 */
const SLOTS = 8;

/**
 * Follows the faces of one source through its frames.
 *
 *     await using tracker = await FaceTracker.create({ bundle: chooseBundle('auto'), maxFaces: 4 });
 *     for await (const frame of source.frames()) {
 *       using held = frame;
 *       const { faces } = await tracker.track(held.image, held.index, held.timeUs);
 *     }
 */
export class FaceTracker implements AsyncDisposable {
  readonly bundle: LandmarkBundle;
  readonly maxFaces: number;
  readonly #link: WorkerLink;
  #identities = new Identities();
  readonly #slots = Array.from({ length: SLOTS }, () => new FrameSlot());
  readonly #waiting: ((slot: FrameSlot) => void)[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #counts = NOTHING_DONE;
  #frames = 0;
  #restartsSeen = 0;

  /** Starts the worker and loads the networks (0.3 s). Throws `landmarker-failed` when they cannot be loaded. */
  static async create(options: TrackerOptions): Promise<FaceTracker> {
    const tracker = FaceTracker.start(options);
    await tracker.ready;
    return tracker;
  }

  /** As `create`, without waiting: await `ready` before the first frame. Meanwhile a source can be opened. */
  static start(options: TrackerOptions): FaceTracker {
    return new FaceTracker(options);
  }

  private constructor({ bundle, maxFaces, blendshapes = true, workerModule }: TrackerOptions) {
    if (!(Number.isInteger(maxFaces) && maxFaces >= 1)) {
      throw new RangeError(`internal: maxFaces is ${maxFaces}`);
    }
    // The worker needs it too; here its absence is told as what it is.
    loadNative();
    this.bundle = bundle;
    this.maxFaces = maxFaces;
    const setup = { bundlePath: bundle.path, maxFaces, blendshapes: blendshapes && bundle.hasBlendshapes };
    this.#link = new WorkerLink(setup, () => this.#identities.boxes, workerModule);
  }

  /** Rejects with `landmarker-failed` when the networks cannot be loaded. */
  get ready(): Promise<void> {
    return this.#link.ready;
  }

  /** Whether its thread is given up, or closed: only another tracker can go on. */
  get hasEnded(): boolean {
    return this.#link.hasEnded;
  }

  /**
   * Forgets every face, as if it had just been created, in a quarter of the time: what follows is another source, and
   * its tracks count from 1. Waits for the frames under way. Rejects with `landmarker-failed`.
   */
  async startOver(): Promise<void> {
    await this.#last;
    await this.#link.startOver();
    this.#identities = new Identities();
    this.#counts = NOTHING_DONE;
    this.#frames = 0;
  }

  get stats(): TrackerStats {
    return { ...this.#counts, frames: this.#frames, workerRestarts: this.#link.deaths };
  }

  /**
   * The faces of the next frame in presentation order; none is an empty list. `timeUs` counts in microseconds.
   * Calls need not wait for each other (eight may be under way at a time) and settle in their order. The pixels are
   * copied: the caller keeps `image` until the promise settles and may dispose it then. Rejects with
   * `landmarker-failed` when the networks fail on the same frame three times.
   */
  track(image: YuvImage, frameIndex: number, timeUs: number): Promise<FaceFrame> {
    const result = this.#track(image, frameIndex, timeUs, this.#last);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#link[Symbol.asyncDispose]();
  }

  async #track(
    image: YuvImage,
    frameIndex: number,
    timeUs: number,
    before: Promise<unknown>,
  ): Promise<FaceFrame> {
    const slot =
      this.#slots.pop() ?? (await new Promise<FrameSlot>((resolve) => this.#waiting.push(resolve)));
    try {
      const { faces, blendshapeNames, counts } = await this.#link.look({ slot: slot.fill(image), timeUs });
      await before;
      this.#frames += 1;
      this.#counts = counts;
      if (this.#restartsSeen !== this.#link.deaths) this.#identities.forgetLanes();
      this.#restartsSeen = this.#link.deaths;
      const ids = this.#identities.assign(faces, timeUs);
      return {
        frameIndex,
        timeUs,
        faces: faces
          .map((face, index) => observation(face, ids[index]!, image, blendshapeNames))
          .toSorted((one, other) => one.trackId - other.trackId),
      };
    } finally {
      const next = this.#waiting.shift();
      if (next) next(slot);
      else this.#slots.push(slot);
    }
  }
}

function observation(
  face: FoundFace,
  trackId: number,
  { widthPx, heightPx }: YuvImage,
  names: readonly string[] | null,
): FaceObservation {
  const { mesh, matrix, window, blendshapes } = face;
  const box: BoxPx = boxOf(mesh);
  const whole = { x: 0, y: 0, width: widthPx, height: heightPx };
  return {
    trackId,
    mesh,
    box,
    // What lies outside the frame is guessed, so a face that is half out is at most half sure.
    confidence01: face.presence01 * shareInside(box, whole),
    pose: headPose(matrix, window, widthPx, heightPx),
    blendshapes:
      blendshapes && names ? new Map(names.map((name, index) => [name, blendshapes[index]!] as const)) : null,
  };
}
