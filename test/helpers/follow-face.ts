import type { Similarity } from '../../contract/align.ts';
import type { VideoFrame, YuvImage } from '../../contract/frame.ts';
import type { FaceObservation } from '../../contract/landmarks.ts';
import { cropBytes, RECIPE } from '../../contract/recipe.ts';
import { Aligner } from '../../electron/engine/align/index.ts';
import { FaceAnalysis } from '../../electron/engine/face-analysis.ts';
import { FramesInWaiting } from '../../electron/engine/frames-in-waiting.ts';
import type { FaceTracker } from '../../electron/engine/landmarks/index.ts';
import { Stopwatch } from '../../electron/engine/stopwatch.ts';

/** What is followed: pictures that can be drawn at any index, as `rigidClip` makes them. */
export interface DrawnClip {
  readonly timesUs: readonly number[];
  draw(index: number): YuvImage;
}

/** Where the crop lay in one frame: as the engine aligns, and by landmarks alone (never registered to a neutral). */
export interface Followed {
  readonly index: number;
  readonly refined: Similarity;
  readonly landmarksOnly: Similarity;
}

/**
 * Follows the first face through a clip as the pipeline does: landmarks on key frames, two of them ahead of every
 * frame, then align → neutral → motion in a `FaceAnalysis`. Only the frames' decoding is left out.
 */
export async function followFace(clip: DrawnClip, tracker: Pick<FaceTracker, 'track'>): Promise<Followed[]> {
  const followed: Followed[] = [];
  const waiting = new FramesInWaiting<DrawnFrame>();
  using follower = new Follower();
  const follow = (isEnd = false): void => {
    for (const { frame, faces } of waiting.ready(isEnd)) {
      const placed = faces[0] ? follower.follow(frame, faces[0]) : null;
      if (placed) followed.push(placed);
    }
  };
  for (const [index, timeUs] of clip.timesUs.entries()) {
    const image = copied(clip.draw(index));
    if (!waiting.add({ index, timeUs, image })) continue;
    const found = await tracker.track(image, index, timeUs);
    waiting.found(found);
    if (found.faces[0]) follower.observe(timeUs, found.faces[0]);
    follow();
  }
  follow(true);
  return followed;
}

interface DrawnFrame {
  readonly index: number;
  readonly timeUs: number;
  readonly image: YuvImage;
}

const copied = (image: YuvImage): YuvImage => ({
  ...image,
  planes: image.planes.map(({ data, strideBytes }) => ({ data: data.slice(), strideBytes })),
});

class Follower implements Disposable {
  readonly #analysis = new FaceAnalysis(
    { trackId: 1, ringSlots: 2, needsColour: false, needsColourNeutral: false, chooseNeutral: () => null },
    new Stopwatch(),
  );
  readonly #bare = new Aligner(1, RECIPE);
  readonly #crop = new Uint8Array(cropBytes(RECIPE));

  observe(timeUs: number, face: FaceObservation): void {
    this.#analysis.observe(timeUs, face);
    this.#bare.observe(timeUs, face.mesh);
  }

  follow({ index, timeUs, image }: DrawnFrame, face: FaceObservation): Followed | null {
    const frame: VideoFrame = { index, timeUs, image, clone: () => frame, [Symbol.dispose]: () => undefined };
    const refined = this.#analysis.analyze(frame, face).alignment;
    const bare = this.#bare.align(image, timeUs, this.#crop);
    return refined && bare && { index, refined: refined.cropToFrame, landmarksOnly: bare.cropToFrame };
  }

  [Symbol.dispose](): void {
    this.#analysis[Symbol.dispose]();
    this.#bare[Symbol.dispose]();
  }
}
