import type { YuvImage } from '../../contract/frame.ts';
import type { LandmarkBundle, Mesh } from '../../contract/landmarks.ts';
import type { Still } from '../../models/data/synth/index.ts';
import { shrinkToRgba } from '../../native/index.ts';
import { openFile } from '../engine/capture/index.ts';
import { FaceTracker } from '../engine/landmarks/index.ts';

/**
 * A picture and the mesh of its clearest face, or null where no face is found; the mesh that an earlier look at the
 * same picture found saves finding it again. Throws what `openFile` and `FaceTracker` throw.
 */
export async function readPortrait(
  path: string,
  bundle: LandmarkBundle,
  knownMesh?: Mesh,
): Promise<Still | null> {
  await using source = await openFile(path);
  for await (const frame of source.frames()) {
    using held = frame;
    const { image } = held;
    const { widthPx, heightPx } = image;
    const mesh = knownMesh ?? (await clearestFace(image, bundle));
    if (mesh === null) return null;
    const pixels = new Uint8Array(4 * widthPx * heightPx);
    shrinkToRgba(image, { x: 0, y: 0, width: widthPx, height: heightPx }, widthPx, heightPx, pixels);
    return { pixels, widthPx, heightPx, channels: 4, mesh };
  }
  return null;
}

async function clearestFace(image: YuvImage, bundle: LandmarkBundle): Promise<Mesh | null> {
  // A tracker of its own for every picture: one that has seen another face looks for it in the same place.
  await using tracker = await FaceTracker.create({ bundle, maxFaces: 1, blendshapes: false });
  const { faces } = await tracker.track(image, 0, 0);
  return faces.toSorted((a, b) => b.confidence01 - a.confidence01)[0]?.mesh ?? null;
}
