import type { YuvImage } from '../../../contract/frame.ts';
import type { BoxPx } from '../../../contract/landmarks.ts';
import { boxOf, centreOf, iou, shareInside, sizeOf } from './boxes.ts';
import { readStoredZip } from './bundle/stored-zip.ts';
import { FaceSearch } from './face-search.ts';
import { Landmarker, type SeenFace } from './landmarker.ts';
import { createDetector, type FaceDetector } from './mediapipe.ts';
import { Pictures } from './pictures.ts';
import { withPresence } from './presence.ts';
import type { FinderCounts, FoundFace, WorkerSetup } from './protocol.ts';
import { followingWindow, isSameBox, windowAround } from './windows.ts';

/** Longer side of the whole frame while the landmarker looks for a face in it, and of a window at most. */
const FRAME_LONG_SIDE_PX = 640;
const WINDOW_LONG_SIDE_PX = 384;

/** The detector's own input is 128 pixels wide. */
const SEARCH_LONG_SIDE_PX = 256;

/** A face that is smaller than this in the shrunken frame, though the frame has more pixels, gets its own window. */
const SMALL_IN_FRAME_PX = 96;

/** One landmarker and the part of the frame it looks at. */
interface Lane {
  readonly number: number;
  readonly landmarker: Landmarker;
  window: BoxPx;
  /** Longer side of the picture it is shown. */
  longSidePx: number;
  /** Where its face was last seen. */
  box: BoxPx | null;
  seenUs: number;
  /** A face found in a tile is reported from its second sighting on: textures rarely look like a face twice. */
  isConfirmed: boolean;
}

/** A lane keeps looking where it lost its face for this long, so that a hand before the face costs no search. */
const LANE_PATIENCE_US = 500_000;

/** A place where the landmark network saw no face is left alone for this long. */
const REJECTED_FOR_US = 1_000_000;

/**
 * Finds and follows the faces of one sequence of frames. The first face is followed in the whole frame, just as
 * MediaPipe would; faces that are small there, and further faces, get a window and a landmarker of their own.
 */
export class FaceFinder {
  readonly #task: Uint8Array;
  readonly #setup: WorkerSetup;
  /** The detector's network; it is loaded when first needed, which with one face in view is never. */
  readonly #detectorNetwork: Uint8Array;
  #detector: FaceDetector | null = null;
  readonly #pictures = new Pictures();
  readonly #search = new FaceSearch();
  readonly #spare: Landmarker[] = [];
  #lanes: Lane[] = [];
  #laneCount = 0;
  #rejected: { readonly box: BoxPx; readonly untilUs: number }[] = [];
  #hints: readonly BoxPx[];
  #looks = 0;
  #searches = 0;
  #busyMs = 0;

  static async create(bundle: Uint8Array, setup: WorkerSetup): Promise<FaceFinder> {
    const task = withPresence(bundle);
    const network = readStoredZip(task).find(({ name }) => name === 'face_detector.tflite');
    if (!network) throw new Error('internal: the bundle has no face detector');
    const first = await Landmarker.create(task, setup.blendshapes);
    return new FaceFinder(task, setup, network.content, first);
  }

  private constructor(task: Uint8Array, setup: WorkerSetup, detectorNetwork: Uint8Array, first: Landmarker) {
    this.#task = task;
    this.#setup = setup;
    this.#detectorNetwork = detectorNetwork;
    this.#spare.push(first);
    this.#hints = setup.lastSeen;
  }

