/** Learnt from some data sets, tested on another. */
import { placesOf, type ProtocolSample, type Split } from './sample.ts';

/**
 * One fold for each tested set, which is learnt from all sets that are not tested. Where no set is named, each is
 * tested once: of two, train on one and test on the other, both ways (MEGC 2018's hold-out of databases); of more,
 * leave one out. People who are in a tested set are not learnt from, whatever set they are in: SMIC has the same ones
 * in three.
 */
export function acrossSets(
  samples: readonly ProtocolSample[],
  tested: readonly string[] = [],
): readonly Split[] {
  const sets = [...new Set(samples.map(({ set }) => set))];
  const isLearnt = (set: string, held: string): boolean => set !== held && !tested.includes(set);
  return (tested.length === 0 ? sets : tested).map((held) => {
    const people = new Set(samples.filter(({ set }) => set === held).map(({ subject }) => subject));
    return {
      held,
      train: placesOf(samples, ({ set, subject }) => isLearnt(set, held) && !people.has(subject)),
      test: placesOf(samples, ({ set }) => set === held),
    };
  });
}
