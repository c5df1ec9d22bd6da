import type { AuNumber, Side } from '../../../contract/au.ts';
import { REGIONS, type RegionName } from '../../../contract/signals.ts';

/**
 * What each action unit does to the measured regions at its maximum (FACS E), in thousandths of the distance
 * between the eyes: outward, up. Written down from the manual's descriptions of what is pulled where and from
 * the reach of the muscles; not fitted to anyone's data. Lids (AU 5, 7, 45) are measured at the eyes instead.
 */
type Pull = readonly [outward: number, up: number];

export const AU_PULLS: Readonly<Partial<Record<AuNumber, Partial<Record<RegionName, Pull>>>>> = {
  // Frontalis, inner part: the brow's inner end rises, its middle a little.
  1: { 'inner-brow': [0, 110], 'mid-brow': [0, 45], glabella: [0, 30] },
  // Frontalis, outer part.
  2: { 'outer-brow': [0, 100], 'mid-brow': [0, 75] },
  // Corrugator and depressor supercilii: brows down and together.
  4: { 'inner-brow': [-55, -80], 'mid-brow': [-25, -55], 'outer-brow': [0, -15], glabella: [0, -45] },
  // Orbicularis oculi, outer ring: the cheek rises toward the eye.
  6: { 'upper-cheek': [0, 60], cheek: [0, 45], 'outer-brow': [0, -10] },
  // Levator labii superioris alaeque nasi: nose wings and root up, the inner brow a little down.
  9: {
    'nose-wing': [10, 70],
    'nose-root': [0, 45],
    nasolabial: [0, 45],
    'upper-lip': [0, 30],
    'inner-brow': [-10, -30],
  },
  // Levator labii superioris: the upper lip's sides rise, the fold deepens.
  10: { 'upper-lip': [0, 75], nasolabial: [5, 50], 'nose-wing': [0, 20], philtrum: [0, 35] },
  // Zygomaticus major: lip corners up and out.
  12: {
    'lip-corner': [75, 95],
    cheek: [20, 50],
    nasolabial: [25, 40],
    'upper-lip': [30, 20],
    'lower-lip': [25, 15],
  },
  // Buccinator: corners tighten and are pulled in.
  14: { 'lip-corner': [-60, 5], cheek: [-20, 0], 'lower-lip': [-15, 0], 'upper-lip': [-15, 0] },
  // Depressor anguli oris: corners down.
  15: { 'lip-corner': [5, -85], 'lower-lip': [0, -25] },
  // Mentalis: the chin boss and with it the lower lip rise.
  17: { chin: [0, 90], 'mid-lower-lip': [0, 60], 'lower-lip': [0, 45] },
  // Risorius: corners straight out.
  20: { 'lip-corner': [85, -10], 'lower-lip': [35, -10], 'upper-lip': [30, 0], cheek: [25, 0] },
  // Orbicularis oris: the lips narrow and press.
  23: {
    'lip-corner': [-35, 0],
    'upper-lip': [-15, -30],
    'lower-lip': [-15, 30],
    philtrum: [0, -20],
    'mid-lower-lip': [0, 25],
  },
  // Lips part: the lower lip sinks without the jaw.
  25: { 'mid-lower-lip': [0, -70], 'lower-lip': [0, -55], philtrum: [0, 15], 'upper-lip': [0, 15] },
  // Jaw drop: chin and lower lip sink together.
  26: { chin: [0, -170], 'mid-lower-lip': [0, -150], 'lower-lip': [0, -120], 'lip-corner': [-10, -55] },
};

/**
 * Units that have no side: the jaw (26) is one bone, lips part (25) as one slit, and the two mentales (17) end side by
 * side in the chin boss, which is measured once. FACS does not score these three on one side either.
 */
const UNSIDED: ReadonlySet<AuNumber> = new Set([17, 25, 26]);

/** One column of the dictionary: an AU on one side, as a vector over `u, v` of all regions, in IOD at maximum. */
export interface AuColumn {
  readonly au: AuNumber;
  readonly side: Side;
  readonly vector: Float32Array;
}

/**
 * A side's AU moves its own regions fully and those on the midline by half: both sides together move
 * the middle once.
 */
export const AU_COLUMNS: readonly AuColumn[] = Object.entries(AU_PULLS).flatMap(([key, pulls]) => {
  const au = Number(key) as AuNumber;
  const sides: readonly Side[] = UNSIDED.has(au) ? ['both'] : ['left', 'right'];
  return sides.map((side) => ({
    au,
    side,
    vector: Float32Array.from(
      REGIONS.flatMap((region) => {
        const share = side === 'both' || region.side === side ? 1 : region.side === 'both' ? 0.5 : 0;
        const [outward, up] = pulls[region.name] ?? [0, 0];
        return [(share * outward) / 1000, (share * up) / 1000];
      }),
    ),
  }));
});
