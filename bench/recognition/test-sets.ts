/**
 * Windows that a recognizer is judged on, cut from made videos of people that training never sees; made once, kept in
 * `.cache/`.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RECIPE } from '../../contract/recipe.ts';
import { readPortrait } from '../../electron/cli/synth-portrait.ts';
import { chooseBundle } from '../../electron/engine/landmarks/index.ts';
import { isWholeFace } from '../../electron/trainer/clips/portraits.ts';
import {
  ClipStoreWriter,
  type ClipShape,
  EMOTION_CLASSES,
  EXPRESSION_AUS,
  INDEX_FILE,
  splitOf,
  WINDOW_SHAPE,
} from '../../models/data/clips/index.ts';
import { cutWindows } from './cut-windows.ts';
import type { Moment } from './moments.ts';
import { writeOtherVideo } from './other-maker.ts';
import { writeOwnVideo } from './own-maker.ts';

const ROOT = join(import.meta.dirname, '..', '..');
export const FACES = join(ROOT, '..', 'shared', 'faces');
export const CACHE = join(ROOT, '.cache', 'recognition');

export const MAKERS = ['own', 'other'] as const;
export type Maker = (typeof MAKERS)[number];

/** Colour, as the engine gives it to a network. */
const SHAPE: ClipShape = { ...WINDOW_SHAPE, planes: 3 };

/** A person's first video has this seed, the next the next: none is used in training or in tuning. */
const FIRST_SEED = 9001;

/**
 * The folder of a clip store with about `count` windows of videos by one maker, made where it is not there yet.
 * `onVideo` is told of each.
 */
export async function testSet(maker: Maker, count: number, onVideo: (line: string) => void): Promise<string> {
  const folder = join(CACHE, `judged-${maker}-${String(count)}-${fingerprint(maker)}`);
  if (existsSync(join(folder, INDEX_FILE))) return folder;
  const names = readdirSync(FACES).filter((name) => name.endsWith('.jpg') && splitOf(name) === 'test');
  using writer = new ClipStoreWriter(folder);
  const videos = join(CACHE, 'videos', `${maker}-${fingerprint(maker)}`);
  mkdirSync(videos, { recursive: true });
  for (let turn = 0; writer.count < count; turn++) {
    const portrait = names[turn % names.length]!;
    const seed = FIRST_SEED + turn;
    const base = join(videos, `${String(seed)}-${portrait.replace('.jpg', '')}`);
    const moments = await video(maker, base, portrait, seed);
    if (!moments) continue;
    const windows = await cutWindows(
      `${base}.mp4`,
      moments.map(({ atS }) => atS),
      SHAPE,
    );
    windows.forEach((bytes, k) => {
      const { emotion, aus, peakPctIod, moves } = moments[k]!;
      if (bytes)
        writer.add(bytes, {
          subject: portrait,
          seed,
          emotion: EMOTION_CLASSES.indexOf(emotion),
          aus,
          peakPctIod,
          moves,
        });
    });
    onVideo(
      `${maker} ${String(seed)}: ${String(windows.filter(Boolean).length)} of ${String(moments.length)} windows`,
    );
  }
  writer.finish({
    synthetic: true,
    ...SHAPE,
    recipe: RECIPE.id,
    made: { by: 'bench/recognition', maker, firstSeed: FIRST_SEED },
    aus: EXPRESSION_AUS,
    emotions: EMOTION_CLASSES,
  });
  return folder;
}

/** Renders a video, or finds it; what it shows, or null where the portrait has no whole face. */
async function video(maker: Maker, base: string, portrait: string, seed: number): Promise<Moment[] | null> {
  const known = `${base}.known.json`;
  if (existsSync(known)) return JSON.parse(readFileSync(known, 'utf8')) as Moment[];
  const still = await readPortrait(join(FACES, portrait), chooseBundle('auto'));
  if (!still || !isWholeFace(still.mesh, still.widthPx)) return null;
  rmSync(`${base}.mp4`, { force: true });
  const moments =
    maker === 'own'
      ? await writeOwnVideo(base, still, portrait, seed)
      : await writeOtherVideo(`${base}.mp4`, { ...still, rgba: Uint8Array.from(still.pixels) }, seed);
  writeFileSync(`${known}.tmp`, JSON.stringify(moments));
  renameSync(`${known}.tmp`, known);
  return moments;
}

/** Of the files that draw a maker's videos: another version of them draws others. */
function fingerprint(maker: Maker): string {
  const here = import.meta.dirname;
  const synth = join(ROOT, 'models', 'data', 'synth');
  const files =
    maker === 'other'
      ? [join(ROOT, 'test', 'helpers', 'bump-face.ts'), join(here, 'other-maker.ts')]
      : [
          join(here, 'own-maker.ts'),
          ...readdirSync(synth)
            .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
            .sort()
            .map((name) => join(synth, name)),
        ];
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 10);
}
