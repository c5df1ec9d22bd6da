/** What can be said of made pictures one by one, and of the whole set of them. */
import {
  AU_BOXES,
  frechetDistance,
  laplacianVariance,
  nearest,
  outside,
  type Picture,
  ssim,
  textureDistance,
} from '../../../models/evaluate/synthesis/index.ts';
import type { FaceMaker } from './face-maker.ts';
import type { HeldPair } from './held-pairs.ts';
import { shrunk } from './shrunk.ts';

export interface PictureScores {
  /** Structural similarity with the face at rest, and with the apex that it was asked to be like. */
  readonly ssimWithRest: number;
  readonly ssimWithApex: number;
  /** Variance of the Laplacian over that of the face at rest. */
  readonly sharpness: number;
  /** Texture distance to the person's rest outside the places that action units move. */
  readonly identityDistance: number;
  /** Share of made pictures that are nearer to their own person's rest there than to any other's. */
  readonly identityKept: number;
  /** Root mean square of what differs from the rest, inside those places over outside them. */
  readonly changeInPlace: number;
  /** Texture distance to the nearest training picture. */
  readonly nearestTraining: number;
  /** Of the recognizer's answers, to the apexes'; null where no recognizer is there. */
  readonly frechet: number | null;
}

export interface Reference {
  /** Texture distances outside the boxes: between rests of different people, and of one person's. */
  readonly otherPeople: number;
  /** Between pictures of one training person: what is nearer than that is remembered. */
  readonly samePersonTraining: number;
}

export type DescribeSet = (
  pairs: readonly { readonly rest: Picture; readonly apex: Picture }[],
) => Promise<readonly ArrayLike<number>[]>;

export interface Measured {
  readonly scores: PictureScores;
  readonly made: readonly Picture[];
}

/** `training`: pictures that the generator has learnt from, shrunk. */
export async function measurePictures(
  maker: FaceMaker,
  pairs: readonly HeldPair[],
  training: readonly Picture[],
  describe: DescribeSet | null,
): Promise<Measured> {
  const made: Picture[] = [];
  for (const [at, { rest, subject, emotion, aus, intensity: own }] of pairs.entries()) {
    const intensity = maker.knowsIntensities === true ? own : 1;
    made.push(await maker.make(rest, subject, { emotion, aus, intensity }, at));
  }
  const still = stillPlaces(pairs);
  const rests = restsOf(pairs);
  const scores = made.map((picture, at) => scoresOf(picture, pairs[at]!, still, rests, training));
  const mean = (name: keyof (typeof scores)[number]): number =>
    scores.reduce((sum, one) => sum + one[name], 0) / Math.max(1, scores.length);
  return {
    made,
    scores: {
      ssimWithRest: mean('ssimWithRest'),
      ssimWithApex: mean('ssimWithApex'),
      sharpness: mean('sharpness'),
      identityDistance: mean('identityDistance'),
      identityKept: mean('identityKept'),
      changeInPlace: mean('changeInPlace'),
      nearestTraining: mean('nearestTraining'),
      frechet: describe && (await setDistance(pairs, made, describe)),
    },
  };
}

function scoresOf(
  picture: Picture,
  { rest, apex, subject }: HeldPair,
  still: Uint8Array,
  rests: ReadonlyMap<string, Picture>,
  training: readonly Picture[],
): Record<Exclude<keyof PictureScores, 'frechet'>, number> {
  const own = textureDistance(picture, rest, still);
  const others = [...rests].filter(([other]) => other !== subject);
  const nearestOther = Math.min(...others.map(([, other]) => textureDistance(picture, other, still)));
  return {
    ssimWithRest: ssim(picture, rest),
    ssimWithApex: ssim(picture, apex),
    sharpness: laplacianVariance(picture) / laplacianVariance(rest),
    identityDistance: own,
    identityKept: own < nearestOther ? 1 : 0,
    changeInPlace: changeInPlace(picture, rest, still),
    nearestTraining: training.length === 0 ? NaN : nearest(shrunk(picture), training).distance,
  };
}

/** 1 where nothing has changed at all: nothing is out of place then. */
function changeInPlace(picture: Picture, rest: Picture, still: Uint8Array): number {
  const meanSquare = (inside: boolean): number => {
    let [sum, count] = [0, 0];
    for (const [at, level] of picture.levels.entries())
      if ((still[at] === 0) === inside) {
        sum += (level - rest.levels[at]!) ** 2;
        count++;
      }
    return Math.sqrt(sum / count);
  };
  const outsideChange = meanSquare(false);
  return outsideChange === 0 ? 1 : meanSquare(true) / outsideChange;
}

async function setDistance(
  pairs: readonly HeldPair[],
  made: readonly Picture[],
  describe: DescribeSet,
): Promise<number> {
  const [real, ours] = [
    await describe(pairs),
    await describe(pairs.map(({ rest }, at) => ({ rest, apex: made[at]! }))),
  ];
  const width = real[0]?.length ?? 0;
  return frechetDistance({ width, rows: real }, { width, rows: ours });
}

export function referenceOf(pairs: readonly HeldPair[], trainingPairs: readonly HeldPair[]): Reference {
  const still = stillPlaces(pairs);
  const rests = [...restsOf(pairs).values()];
  const between = rests.flatMap((one, at) =>
    rests.slice(at + 1).map((other) => textureDistance(one, other, still)),
  );
  const bySubject = [...Map.groupBy(trainingPairs, ({ subject }) => subject).values()];
  const same = bySubject.flatMap(([one, other]) =>
    one === undefined || other === undefined ? [] : [textureDistance(shrunk(one.apex), shrunk(other.apex))],
  );
  return { otherPeople: median(between), samePersonTraining: median(same) };
}

const stillPlaces = ([first]: readonly HeldPair[]): Uint8Array =>
  outside(AU_BOXES, first!.rest.widthPx, first!.rest.heightPx);

const restsOf = (pairs: readonly HeldPair[]): ReadonlyMap<string, Picture> =>
  new Map(pairs.map(({ subject, rest }) => [subject, rest]));

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
