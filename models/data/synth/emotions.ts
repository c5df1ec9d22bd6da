/**
 * Which action units make which emotion, and how one showing of it is drawn.
 *
 * Which units go together follows the criteria by which CASME II was labelled (Yan et al. 2014, "CASME II: An
 * improved spontaneous micro-expression database", PLoS ONE 9(1), table of criteria: happiness 6 or 12; disgust 9, 10
 * or 4+7; surprise 1+2, 2 or 25; sadness 1; fear 1+2+4 or 20; repression 15, 17 or both) and, for anger, contempt and
 * the fuller forms, the prototypes of EMFACS (Ekman, Irwin, Rosenberg and Hager 1994: anger 4+5+7+23, contempt 14 on
 * one side, sadness 1+4+15, fear 1+2+4+5+20). How often each form is drawn is chosen here, so that the sum comes near
 * the counts of CASME II's sheet: 1.46 units in a clip, 60 % of clips with one unit, 16 % of units on one side. Units
 * 16, 18, 24 and 38 of that sheet (1 to 6 clips of 255) are not moved by this renderer and are left out.
 */
import type { AuNumber, Side } from '../../../contract/au.ts';
import type { Random } from './random.ts';

/** Every name a label may carry; the last is no expression at all. */
export const EMOTIONS = [
  'happiness',
  'disgust',
  'surprise',
  'fear',
  'sadness',
  'anger',
  'repression',
  'contempt',
  'others',
  'none',
] as const;
export type Emotion = (typeof EMOTIONS)[number];

/** The classes of the MEGC 2019 composite, and none. */
export const THREE_CLASSES = ['negative', 'positive', 'surprise'] as const;
/** CASME II's own. */
export const SEVEN_CLASSES = [
  'happiness',
  'disgust',
  'surprise',
  'fear',
  'sadness',
  'repression',
  'others',
] as const;
export type ThreeClass = (typeof THREE_CLASSES)[number];
export type SevenClass = (typeof SEVEN_CLASSES)[number];

/** How clips are named: three classes or seven; `none` is a name in both. */
export const NAMINGS = ['three', 'seven'] as const;
export type Naming = (typeof NAMINGS)[number];

/** Null for what the three classes leave out: MEGC 2019 has no place for `others`. */
export function threeClassOf(emotion: Emotion): ThreeClass | 'none' | null {
  return TABLE[emotion].three;
}

/** Null for anger and contempt, which CASME II has no name for. */
export function sevenClassOf(emotion: Emotion): SevenClass | 'none' | null {
  return emotion === 'anger' || emotion === 'contempt' ? null : emotion;
}

/** One unit of an expression. The strongest unit's stronger side has intensity 1, the others their share of it. */
export interface ExpressionAction {
  readonly au: AuNumber;
  readonly side: Side;
  /** Relative intensity on the scale of FACS (not a displacement) of the person's own left and right, 0–1. */
  readonly left: number;
  readonly right: number;
}

export interface Expression {
  readonly emotion: Emotion;
  /** Empty for `none`. */
  readonly actions: readonly ExpressionAction[];
}

/**
 * One showing of an emotion: a form of it by its share, its optional units by their chances, on both sides (the
 * weaker at 70 to 100 % of the stronger) or on one.
 *
 *     const { actions } = drawExpression(createRandom(7), 'surprise'); // [{ au: 1, side: 'both', left: 0.83, … }, …]
 */
export function drawExpression(random: Random, emotion: Emotion): Expression {
  if (emotion === 'none') return { emotion, actions: [] };
  const form = pickByShare(random, TABLE[emotion].forms);
  const also = form.also.filter(([, chance]) => random.chance(chance)).map(([au]) => au);
  const isOneSided = random.chance(form.oneSided);
  const isLeft = random.chance(0.5);
  const weaker = isOneSided ? 0 : random.range(0.7, 1);
  const units = [
    ...form.units.map((au, k) => ({ au, intensity: k === 0 ? 1 : random.range(0.5, 1) })),
    ...also.map((au) => ({ au, intensity: random.range(0.3, 0.8) })),
  ];
  const actions = units.map(({ au, intensity }): ExpressionAction => {
    if (MIDLINE.has(au)) return { au, side: 'both', left: intensity, right: intensity };
    const [left, right] = isLeft ? [intensity, weaker * intensity] : [weaker * intensity, intensity];
    return { au, side: right === 0 ? 'left' : left === 0 ? 'right' : 'both', left, right };
  });
  return { emotion, actions };
}

/**
 * An emotion for a clip: each class of the naming as often as the others (`none` apart: with this probability), and
 * within a class by weight. For the balance of a set; the sheets' own are far from even.
 */
