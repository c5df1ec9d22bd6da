/** Some people are taken out by lot: once, to be tested, or of those learnt from, to choose an epoch by. */
import { createRandom } from '../../data/synth/random.ts';
import { placesOf, type ProtocolSample, type Split } from './sample.ts';

/** One fold with a share of the people held out, at least one. */
export function holdOutSubjects(
  samples: readonly ProtocolSample[],
  share: number,
  seed: number,
): readonly Split[] {
  const all = [...samples.keys()];
  const { kept, drawn } = drawSubjects(samples, all, share, seed);
  return [{ held: `${String(peopleIn(samples, drawn).size)} people`, train: kept, test: drawn }];
}

export interface DrawnSubjects {
  readonly kept: readonly number[];
  readonly drawn: readonly number[];
}

/** Divides samples so that a person is on one side: a share of the people, at least one of two, goes to `drawn`. */
export function drawSubjects(
  samples: readonly ProtocolSample[],
  among: readonly number[],
  share: number,
  seed: number,
): DrawnSubjects {
  const people = [...peopleIn(samples, among)].sort();
  if (people.length < 2) return { kept: among, drawn: [] };
  const wanted = Math.min(people.length - 1, Math.max(1, Math.round(share * people.length)));
  const random = createRandom(seed, HOLD_OUT_STREAM);
  const chosen = new Set<string>();
  while (chosen.size < wanted) chosen.add(people[random.below(people.length)]!);
  const places = new Set(among);
  return {
    kept: placesOf(samples, ({ subject }, place) => places.has(place) && !chosen.has(subject)),
    drawn: placesOf(samples, ({ subject }, place) => places.has(place) && chosen.has(subject)),
  };
}

/** Apart from the streams that draw parameters and orders from the same seed. */
const HOLD_OUT_STREAM = 41;

const peopleIn = (samples: readonly ProtocolSample[], places: readonly number[]): Set<string> =>
  new Set(places.map((place) => samples[place]!.subject));
