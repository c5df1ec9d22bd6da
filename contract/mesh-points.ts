/**
 * Where things are in the face mesh (`LANDMARK_COUNT` points). Left and right are the person's own; on an
 * unmirrored picture the person's right eye is on the picture's left. Lists of a side run from the nose outwards
 * unless said otherwise, and the two sides list mirrored points at equal places.
 *
 * The numbers are those of MediaPipe's canonical face model; eyes, brows, lips and oval agree with the
 * connection lists (`FACE_LANDMARKS_…`) that `@mediapipe/tasks-vision` publishes, and a test says so.
 */

/** The points of one side of the face. */
export interface SidePoints {
  readonly eyeInner: number;
  readonly eyeOuter: number;
  /** Lid margins from the inner to the outer corner, corners excluded; equal places face each other. */
  readonly upperLid: readonly number[];
  readonly lowerLid: readonly number[];
  /** The middle of each lid margin. */
  readonly upperLidMid: number;
  readonly lowerLidMid: number;
  readonly irisCentre: number;
  /** Four points of the iris edge: on the picture's right, at the top, on the picture's left, at the bottom. */
  readonly irisRing: readonly [number, number, number, number];
  readonly browInner: number;
  readonly browMid: number;
  readonly browOuter: number;
  /** Upper and lower edge of the brow, from the inner to the outer end. */
  readonly browUpper: readonly number[];
  readonly browLower: readonly number[];
  readonly noseWing: number;
  readonly lipCorner: number;
  /** Where the upper lip's edge stands halfway between its middle and the corner. */
  readonly upperLipSide: number;
  readonly lowerLipSide: number;
  /** The cheekbone below the eye's outer half, and the cheek beside the fold from nose to mouth. */
  readonly cheekbone: number;
  readonly cheek: number;
  /** The jaw's edge at the height of the lips. */
  readonly jaw: number;
}

export const RIGHT: SidePoints = {
  eyeInner: 133,
  eyeOuter: 33,
  upperLid: [173, 157, 158, 159, 160, 161, 246],
  lowerLid: [155, 154, 153, 145, 144, 163, 7],
  upperLidMid: 159,
  lowerLidMid: 145,
  irisCentre: 468,
  irisRing: [469, 470, 471, 472],
  browInner: 107,
  browMid: 105,
  browOuter: 70,
  browUpper: [107, 66, 105, 63, 70],
  browLower: [55, 65, 52, 53, 46],
  noseWing: 64,
  lipCorner: 61,
  upperLipSide: 39,
  lowerLipSide: 181,
  cheekbone: 117,
  cheek: 205,
  jaw: 58,
};

export const LEFT: SidePoints = {
  eyeInner: 362,
  eyeOuter: 263,
  upperLid: [398, 384, 385, 386, 387, 388, 466],
  lowerLid: [382, 381, 380, 374, 373, 390, 249],
  upperLidMid: 386,
  lowerLidMid: 374,
  irisCentre: 473,
  irisRing: [474, 475, 476, 477],
  browInner: 336,
  browMid: 334,
  browOuter: 300,
  browUpper: [336, 296, 334, 293, 300],
  browLower: [285, 295, 282, 283, 276],
  noseWing: 294,
  lipCorner: 291,
  upperLipSide: 269,
  lowerLipSide: 405,
  cheekbone: 346,
  cheek: 425,
  jaw: 288,
};

/** Points on the face's middle line, from the forehead down. */
export const MIDLINE = {
  forehead: 10,
  betweenBrows: 9,
  /** Between the eyes, where the nose begins. */
  noseBridge: 168,
  noseTip: 4,
  /** Where the nose meets the upper lip. */
  noseBase: 2,
  /** Outer edge and inner edge (towards the mouth's opening) of the upper lip, then of the lower. */
  upperLipOuter: 0,
  upperLipInner: 13,
  lowerLipInner: 14,
  lowerLipOuter: 17,
  chin: 152,
} as const;

/** The face's outline, clockwise on an unmirrored picture from the top of the forehead. */
export const FACE_OVAL = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
  150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
] as const;

/**
 * Points that facial expressions hardly move: both corners of both eyes, the inner corners' outer rims, the
 * ridge and the sides of the nose down to the tip, and between the brows.
 */
export const RIGID_POINTS = [
  33, 133, 362, 263, 243, 463, 168, 6, 197, 195, 5, 4, 8, 9, 193, 417, 122, 351, 196, 419, 188, 412,
] as const;

/**
 * Where the picture itself is held fast when a crop is registered: places that neither expressions nor blinks move.
 * Not the eyes' corners, whose skin every blink pulls; the ridge, the sides and the base of the nose, and the bone
 * beside and below the eyes' outer corners.
 */
export const ANCHOR_POINTS = [
  168, 6, 197, 195, 5, 4, 1, 122, 351, 196, 419, 188, 412, 174, 399, 98, 327, 2, 34, 264, 227, 447, 116, 345,
  143, 372,
] as const;

/**
 * The 68 points of the iBUG annotation (300-W), as OpenFace numbers them from 0: jaw 0–16 from the person's right
 * ear to the left, right brow 17–21, left brow 22–26, nose ridge 27–30, nose base 31–35, right eye 36–41, left eye
 * 42–47, outer lips 48–59, inner lips 60–67. This is the nearest-vertex mapping in common use (published as
 * `landmark_points_68`). The jaw points of iBUG lie on the visible outline and slide with the head's yaw; mesh
 * points stay on the skin, so those seventeen agree only on a frontal face.
 */
export const IBUG_68 = [
  162, 234, 93, 58, 172, 136, 149, 148, 152, 377, 378, 365, 397, 288, 323, 454, 389, 71, 63, 105, 66, 107,
  336, 296, 334, 293, 301, 168, 197, 5, 4, 75, 97, 2, 326, 305, 33, 160, 158, 133, 153, 144, 362, 385, 387,
  263, 373, 380, 61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181, 78, 82, 13, 312, 308, 317, 14, 87,
] as const;