  /** Gives the networks' memory back. The finder is of no use afterwards. */
  close(): void {
    for (const { landmarker } of this.#lanes) landmarker.close();
    for (const landmarker of this.#spare) landmarker.close();
    this.#detector?.close();
  }

  get counts(): FinderCounts {
    const landmarkers = [...this.#spare, ...this.#lanes.map(({ landmarker }) => landmarker)];
    const graphRestarts = landmarkers.reduce((sum, { restarts }) => sum + restarts, 0);
    return { looks: this.#looks, searches: this.#searches, graphRestarts, busyMs: this.#busyMs };
  }

  get blendshapeNames(): readonly string[] | null {
    return (
      this.#lanes.find(({ landmarker }) => landmarker.blendshapeNames)?.landmarker.blendshapeNames ?? null
    );
  }

  /** The faces of the next frame, at most `maxFaces`. */
  async find(image: YuvImage, timeUs: number): Promise<FoundFace[]> {
    const start = performance.now();
    const isNewSize = this.#pictures.show(image);
    if (isNewSize) for (const lane of [...this.#lanes]) await this.#close(lane);
    await this.#takeHints(timeUs);
    if (this.#lanes.length === 0) await this.#open(this.#pictures.whole, true, timeUs);

    const sightings: Sighting[] = [];
    for (const lane of this.#lanes) {
      const face = await this.#look(lane);
      if (face) sightings.push({ lane, face, box: boxOf(face.mesh) });
    }
    const seen = withoutDuplicates(sightings);
    for (const { lane } of sightings.filter((sighting) => !seen.includes(sighting))) await this.#close(lane);
    if (this.#lanes.some((lane) => lane.box && !seen.some((sighting) => sighting.lane === lane))) {
      this.#search.hurry(timeUs);
    }
    if (seen.length < this.#setup.maxFaces) await this.#searchOn(seen, timeUs);
    await this.#settle(seen, timeUs);
    this.#busyMs += performance.now() - start;
    return seen.filter(({ lane }) => lane.isConfirmed).map(({ face }) => face);
  }

  async #look(lane: Lane): Promise<FoundFace | null> {
    const { window } = lane;
    const picture = this.#pictures.of(window, lane.longSidePx);
    this.#looks += 1;
    const seen = await lane.landmarker.look(picture);
    if (!seen) return null;
    const face: FoundFace = {
      lane: lane.number,
      window,
      ...inFrame(seen, window, picture.width, picture.height),
    };
    return isPlausible(boxOf(face.mesh), this.#pictures.whole) ? face : null;
  }

  /** Looks for one more face in one more place, and lets a landmarker decide whether it is one. */
  async #searchOn(seen: Sighting[], timeUs: number): Promise<void> {
    const { widthPx, heightPx } = this.#pictures;
    const place = this.#search.next(timeUs, widthPx, heightPx, seen.length > 0);
    if (!place || this.#lanes.length >= this.#setup.maxFaces + 1) return;
    const found = await this.#detect(place.region);
    const box = found.find((candidate) => this.#isNew(candidate, seen, timeUs));
    if (!box) return;
    const lane = await this.#open(windowAround(box, this.#pictures.whole), !place.isTile, timeUs);
    const face = await this.#look(lane);
    const sighting = face && { lane, face, box: boxOf(face.mesh) };
    if (sighting && iou(sighting.box, box) > 0.2 && this.#isNew(sighting.box, seen, timeUs)) {
      seen.push(sighting);
      return;
    }
    this.#rejected.push({ box, untilUs: timeUs + REJECTED_FOR_US });
    await this.#close(lane);
  }

  /** Boxes of detected faces in frame pixels, the surest first. */
  async #detect(region: BoxPx): Promise<BoxPx[]> {
    // MediaPipe keeps the bytes it is given, and a subarray would keep (and pass on) the whole bundle.
    this.#detector ??= await createDetector(this.#detectorNetwork.slice(), {
      runningMode: 'IMAGE',
      minDetectionConfidence: 0.5,
    });
    const picture = this.#pictures.of(region, SEARCH_LONG_SIDE_PX);
    const scale = region.width / picture.width;
    this.#searches += 1;
    return this.#detector
      .detect(picture)
      .detections.toSorted(
        (one, other) => (other.categories[0]?.score ?? 0) - (one.categories[0]?.score ?? 0),
      )
      .flatMap(({ boundingBox }) => (boundingBox ? [boundingBox] : []))
      .map(({ originX, originY, width, height }) => ({
        x: region.x + originX * scale,
        y: region.y + originY * scale,
        width: width * scale,
        height: height * scale,
      }));
  }

  #isNew(box: BoxPx, seen: readonly Sighting[], timeUs: number): boolean {
    this.#rejected = this.#rejected.filter(({ untilUs }) => timeUs < untilUs);
    return (
      !seen.some((sighting) => areOneFace(sighting.box, box)) &&
      !this.#rejected.some((known) => iou(known.box, box) > 0.3)
    );
  }

  /** After a frame: moves windows after their faces, and gives up lanes that have none. */
  async #settle(seen: readonly Sighting[], timeUs: number): Promise<void> {
    const kept: Lane[] = [];
    for (const lane of this.#lanes) {
      const sighting = seen.find((one) => one.lane === lane);
      if (sighting) {
        lane.isConfirmed ||= lane.box !== null;
        lane.box = sighting.box;
        lane.seenUs = timeUs;
        lane.longSidePx = bestLongSide(lane, sighting.box);
        await this.#follow(lane, sighting.box);
      }
      if (!sighting) lane.longSidePx = longestSide(lane.window, this.#pictures.whole);
      const isWaiting = lane.isConfirmed && lane.box !== null && timeUs - lane.seenUs < LANE_PATIENCE_US;
      const isOnlyWatch =
        seen.length === 0 && isSameBox(lane.window, this.#pictures.whole) && kept.length === 0;
      if (sighting || isWaiting || isOnlyWatch) kept.push(lane);
      else await this.#close(lane);
    }
    this.#lanes = kept;
    // While every lane waits in a window of its own, nobody would notice a face elsewhere.
    const watchesAll = this.#lanes.some(({ window }) => isSameBox(window, this.#pictures.whole));
    if (seen.length === 0 && !watchesAll) await this.#open(this.#pictures.whole, true, timeUs);
  }

  async #follow(lane: Lane, box: BoxPx): Promise<void> {
    const { whole } = this.#pictures;
    const isWhole = isSameBox(lane.window, whole);
    const shrunkBy = Math.max(whole.width, whole.height) / FRAME_LONG_SIDE_PX;
    const isSmall = shrunkBy > 1.2 && Math.max(box.width, box.height) / shrunkBy < SMALL_IN_FRAME_PX;
    if (isWhole && !isSmall) return;
    const window = followingWindow(lane.window, box, whole);
    if (isSameBox(window, lane.window)) return;
    lane.window = window;
    lane.longSidePx = WINDOW_LONG_SIDE_PX;
    await lane.landmarker.forget();
  }

  async #takeHints(timeUs: number): Promise<void> {
    const hints = this.#hints;
    this.#hints = [];
    for (const box of hints) await this.#open(windowAround(box, this.#pictures.whole), true, timeUs);
  }

  async #open(window: BoxPx, isConfirmed: boolean, timeUs: number): Promise<Lane> {
    const landmarker = this.#spare.pop() ?? (await Landmarker.create(this.#task, this.#setup.blendshapes));
    const longSidePx = longestSide(window, this.#pictures.whole);
    const lane = {
      number: this.#laneCount++,
      landmarker,
      window,
      longSidePx,
      box: null,
      seenUs: timeUs,
      isConfirmed,
    };
    this.#lanes.push(lane);
    return lane;
  }

  async #close(lane: Lane): Promise<void> {
    this.#lanes = this.#lanes.filter((other) => other !== lane);
    await lane.landmarker.forget();
    this.#spare.push(lane.landmarker);
  }
}

interface Sighting {
  readonly lane: Lane;
  readonly face: FoundFace;
  readonly box: BoxPx;
}

const longestSide = (window: BoxPx, whole: BoxPx): number =>
  isSameBox(window, whole) ? FRAME_LONG_SIDE_PX : WINDOW_LONG_SIDE_PX;

/**
 * A face of this height fits the landmark network's input (its region is 1.5 faces, its input 192 or 256 pixels).
 * MediaPipe samples that region without averaging, so a larger face only brings in the sensor's noise, up to twice
 * the jitter (docs/landmarks.md), and converting more pixels takes longer. Our own shrinking averages.
 */
const BEST_FACE_PX = 112;

/** Smaller pictures cost the detector more than they save, should the face be lost. */
const SHORTEST_LONG_SIDE_PX = 192;

/** The longer side that shows the face at its best size, changed only when it is clearly off. */
function bestLongSide({ window, longSidePx }: Lane, face: BoxPx): number {
  const ideal = (BEST_FACE_PX * Math.max(window.width, window.height)) / Math.max(face.width, face.height);
  const bounded = Math.min(Math.max(ideal, SHORTEST_LONG_SIDE_PX), FRAME_LONG_SIDE_PX);
  const off = longSidePx / bounded;
  return off > 1.25 || off < 0.8 ? Math.round(bounded) : longSidePx;
}

/** Moves a face from a picture's pixels to the frame's. */
function inFrame(seen: SeenFace, window: BoxPx, widthPx: number, heightPx: number): SeenFace {
  const [scaleX, scaleY] = [window.width / widthPx, window.height / heightPx];
  const { mesh } = seen;
  for (let i = 0; i < mesh.length; i += 3) {
    // MediaPipe's coordinates have pixel i covering [i, i + 1); ours have its centre at i.
    mesh[i] = window.x + mesh[i]! * scaleX - 0.5;
    mesh[i + 1] = window.y + mesh[i + 1]! * scaleY - 0.5;
    mesh[i + 2] = mesh[i + 2]! * scaleX;
  }
  return seen;
}

/**
 * The landmark network goes on beyond the edge of the frame, while the detector needs nearly the whole face. A face
 * that slides out and back in at 240 px/s is lost and found 0.2 s apart with this share (0.3 s with a half), so that
 * both borders are about 0.1 s from the moment when a sixth of it is hidden.
 */
const LEAST_INSIDE = 0.65;

/** Whether a mesh can be that of a face in the frame: large enough to have been seen, and mostly inside. */
function isPlausible(box: BoxPx, whole: BoxPx): boolean {
  return box.width >= 8 && box.height >= 8 && shareInside(box, whole) >= LEAST_INSIDE;
}

/** Two landmarkers on one face: the one that had to jump there gives way. */
function withoutDuplicates(sightings: readonly Sighting[]): Sighting[] {
  const kept: Sighting[] = [];
  for (const sighting of sightings.toSorted((one, other) => jump(one) - jump(other))) {
    if (!kept.some((other) => areOneFace(other.box, sighting.box))) kept.push(sighting);
  }
  return kept;
}

/** How far a lane's face has moved since it was last seen, in faces. */
function jump({ lane, box }: Sighting): number {
  if (!lane.box) return Infinity;
  const [from, to] = [centreOf(lane.box), centreOf(box)];
  return Math.hypot(to.x - from.x, to.y - from.y) / sizeOf(box);
}

/** Boxes of a mesh and of the detector differ by a third in size; two people's faces rarely cover each other so far. */
function areOneFace(one: BoxPx, other: BoxPx): boolean {
  return iou(one, other) > 0.4 || Math.max(shareInside(one, other), shareInside(other, one)) > 0.75;
}
