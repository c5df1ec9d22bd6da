import { MIDLINE_NAMES, REGIONS, type REGION_NAMES, type RegionName } from '../../../contract/signals.ts';

/**
 * The mesh points round which each region's motion is measured (MediaPipe's numbering), for the person's
 * right side (the picture's left) and left side. Several points a region: the better ones outvote one that
 * sits on bare skin, on hair or on the rim of glasses.
 */
type SidedPoints = { readonly right: readonly number[]; readonly left: readonly number[] };

const SIDED: Readonly<Record<(typeof REGION_NAMES)[number], SidedPoints>> = {
  'inner-brow': { right: [55, 107, 65], left: [285, 336, 295] },
  'mid-brow': { right: [52, 66, 105], left: [282, 296, 334] },
  'outer-brow': { right: [53, 63, 46], left: [283, 293, 276] },
  'upper-cheek': { right: [118, 119, 101], left: [347, 348, 330] },
  cheek: { right: [50, 205, 187], left: [280, 425, 411] },
  'nose-root': { right: [193, 122, 196], left: [417, 351, 419] },
  'nose-wing': { right: [48, 64, 129], left: [278, 294, 358] },
  nasolabial: { right: [203, 206, 92], left: [423, 426, 322] },
  'upper-lip': { right: [39, 37, 40], left: [269, 267, 270] },
  'lip-corner': { right: [61, 57, 76], left: [291, 287, 306] },
  'lower-lip': { right: [91, 181, 84], left: [321, 405, 314] },
};

const MIDLINE: Readonly<Record<(typeof MIDLINE_NAMES)[number], readonly number[]>> = {
  // Not 151, which lies a third of an IOD above, on the forehead or under the hair.
  glabella: [9, 8],
  philtrum: [0, 164, 11],
  'mid-lower-lip': [17, 16, 18],
  chin: [199, 200, 175],
};

export interface RegionPoints {
  readonly name: RegionName;
  /** +1 where outward is the picture's right (person's left side, and midline), −1 on the person's right side. */
  readonly outward: 1 | -1;
  readonly points: readonly number[];
}

/** The regions in the order of `REGIONS`, with their mesh points. */
export const REGION_POINTS: readonly RegionPoints[] = REGIONS.map(({ name, side }) => ({
  name,
  outward: side === 'right' ? -1 : 1,
  points: isMidline(name) ? MIDLINE[name] : SIDED[name][side === 'right' ? 'right' : 'left'],
}));

function isMidline(name: RegionName): name is (typeof MIDLINE_NAMES)[number] {
  return (MIDLINE_NAMES as readonly string[]).includes(name);
}
