/**
 * Refuses what makes figures too good (docs/evaluation.md): whatever a tested sample or its person had a part
 * in before it was tested. It is asked about what is really handed to training, not about what was planned.
 */
import { type ProtocolSample, sampleId } from './sample.ts';

/** Everything that went into a fold's network, and what it is then tested on. */
export interface FoldUses {
  /** The same people may be on both sides (LOVO). Samples never are. */
  readonly isSubjectDependent: boolean;
  readonly tested: readonly ProtocolSample[];
  /** Parameters learnt from, all stages of the fold's own training. */
  readonly learnt: readonly ProtocolSample[];
  /** What else was computed from samples: normalization, the graph of action units, class weights; by its name. */
  readonly fitted: Readonly<Record<string, readonly ProtocolSample[]>>;
  /** By which the epoch, or any other setting, was chosen. */
  readonly chosenBy: readonly ProtocolSample[];
  /** Runs that parameters were begun with. */
  readonly earlier: readonly EarlierRun[];
}

export interface EarlierRun {
  readonly folder: string;
  /** Everybody learnt from in it and in what it began with; null where it does not say. */
  readonly subjects: readonly string[] | null;
}

/** What leaks, as half a sentence each; none where the fold is sound. */
export function findLeaks(uses: FoldUses): readonly string[] {
  const { learnt, fitted, chosenBy, earlier } = uses;
  const tested = testedOf(uses);
  return [
    ...(uses.tested.length === 0 ? ['nothing is tested'] : []),
    ...(learnt.length === 0 ? ['nothing is learnt from'] : []),
    ...leaksOf(tested, 'is learnt from', learnt),
    ...Object.entries(fitted).flatMap(([what, samples]) =>
      leaksOf(tested, `had a part in the ${what}`, samples),
    ),
    ...leaksOf(tested, 'had a part in choosing the epoch', chosenBy),
    ...earlier.flatMap((run) => earlierLeaks(tested, run)),
  ];
}

interface Tested {
  readonly ids: ReadonlySet<string>;
  readonly fingerprints: ReadonlyMap<string, string>;
  /** As `personOf` names them. Nobody where people may be on both sides. */
  readonly subjects: ReadonlySet<string>;
  readonly everybody: ReadonlySet<string>;
}

function testedOf({ tested, isSubjectDependent }: FoldUses): Tested {
  return {
    ids: new Set(tested.map(sampleId)),
    fingerprints: new Map(tested.map((sample) => [sample.fingerprint, sampleId(sample)])),
    subjects: new Set(isSubjectDependent ? [] : tested.map(({ subject }) => personOf(subject))),
    everybody: new Set(tested.map(({ subject }) => personOf(subject))),
  };
}

/** The first leak of each kind is enough to find the cause. */
function leaksOf(tested: Tested, how: string, samples: readonly ProtocolSample[]): string[] {
  const first = <Found>(find: (sample: ProtocolSample) => Found | undefined): Found | undefined => {
    for (const sample of samples) {
      const found = find(sample);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const same = first((sample) => (tested.ids.has(sampleId(sample)) ? sampleId(sample) : undefined));
  const person = first(({ subject }) => (tested.subjects.has(personOf(subject)) ? subject : undefined));
  const twin = first((sample) => {
    const other = tested.fingerprints.get(sample.fingerprint);
    return other === undefined || other === sampleId(sample) ? undefined : [sampleId(sample), other];
  });
  const copy = first((sample) => {
    const source = sample.madeFrom?.find(
      (from) => tested.ids.has(from) || tested.subjects.has(personOf(from)),
    );
    return source === undefined ? undefined : [sampleId(sample), source];
  });
  return [
    ...(same === undefined ? [] : [`${same} is tested and ${how}`]),
    ...(person === undefined ? [] : [`${person} is tested and ${how}`]),
    ...(twin === undefined ? [] : [`${twin[0]!}, the same clip as ${twin[1]!}, which is tested, ${how}`]),
    ...(copy === undefined ? [] : [`${copy[0]!}, made from ${copy[1]!}, which is tested, ${how}`]),
  ];
}

function earlierLeaks({ everybody }: Tested, { folder, subjects }: EarlierRun): string[] {
  if (subjects === null) return [`the run in ${folder}, begun with, does not say whom it learnt from`];
  // Where people may be on both sides, a run that saw a person may have seen the very clip.
  const known = subjects.find((subject) => everybody.has(personOf(subject)));
  return known === undefined ? [] : [`${known} is tested and was learnt from in ${folder}`];
}

/**
 * Who it is, however it is told: one's own clips carry the set's name before the person's, drawn windows the name of
 * the portrait's file. Two people of one name are taken for one, which refuses too much, never too little.
 */
export const personOf = (subject: string): string =>
  subject.replace(/^own\//u, '').replace(/\.(?:jpe?g|png|webp)$/iu, '');
