import type { BoxPx } from '../../../contract/landmarks.ts';
import { assign } from './assignment.ts';
import { boxOf, centreOf, sizeOf } from './boxes.ts';
import { faceShape, shapeDistance } from './face-shape.ts';

/** A face that a track number is wanted for. */
export interface UnnamedFace {
  readonly lane: number;
  readonly mesh: Float32Array;
}

/** A face that leaves for longer than this comes back as another track. */
const PATIENCE_US = 1_500_000;

/** Velocity says where a face is for this long; after that it only says how far it may have got. */
const PREDICT_US = 300_000;

interface Track {
  readonly id: number;
  lane: number;
  box: BoxPx;
  /** Pixels per second. */
  velocity: { readonly x: number; readonly y: number };
  shape: Float32Array;
  sightings: number;
  seenUs: number;
}

/**
 * Gives faces their track numbers: from 1 in order of appearance, never used twice. A face continues the track
 * whose predicted place, size and proportions fit best, all faces of a frame decided together.
 */
export class Identities {
  #tracks: Track[] = [];
  #last = 0;

  /** Track numbers for the faces of the next frame, in their order. */
  assign(faces: readonly UnnamedFace[], timeUs: number): number[] {
    // A live source may jump back when it is opened again; its faces are then seen anew.
    this.#tracks = this.#tracks.filter(({ seenUs }) => timeUs >= seenUs && timeUs - seenUs <= PATIENCE_US);
    const sights = faces.map(({ lane, mesh }) => ({ lane, box: boxOf(mesh), shape: faceShape(mesh) }));
    const chosen = assign(sights.map((sight) => this.#tracks.map((track) => cost(track, sight, timeUs))));
    const continued = this.#tracks;
    return sights.map((sight, index) => {
      const track = chosen[index]! < 0 ? undefined : continued[chosen[index]!];
      if (track) update(track, sight, timeUs);
      return track?.id ?? this.#begin(sight, timeUs);
    });
  }

  /** Where the faces in view were last seen. */
  get boxes(): readonly BoxPx[] {
    const latest = this.#tracks.reduce((time, { seenUs }) => Math.max(time, seenUs), -Infinity);
    return this.#tracks.filter(({ seenUs }) => seenUs === latest).map(({ box }) => box);
  }

  /** The landmarkers of the old worker are gone: no lane says anything about who is who. */
  forgetLanes(): void {
    for (const track of this.#tracks) track.lane = -1;
  }

  #begin({ lane, box, shape }: Sight, timeUs: number): number {
    const id = ++this.#last;
    this.#tracks = [
      ...this.#tracks,
      { id, lane, box, shape, velocity: { x: 0, y: 0 }, sightings: 1, seenUs: timeUs },
    ];
    return id;
  }
}

interface Sight {
  readonly lane: number;
  readonly box: BoxPx;
  readonly shape: Float32Array;
}

/**
 * How badly a sighting fits a track, in units of one face size; Infinity where it cannot be the same face.
 * Proportions differ by 0.04 between sightings of one face a second apart and by 0.09 between two people (medians;
 * 95th percentiles 0.14 and 0.20, docs/landmarks.md): they decide between two faces, and rule out one alone only
 * where they differ more than one face ever does.
 */
function cost(track: Track, sight: Sight, timeUs: number): number {
  const gapS = (timeUs - track.seenUs) / 1e6;
  const size = sizeOf(track.box);
  const ahead = Math.min(gapS, PREDICT_US / 1e6);
  const from = centreOf(track.box);
  const to = centreOf(sight.box);
  const offX = to.x - from.x - track.velocity.x * ahead;
  const offY = to.y - from.y - track.velocity.y * ahead;
  const off = Math.hypot(offX, offY) / size;
  const grown = Math.abs(Math.log(sizeOf(sight.box) / size));
  // A walker crosses about six face widths in a second; at least one face is allowed for a sudden turn.
  if (off > 1 + 6 * gapS || grown > Math.log(1.5) + gapS) return Infinity;
  const shapesApart = shapeDistance(track.shape, sight.shape);
  if (gapS > 0.2 && shapesApart > MOST_SHAPES_APART) return Infinity;
  const unlike = SHAPE_WEIGHT * shapesApart;
  const stayed = track.lane === sight.lane && gapS < 0.2 ? SAME_LANE : 0;
  // The longer the gap, the less its place says.
  return off / (1 + 3 * gapS) + grown + unlike - stayed;
}

const SHAPE_WEIGHT = 8;
const MOST_SHAPES_APART = 0.16;
const SAME_LANE = 0.3;

/** Proportions are averaged over about the last 30 sightings. */
const SHAPE_MEMORY = 30;

function update(track: Track, { lane, box, shape }: Sight, timeUs: number): void {
  const gapS = (timeUs - track.seenUs) / 1e6;
  if (gapS > 0) {
    const [from, to] = [centreOf(track.box), centreOf(box)];
    // After a long gap the mean velocity over it is a poor guess of the present one.
    const trust = gapS <= 0.2 ? 0.5 : 0;
    track.velocity = {
      x: (1 - trust) * track.velocity.x * (trust > 0 ? 1 : 0) + (trust * (to.x - from.x)) / gapS,
      y: (1 - trust) * track.velocity.y * (trust > 0 ? 1 : 0) + (trust * (to.y - from.y)) / gapS,
    };
  }
  track.sightings = Math.min(track.sightings + 1, SHAPE_MEMORY);
  for (let i = 0; i < shape.length; i++) track.shape[i]! += (shape[i]! - track.shape[i]!) / track.sightings;
  track.box = box;
  track.lane = lane;
  track.seenUs = timeUs;
}
