import { LANDMARK_COUNT, type Mesh } from '../../../contract/landmarks.ts';
import { IBUG_68 } from '../../../contract/mesh-points.ts';

/** x, y, x, y, … of the 68 iBUG points, in the mesh's unit. */
export function points68(mesh: Mesh): Float32Array<ArrayBuffer> {
  if (mesh.length !== 3 * LANDMARK_COUNT) throw new Error(`internal: a mesh of ${mesh.length} values`);
  return Float32Array.from({ length: 2 * IBUG_68.length }, (_, i) => mesh[3 * IBUG_68[i >> 1]! + (i & 1)]!);
}
