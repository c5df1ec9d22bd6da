/**
 * Videos of a maker that shares nothing with models/data (test/helpers/bump-face.ts: Gaussian bumps at mesh points),
 * with expressions put together from its sites. It draws with its own random numbers, too.
 */
import type { EmotionClass } from '../../models/data/clips/index.ts';
import {
  type BumpClip,
  type BumpEvent,
  type Portrait,
  type Site,
  writeBumpClip,
} from '../../test/helpers/bump-face.ts';
import { seededRandom } from '../../test/helpers/random.ts';
import type { Moment } from './moments.ts';

/**
 * Sites that make an expression, each with its share of the largest displacement, and the action units they stand for.
 */
interface Showing {
  readonly emotion: Exclude<EmotionClass, 'none'>;
  readonly sites: readonly (readonly [site: Site, share: number])[];
  readonly aus: readonly number[];
}

const SHOWINGS: readonly Showing[] = [
  { emotion: 'positive', sites: [['corners-up', 1]], aus: [12] },
  { emotion: 'positive', sites: [['corner-up-left', 1]], aus: [12] },
  { emotion: 'positive', sites: [['corner-up-right', 1]], aus: [12] },
  {
    emotion: 'positive',
    sites: [
      ['corners-up', 1],
      ['cheeks-up', 0.6],
    ],
    aus: [6, 12],
  },
  {
    emotion: 'positive',
    sites: [
      ['corners-up', 0.8],
      ['cheeks-up', 1],
    ],
    aus: [6, 12],
  },
  { emotion: 'negative', sites: [['brows-down', 1]], aus: [4] },
  {
    emotion: 'negative',
    sites: [
      ['brows-down', 1],
      ['nose-up', 0.6],
    ],
    aus: [4, 9],
  },
  { emotion: 'negative', sites: [['nose-up', 1]], aus: [9] },
  { emotion: 'negative', sites: [['upper-lip-up', 1]], aus: [10] },
  { emotion: 'negative', sites: [['corners-down', 1]], aus: [15] },
  {
    emotion: 'negative',
    sites: [
      ['corners-down', 1],
      ['chin-up', 0.7],
    ],
    aus: [15, 17],
  },
  { emotion: 'negative', sites: [['chin-up', 1]], aus: [17] },
  { emotion: 'surprise', sites: [['brows-up', 1]], aus: [1, 2] },
  {
    emotion: 'surprise',
    sites: [
      ['brows-up', 1],
      ['upper-lids-up', 0.5],
    ],
    aus: [1, 2, 5],
  },
  {
    emotion: 'surprise',
    sites: [
      ['brows-up', 1],
      ['jaw-down', 0.6],
    ],
    aus: [1, 2, 26],
  },
];

/** What fills a slot of a video. */
const SLOTS = [
  'positive',
  'negative',
  'surprise',
  'positive',
  'negative',
  'surprise',
  'blink',
  'chatter',
  'macro',
  'still',
] as const;
const SLOT_S = 1.9;
const SLOTS_A_VIDEO = 6;

/** Writes a video of six slots to `path` and says what it shows when. */
export async function writeOtherVideo(path: string, portrait: Portrait, seed: number): Promise<Moment[]> {
  const random = seededRandom(seed);
  const between = (from: number, to: number): number => from + (to - from) * random();
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const events: BumpEvent[] = [];
  const blinks: { onsetS: number; offsetS: number }[] = [];
  const moments: Moment[] = [];
  for (let slot = 0; slot < SLOTS_A_VIDEO; slot++) {
    // Slots go on from video to video, so that all kinds are as frequent as the list says.
    const kind = SLOTS[(seed * SLOTS_A_VIDEO + slot) % SLOTS.length]!;
    const atS = 1 + slot * SLOT_S + between(0.3, 0.9);
    switch (kind) {
      case 'blink': {
        const onsetS = atS - 0.09;
        blinks.push({ onsetS, offsetS: onsetS + between(0.14, 0.32) });
        moments.push(nothing('blink', atS));
        break;
      }
      case 'chatter': {
        for (let t = atS - 0.5; t < atS + 0.5; t += between(0.15, 0.3)) {
          const lastsS = between(0.12, 0.3);
          const times = { onsetS: t, apexS: t + lastsS / 2, offsetS: t + lastsS };
          events.push({ kind: 'micro', site: 'jaw-down', ...times, pctIod: between(1, 7) });
          events.push({
            kind: 'micro',
            site: pick(['corners-out', 'lips-in']),
            ...times,
            pctIod: between(0.3, 2.5),
          });
        }
        moments.push(nothing('speech', atS));
        break;
      }
      case 'macro': {
        // Half a second in, held, and out: the window lies on the rise or on what is held.
        const onsetS = atS - pick([0.25, 0.8]);
        const site = pick(['corners-up', 'brows-up', 'brows-down'] as const);
        const times = { onsetS, apexS: onsetS + 0.6, offsetS: onsetS + 1.4 };
        events.push({ kind: 'macro', site, ...times, pctIod: between(4, 9) });
        moments.push(nothing('macro', atS));
        break;
      }
      case 'still':
        moments.push(nothing('still', atS));
        break;
      default: {
        const { sites, aus, emotion } = pick(SHOWINGS.filter((showing) => showing.emotion === kind));
        const lastsS = between(0.15, 0.42);
        const apexShare = between(0.35, 0.5);
        const times = {
          onsetS: atS - apexShare * lastsS,
          apexS: atS,
          offsetS: atS + (1 - apexShare) * lastsS,
        };
        const pctIod = between(1, 4.5);
        for (const [site, share] of sites)
          events.push({ kind: 'micro', site, ...times, pctIod: share * pctIod });
        moments.push({ atS, emotion, aus, peakPctIod: pctIod, moves: [] });
      }
    }
  }
  const clip: BumpClip = {
    seed,
    fps: pick([30, 30, 50]),
    seconds: 1 + SLOTS_A_VIDEO * SLOT_S + 1.6,
    iodPx: between(65, 105),
    events,
    blinks,
    lidReachIod: between(0.11, 0.18),
    sampling: random() < 0.5 ? 'linear' : 'cubic',
    noise: between(1, 3),
    crf: 18 + Math.floor(9 * random()),
  };
  await writeBumpClip(path, portrait, clip);
  return moments;
}

const nothing = (moves: string, atS: number): Moment => ({
  atS,
  emotion: 'none',
  aus: [],
  peakPctIod: 0,
  moves: [moves],
});
