import type { BoxPx } from '../../../../contract/landmarks.ts';
import type { SessionReader } from '../../../../contract/session.ts';

/** Faces last seen this long before a clip, or first seen this long after it, may be in it unseen. */
const LOOK_AROUND_US = 2_000_000;

/** Added on every side of a box, as a share of its sides: hair, ears and chin lie outside the mesh. */
const MARGIN = 0.3;

/** The same where the box is not the frame's own: the face may have moved since, or be about to. */
const WIDE_MARGIN = 0.8;

interface Sighting {
  readonly timeUs: number;
  readonly box: BoxPx;
}

/**
 * Where faces are or may be, so that none is shown by mistake. In a frame in which a track was seen: its box with a
 * margin, joined with those of the frames around. In a gap of the track: the boxes at both ends and the way between
 * them, wider. Before its beginning and after its end: the nearest box, wider.
 */
export class FaceBoxes {
  readonly #tracks: readonly (readonly Sighting[])[];

  constructor(session: SessionReader, fromUs: number, toUs: number) {
    const around = { fromUs: fromUs - LOOK_AROUND_US, toUs: toUs + LOOK_AROUND_US };
    const tracks = new Map<number, Sighting[]>();
    for (const { trackId, timeUs, box } of session.faces(around)) {
      const sightings = tracks.get(trackId) ?? [];
      sightings.push({ timeUs, box });
      tracks.set(trackId, sightings);
    }
    this.#tracks = [...tracks.values()];
  }

  /** What is to be made unrecognizable in the frame at `timeUs`; null: nothing is known, so all of it. */
  at(timeUs: number): readonly BoxPx[] | null {
    if (this.#tracks.length === 0) return null;
    return this.#tracks.map((sightings) => boxAt(sightings, timeUs));
  }
}

function boxAt(sightings: readonly Sighting[], timeUs: number): BoxPx {
  const after = lowerBound(sightings, timeUs);
  const at = sightings[after];
  if (at?.timeUs === timeUs) {
    const around = [sightings[after - 1], at, sightings[after + 1]].filter((one) => one !== undefined);
    return grown(union(around.map(({ box }) => box)), MARGIN);
  }
  const ends = [sightings[after - 1], at].filter((one) => one !== undefined);
  return grown(union(ends.map(({ box }) => box)), WIDE_MARGIN);
}

/** The first sighting at `timeUs` or later. */
function lowerBound(sightings: readonly Sighting[], timeUs: number): number {
  let [low, high] = [0, sightings.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sightings[middle]!.timeUs < timeUs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A straight way between two boxes lies inside the smallest box around both. */
function union(boxes: readonly BoxPx[]): BoxPx {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

const grown = ({ x, y, width, height }: BoxPx, share: number): BoxPx => ({
  x: x - share * width,
  y: y - share * height,
  width: (1 + 2 * share) * width,
  height: (1 + 2 * share) * height,
});
