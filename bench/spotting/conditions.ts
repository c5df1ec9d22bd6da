/**
 * Under which conditions the spotter is tried, and on which made clips. Seeds from 501 on: none of them was used to
 * write or tune the spotter. A condition that changes one thing keeps the study's first seeds and portraits, so that
 * it differs from the study's clips in that one thing.
 */
import {
  createScript,
  FAMILIES,
  STUDY_SCENE,
  type Preset,
  type Script,
} from '../../models/data/synth/index.ts';

export interface Condition {
  readonly name: string;
  readonly clips: readonly ClipPlan[];
  /** How many of the clips the small set takes. */
  readonly small: number;
}

/** One clip: a script for `models/data/synth`, or a seed of the plain maker in `test/helpers/bump-face.ts`. */
export type ClipPlan = { readonly name: string; readonly portrait: number } & (
  { readonly maker: 'synth'; readonly script: Script } | { readonly maker: 'bump'; readonly seed: number }
);

interface Change {
  readonly preset?: Preset;
  readonly fps?: number;
  readonly seconds?: number;
  readonly iodPx?: number;
  readonly crf?: number;
  readonly noise?: number;
}

/** In the order in which they are run: what is asked for most comes first. */
export const CONDITIONS: readonly Condition[] = [
  plan('study, 100 fps', 16, 4, {}),
  plan('rest', 4, 1, { preset: 'rest' }),
  { name: 'another maker, 100 fps', small: 1, clips: Array.from({ length: 10 }, (_, k) => bump(k)) },
  plan('speech', 4, 1, { preset: 'speech' }),
  plan('head turns', 4, 1, { preset: 'turns' }),
  plan('30 fps', 4, 1, { fps: 30 }),
  plan('60 fps', 4, 0, { fps: 60 }),
  plan('200 fps', 3, 0, { fps: 200 }),
  plan('eyes 60 px apart', 3, 0, { iodPx: 60 }),
  plan('eyes 40 px apart', 3, 0, { iodPx: 40 }),
  plan('noise 2 levels', 3, 0, { noise: 2 }),
  plan('noise 5 levels', 3, 0, { noise: 5 }),
  plan('H.264 crf 18', 3, 0, { crf: 18 }),
  plan('H.264 crf 28', 3, 0, { crf: 28 }),
];

function plan(name: string, clips: number, small: number, change: Change): Condition {
  return { name, small, clips: Array.from({ length: clips }, (_, k) => synth(name, k, change)) };
}

function synth(condition: string, k: number, change: Change): ClipPlan {
  const { preset = 'study', fps = 100, seconds = null, iodPx, crf, noise } = change;
  const seed = 501 + k;
  // A smaller face in the same frame, as from further away.
  const scene = iodPx === undefined ? null : { ...STUDY_SCENE, iodPx };
  const script = createScript({ preset, seed, fps, seconds, family: FAMILIES[k % FAMILIES.length]!, scene });
  return {
    maker: 'synth',
    name: `${slug(condition)}-${String(seed)}`,
    portrait: portraitOf(k),
    script: {
      ...script,
      ...(crf !== undefined && { crf }),
      ...(noise !== undefined && { noise: { ...script.noise, readSigma: noise } }),
    },
  };
}

function bump(k: number): ClipPlan {
  return { maker: 'bump', name: `bump-${String(101 + k)}`, seed: 101 + k, portrait: portraitOf(40 + k) };
}

/** Spread over the portraits, which are sorted by where they come from. */
function portraitOf(k: number): number {
  return 37 * k + 5;
}

function slug(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