export function drawEmotion(random: Random, naming: Naming, noneShare01 = 0): Emotion {
  if (random.chance(noneShare01)) return 'none';
  if (naming === 'seven') return random.pick(SEVEN_CLASSES);
  const wanted = random.pick(THREE_CLASSES);
  return pickByShare(random, OF_CLASS[wanted]).emotion;
}

/** A form with its share among the emotion's forms. */
interface Form {
  readonly share: number;
  /** All of these move; the first the most. */
  readonly units: readonly AuNumber[];
  /** Each of these moves too, with its probability. */
  readonly also: readonly (readonly [au: AuNumber, chance: number])[];
  /** Probability of moving on one side only. */
  readonly oneSided: number;
}

/** Chin and jaw are one each, and lips part over their whole width. */
const MIDLINE: ReadonlySet<AuNumber> = new Set<AuNumber>([17, 25, 26]);

const ONE_SIDED = 0.15;

const form = (
  share: number,
  units: Form['units'],
  also: Form['also'] = [],
  oneSided: number = ONE_SIDED,
): Form => ({ share, units, also, oneSided });

interface Entry {
  readonly three: ThreeClass | 'none' | null;
  /** How often it stands for its class of the three. */
  readonly weight: number;
  readonly forms: readonly Form[];
}

const TABLE: Readonly<Record<Emotion, Entry>> = {
  happiness: {
    three: 'positive',
    weight: 1,
    forms: [form(0.6, [12], [[25, 0.05]], 0.25), form(0.32, [12, 6]), form(0.08, [6])],
  },
  disgust: {
    three: 'negative',
    weight: 0.35,
    forms: [
      form(0.28, [4, 7]),
      form(0.15, [4]),
      form(0.22, [9], [[4, 0.35]]),
      form(0.2, [10], [[7, 0.15]], 0.25),
      form(0.1, [4, 9], [[7, 0.4]]),
      form(0.05, [9, 10]),
    ],
  },
  surprise: {
    three: 'surprise',
    weight: 1,
    forms: [
      form(
        0.55,
        [2, 1],
        [
          [5, 0.2],
          [25, 0.12],
          [26, 0.06],
        ],
      ),
      form(0.35, [2], [[25, 0.08]], 0.3),
      form(0.05, [25], [[5, 0.3]]),
      form(0.05, [5], [[2, 0.5]]),
    ],
  },
  fear: {
    three: 'negative',
    weight: 0.1,
    forms: [form(0.45, [1, 4, 2], [[5, 0.25]]), form(0.2, [1, 4]), form(0.35, [20], [[25, 0.15]])],
  },
  sadness: {
    three: 'negative',
    weight: 0.12,
    forms: [form(0.5, [1], [[4, 0.2]], 0.2), form(0.25, [1, 4], [[15, 0.3]]), form(0.25, [15], [[1, 0.3]])],
  },
  anger: {
    three: 'negative',
    weight: 0.15,
    forms: [
      form(0.35, [4], [[23, 0.3]]),
      form(
        0.25,
        [4, 7],
        [
          [5, 0.15],
          [23, 0.3],
        ],
      ),
      form(0.2, [7]),
      form(0.2, [23], [[4, 0.3]]),
    ],
  },
  repression: {
    three: 'negative',
    weight: 0.2,
    forms: [form(0.4, [17], [[23, 0.1]]), form(0.3, [15]), form(0.2, [15, 17]), form(0.1, [14, 17], [], 0.3)],
  },
  contempt: {
    three: 'negative',
    weight: 0.08,
    forms: [form(1, [14], [[10, 0.1]], 0.8)],
  },
  others: {
    three: null,
    weight: 1,
    forms: [
      form(
        0.5,
        [4],
        [
          [7, 0.2],
          [14, 0.1],
        ],
      ),
      form(0.2, [14], [[17, 0.15]], 0.4),
      form(0.12, [7]),
      form(0.1, [23]),
      form(0.08, [20]),
    ],
  },
  none: { three: 'none', weight: 1, forms: [] },
};

const OF_CLASS: Readonly<
  Record<ThreeClass, readonly { readonly share: number; readonly emotion: Emotion }[]>
> = {
  negative: ofClass('negative'),
  positive: ofClass('positive'),
  surprise: ofClass('surprise'),
};

function ofClass(wanted: ThreeClass): { share: number; emotion: Emotion }[] {
  return EMOTIONS.filter((emotion) => TABLE[emotion].three === wanted).map((emotion) => ({
    share: TABLE[emotion].weight,
    emotion,
  }));
}

/** Shares need not add up to one. */
function pickByShare<T extends { readonly share: number }>(random: Random, list: readonly T[]): T {
  let left = random.next() * list.reduce((sum, { share }) => sum + share, 0);
  for (const item of list) {
    left -= item.share;
    if (left < 0) return item;
  }
  return list.at(-1)!;
}
