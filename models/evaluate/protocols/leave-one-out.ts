/** One subject, or one clip, is tested by a network that learnt from all the others. */
import { placesOf, type ProtocolSample, sampleId, type Split } from './sample.ts';

/**
 * LOSO, and over several data sets the composite of MEGC 2018 and 2019 (CDE): all sets are always learnt from. Subjects
 * in the order of their names, so that a fold's number means the same on every machine.
 */
export function leaveOneSubjectOut(samples: readonly ProtocolSample[]): readonly Split[] {
  const subjects = [...new Set(samples.map(({ subject }) => subject))].sort(byNumberAndName);
  return subjects.map((held) => ({
    held,
    train: placesOf(samples, ({ subject }) => subject !== held),
    test: placesOf(samples, ({ subject }) => subject === held),
  }));
}

/** LOVO: the same people are on both sides, and every result has to say so. */
export const leaveOneClipOut = (samples: readonly ProtocolSample[]): readonly Split[] =>
  samples.map((sample, held) => ({
    held: sampleId(sample),
    train: placesOf(samples, (_, place) => place !== held),
    test: [held],
  }));

/** 2 before 10. */
const byNumberAndName = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
