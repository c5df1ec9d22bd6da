import { LEFT, MIDLINE, RIGHT } from '../../../contract/mesh-points.ts';

/**
 * Proportions of a face that turning and expressions change little, each the logarithm of a ratio of distances in
 * three dimensions. They tell two faces that have just crossed from one another. They are too coarse to recognize
 * anyone, live only as long as the tracker, and are never written anywhere.
 */
export function faceShape(mesh: Float32Array): Float32Array {
  const between = (one: number, other: number) => distance(mesh, one, other);
  const unit = between(RIGHT.eyeOuter, LEFT.eyeOuter);
  return Float32Array.from(
    [
      between(RIGHT.eyeInner, LEFT.eyeInner),
      between(MIDLINE.noseBridge, MIDLINE.noseTip),
      between(MIDLINE.noseBridge, MIDLINE.noseBase),
      between(RIGHT.noseWing, LEFT.noseWing),
      between(MIDLINE.noseBase, MIDLINE.upperLipOuter),
      between(RIGHT.cheekbone, LEFT.cheekbone),
      between(RIGHT.jaw, LEFT.jaw),
      between(MIDLINE.forehead, MIDLINE.noseBridge),
    ],
    (length) => Math.log((length + 1e-6) / (unit + 1e-6)),
  );
}

/** Root mean square difference of two shapes, in logarithms: 0.1 is a tenth. */
export function shapeDistance(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += (one[i]! - other[i]!) ** 2;
  return Math.sqrt(sum / one.length);
}

function distance(mesh: Float32Array, one: number, other: number): number {
  const [i, j] = [3 * one, 3 * other];
  return Math.hypot(mesh[i]! - mesh[j]!, mesh[i + 1]! - mesh[j + 1]!, mesh[i + 2]! - mesh[j + 2]!);
}
