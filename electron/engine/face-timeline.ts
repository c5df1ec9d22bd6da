import type { FaceObservation, Mesh } from '../../contract/landmarks.ts';

/**
 * One face's observations at the landmarks' own rate, and what lies between them.
 *
 * Landmarks are found on some frames (key frames); a face is present in a frame between two key frames
 * if both show it, and its mesh there is interpolated by time.
 */
export class FaceTimeline {
  readonly #seen: { readonly timeUs: number; readonly face: FaceObservation }[] = [];

  add(timeUs: number, face: FaceObservation): void {
    this.#seen.push({ timeUs, face });
  }

  get newestUs(): number {
    return this.#seen.at(-1)?.timeUs ?? -Infinity;
  }

  /**
   * The face at `timeUs`, given the key frames' times around it (`before` ≤ `timeUs` ≤ `after`; infinite where there is
   * none); null where it is not present.
   */
  at(timeUs: number, before: number, after: number): FaceObservation | null {
    const earlier = this.#seen.find((seen) => seen.timeUs === before)?.face;
    if (timeUs === before) return earlier ?? null;
    const later = this.#seen.find((seen) => seen.timeUs === after)?.face;
    if (timeUs === after) return later ?? null;
    // Past the last key frame, or before the first, the nearest one speaks for the few frames there.
    if (!Number.isFinite(after)) return earlier ?? null;
    if (!Number.isFinite(before)) return later ?? null;
    if (!earlier || !later) return null;
    return between(earlier, later, (timeUs - before) / (after - before));
  }

  /** Forgets what lies before `timeUs`. */
  forgetBefore(timeUs: number): void {
    while (this.#seen.length > 0 && this.#seen[0]!.timeUs < timeUs) this.#seen.shift();
  }
}

function between(p: FaceObservation, q: FaceObservation, share: number): FaceObservation {
  const mix = (x: number, y: number) => x + share * (y - x);
  const mesh: Mesh = p.mesh.map((value, i) => mix(value, q.mesh[i]!));
  const nearest = share < 0.5 ? p : q;
  return {
    trackId: p.trackId,
    mesh,
    box: {
      x: mix(p.box.x, q.box.x),
      y: mix(p.box.y, q.box.y),
      width: mix(p.box.width, q.box.width),
      height: mix(p.box.height, q.box.height),
    },
    confidence01: Math.min(p.confidence01, q.confidence01),
    pose: {
      pitchRad: mix(p.pose.pitchRad, q.pose.pitchRad),
      yawRad: mix(p.pose.yawRad, q.pose.yawRad),
      rollRad: mix(p.pose.rollRad, q.pose.rollRad),
      translationMm: [
        mix(p.pose.translationMm[0], q.pose.translationMm[0]),
        mix(p.pose.translationMm[1], q.pose.translationMm[1]),
        mix(p.pose.translationMm[2], q.pose.translationMm[2]),
      ],
    },
    blendshapes: nearest.blendshapes,
  };
}
