/** From a set's own emotions to the classes of a protocol. Pure: what is left out is left out with a reason. */
import { count } from './published-counts.ts';
import { clipKey, MEGC_CLIPS, type MegcRow } from './megc-list.ts';
import { objectiveClassOf } from './objective-classes.ts';
import type { SetName, SetSample } from './sample.ts';

/**
 * `megc2019`: negative, positive, surprise as MEGC2019 has them (442 clips). `megc2018`: objective classes I to V.
 * `three`: negative with every negative emotion (CASME II: 156 clips). `three-narrow`: of CASME II only disgust and
 * repression are negative, nothing is excluded (147). `five`: the five classes papers have for CASME II and for SAMM.
 * `all`: emotions as the set names them (CASME II 7, SAMM 8, SMIC 3).
 */
export const SCHEMES = ['megc2019', 'megc2018', 'three', 'three-narrow', 'five', 'all'] as const;
export type SchemeName = (typeof SCHEMES)[number];

export interface ClassOptions {
  /** The organisers' list (`readMegcList`), for `megc2019`. */
  readonly megcList?: readonly MegcRow[] | undefined;
  /** For `megc2018` where a set gives no class: see `objectiveClassOf`. Default true. */
  readonly treat40As10?: boolean | undefined;
}

export interface ClassAssignment {
  readonly scheme: SchemeName;
  /** Fixed by the scheme and the sets, whether or not a class occurs. */
  readonly classes: readonly string[];
  /** Index into `classes`, null where the clip is left out. Total over the samples given, null for any other. */
  readonly of: (sample: SetSample) => number | null;
  readonly leftOut: readonly { readonly sample: SetSample; readonly reason: string }[];
  /** What a result must say about its classes: where labels came from, counts that are not the published ones. */
  readonly notes: readonly string[];
}

/**
 * Gives each clip its class.
 *
 *     const { classes, of } = classesOf('megc2019', samples, { megcList: readMegcList(path) });
 */
export function classesOf(
  scheme: SchemeName,
  samples: readonly SetSample[],
  options: ClassOptions = {},
): ClassAssignment {
  const { classes, judge, notes } = SCHEME_RULES[scheme](samples, options);
  const given = new Map<SetSample, number | null>();
  const leftOut: { sample: SetSample; reason: string }[] = [];
  for (const sample of samples) {
    const verdict = judge(sample);
    given.set(sample, typeof verdict === 'number' ? verdict : null);
    if (typeof verdict === 'string') leftOut.push({ sample, reason: verdict });
  }
  return {
    scheme,
    classes,
    of: (sample) => given.get(sample) ?? null,
    leftOut,
    notes: [
      ...notes,
      ...countNotes(scheme, samples, given),
      ...leftOutNotes(leftOut.map(({ reason }) => reason)),
    ],
  };
}

interface Rules {
  readonly classes: readonly string[];
  /** The class, or why there is none. */
  readonly judge: (sample: SetSample) => number | string;
  readonly notes: readonly string[];
}

type MakeRules = (samples: readonly SetSample[], options: ClassOptions) => Rules;

const THREE = ['negative', 'positive', 'surprise'] as const;

/** Words of all sets, and those that people use for their own clips. */
const VALENCE: Readonly<Record<string, 0 | 1 | 2>> = {
  negative: 0,
  disgust: 0,
  repression: 0,
  anger: 0,
  contempt: 0,
  fear: 0,
  sadness: 0,
  positive: 1,
  happiness: 1,
  surprise: 2,
};

const SCHEME_RULES: Readonly<Record<SchemeName, MakeRules>> = {
  megc2019: (samples, { megcList }) => (megcList ? megcByList(samples, megcList) : megcByRule()),
  megc2018: (samples, options) => objectiveRules(samples, options.treat40As10 ?? true),
  three: () => ({
    classes: THREE,
    judge: threeOf,
    notes: ['Negative is every negative emotion (of CASME II also fear and sadness).'],
  }),
  'three-narrow': () => ({
    classes: THREE,
    judge: (sample) => leftOutOfCasme2(sample) ?? threeOf(sample),
    notes: ['Of CASME II only disgust and repression are negative; fear and sadness are left out.'],
  }),
  five: (samples) => {
    const classes = inSets(samples, FIVE);
    return {
      classes,
      judge: ({ set, emotion }) => {
        const own = FIVE[set] ?? classes;
        return own.includes(emotion) ? classes.indexOf(emotion) : `${emotion} is none of the five classes`;
      },
      notes: [],
    };
  },
  all: (samples) => {
    const classes = inSets(samples, ALL);
    return { classes, judge: ({ emotion }) => classes.indexOf(emotion), notes: [] };
  },
};

const threeOf = ({ emotion }: SetSample): number | string =>
  VALENCE[emotion] ?? `${emotion || 'no emotion'} is neither negative, positive nor surprise`;

const leftOutOfCasme2 = ({ set, emotion }: SetSample): string | null =>
  set === 'casme2' && (emotion === 'fear' || emotion === 'sadness')
    ? `${emotion} of CASME II is left out`
    : null;

/** The organisers left out the clip without an apex and the one whose apex is its onset. */
const MEGC_EXCLUDED = new Map([
  ['casme2/4/ep12_01f', 'its apex is not coded: MEGC2019 left it out'],
  ['casme2/5/ep09_05f', 'its apex is its onset: MEGC2019 left it out'],
]);

