import { readStoredZip, storedZip } from './bundle/stored-zip.ts';
import { carryPresence } from './bundle/networks.ts';

const LANDMARK_NETWORK = 'face_landmarks_detector.tflite';

/** A bundle whose meshes carry the landmark network's own presence logit (see `carryPresence`). */
export function withPresence(task: Uint8Array): Uint8Array {
  return storedZip(
    readStoredZip(task).map(({ name, content }) => ({
      name,
      content: name === LANDMARK_NETWORK ? carryPresence(content) : content,
    })),
  );
}

/**
 * Takes the presence, 0–1, out of a mesh (478 × 3 values) that such a bundle gave, and puts back the two values
 * that carried it: all points of an iris have one z.
 */
export function takePresence(mesh: Float32Array): number {
  const last = mesh.length - 1;
  const logit = mesh[last]! / mesh[last - 3]!;
  mesh[last] = mesh[last - 3] = mesh[last - 6]!;
  return 1 / (1 + Math.exp(-logit));
}
