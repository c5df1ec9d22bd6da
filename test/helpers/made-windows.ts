/** A store of small windows in which each class brightens a quarter of the picture of its own: learnt in a few steps. */
import { ClipStoreWriter, EMOTION_CLASSES } from '../../models/data/clips/index.ts';
import { seededRandom } from './random.ts';

/** Small, and still enough for four halvings of AU-GACN's trunk. */
export const SMALL = { frames: 16, sizePx: 32, windowS: 0.5, planes: 1 } as const;
export const SMALL_AUS = [4, 12] as const;

/** Levels that a quarter brightens by at the apex: far above the noise of ±2. */
const RISE = 60;

/** Clips of `people` in turn, classes in turn; `sizePx` other than usual for stores that do not fit. */
export function writeWindows(
  folder: string,
  count: number,
  people: readonly string[],
  { sizePx = SMALL.sizePx, seed = 1 }: { readonly sizePx?: number; readonly seed?: number } = {},
): void {
  const random = seededRandom(seed);
  using writer = new ClipStoreWriter(folder);
  const area = sizePx * sizePx;
  for (let at = 0; at < count; at++) {
    const emotion = at % EMOTION_CLASSES.length;
    const neutral = Uint8Array.from({ length: area }, () => 100 + Math.floor(4 * random()));
    const frames = new Uint8Array(SMALL.frames * area);
    for (let frame = 0; frame < SMALL.frames; frame++) {
      const share = Math.sin((Math.PI * frame) / (SMALL.frames - 1));
      for (let pixel = 0; pixel < area; pixel++) {
        const half = sizePx / 2;
        const quarter = (pixel % sizePx < half ? 0 : 1) + (pixel < area / 2 ? 0 : 2);
        frames[frame * area + pixel] = neutral[pixel]! + (quarter === emotion ? RISE * share : 0);
      }
    }
    writer.add(
      { frames, neutral },
      {
        subject: people[Math.floor(at / EMOTION_CLASSES.length) % people.length]!,
        seed: at,
        emotion,
        aus: emotion === 0 ? [4] : emotion === 1 ? [12] : [],
        peakPctIod: 2,
        moves: [],
      },
    );
  }
  writer.finish({
    synthetic: true,
    ...SMALL,
    sizePx,
    recipe: 'rigid-256-1',
    made: { seed },
    aus: SMALL_AUS,
    emotions: EMOTION_CLASSES,
  });
}