const megcByRule = (): Rules => ({
  classes: THREE,
  judge: (sample) =>
    notOfMegc(sample) ?? MEGC_EXCLUDED.get(clipKey(sample)) ?? leftOutOfCasme2(sample) ?? threeOf(sample),
  notes: [
    "Classes follow MEGC2019's table with its two exclusions, not its own list (combined_3class_gt.csv).",
  ],
});

const notOfMegc = ({ set }: SetSample): string | null =>
  set === 'casme2' || set === 'samm' || set === 'smic-hs' || set === 'own'
    ? null
    : `${set} is none of MEGC2019's sets`;

function megcByList(samples: readonly SetSample[], list: readonly MegcRow[]): Rules {
  const classes = new Map(
    list.map(({ set, subject, name, klass }) => [
      clipKey({ set, subject: `${set}/${subject}`, name }),
      klass,
    ]),
  );
  const here = new Set(samples.map(clipKey));
  const sets = new Set(samples.map(({ set }) => set));
  const absent = list.filter(
    ({ set, subject, name }) =>
      sets.has(set) && !here.has(clipKey({ set, subject: `${set}/${subject}`, name })),
  );
  const notes = [`Classes are those of MEGC2019's own list of ${list.length} clips.`];
  if (list.length !== MEGC_CLIPS)
    notes.push(`The list has ${list.length} clips, the published one ${MEGC_CLIPS}.`);
  if (absent.length > 0) {
    const names = absent.map(({ set, subject, name }) => `${set}/${subject} ${name}`);
    notes.push(`Clips of the list that are not here: ${names.join(', ')}.`);
  }
  return {
    classes: THREE,
    judge: (sample) => classes.get(clipKey(sample)) ?? "it is not in MEGC2019's list",
    notes,
  };
}

const OBJECTIVE = ['I', 'II', 'III', 'IV', 'V'] as const;

function objectiveRules(samples: readonly SetSample[], treat40As10: boolean): Rules {
  const byRule = samples.filter(({ objective, aus }) => objective === null && aus !== null).length;
  return {
    classes: OBJECTIVE,
    judge: ({ objective, aus }) => {
      const found = objective ?? (aus && objectiveClassOf(aus, treat40As10));
      if (found === null) return 'it has neither an objective class nor action units';
      return found <= OBJECTIVE.length ? found - 1 : `class ${found === 6 ? 'VI' : 'VII'} is not evaluated`;
    },
    notes:
      byRule === 0
        ? []
        : [
            `The objective class of ${byRule} clips follows from their action units by rule` +
              `${treat40As10 ? ', 40 in its class IV read as 10' : ''}.`,
          ],
  };
}

/** Classes by set, in the order papers list them. */
const FIVE: Partial<Record<SetName, readonly string[]>> = {
  casme2: ['happiness', 'surprise', 'disgust', 'repression', 'others'],
  samm: ['anger', 'contempt', 'happiness', 'others', 'surprise'],
};

const SMIC = ['negative', 'positive', 'surprise'];
const ALL: Partial<Record<SetName, readonly string[]>> = {
  casme2: ['happiness', 'surprise', 'disgust', 'repression', 'others', 'sadness', 'fear'],
  samm: ['anger', 'contempt', 'disgust', 'fear', 'happiness', 'sadness', 'surprise', 'others'],
  'smic-hs': SMIC,
  'smic-vis': SMIC,
  'smic-nir': SMIC,
};

/** The classes of every set that is there, those of its own table first; what a table does not name comes after. */
function inSets(samples: readonly SetSample[], table: Partial<Record<SetName, readonly string[]>>): string[] {
  const sets = [...new Set(samples.map(({ set }) => set))];
  const free = samples.filter(({ set }) => table[set] === undefined || table === ALL);
  return [
    ...new Set([
      ...sets.flatMap((set) => table[set] ?? []),
      ...free.map(({ emotion }) => emotion).sort((x, y) => x.localeCompare(y, 'en')),
    ]),
  ];
}

/** Clips by class that the sets are known to give, in the scheme's order. */
const PUBLISHED: Partial<Record<SchemeName, Partial<Record<SetName, readonly number[]>>>> = {
  megc2019: { casme2: [88, 32, 25], samm: [92, 26, 15], 'smic-hs': [70, 51, 43] },
  megc2018: { casme2: [25, 15, 99, 26, 20], samm: [24, 13, 20, 8, 3] },
};

function leftOutNotes(reasons: readonly string[]): string[] {
  const each = [...count(reasons)].map(([reason, clips]) => `${reason} (${clips})`);
  const many = reasons.length === 1 ? '1 clip is' : `${reasons.length} clips are`;
  return each.length === 0 ? [] : [`${many} left out by class: ${each.join('; ')}.`];
}

function countNotes(
  scheme: SchemeName,
  samples: readonly SetSample[],
  given: ReadonlyMap<SetSample, number | null>,
): string[] {
  const sets = Object.entries(PUBLISHED[scheme] ?? {}) as [SetName, readonly number[]][];
  return sets.flatMap(([set, published]) => {
    const own = samples.filter((sample) => sample.set === set);
    if (own.length === 0) return [];
    const counts = count(own.flatMap((sample) => given.get(sample) ?? []).map(String));
    const here = published.map((_, index) => counts.get(String(index)) ?? 0);
    const isSame = here.every((clips, index) => clips === published[index]);
    return isSame
      ? []
      : [`${set} gives ${here.join('/')} clips by class, where ${published.join('/')} are published.`];
  });
}
