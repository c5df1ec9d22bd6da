import { basename, extname, join } from 'node:path';
import { OnsetError } from '../../contract/errors.ts';
import type { Mesh } from '../../contract/landmarks.ts';
import {
  createScript,
  FAMILIES,
  type Family,
  type Preset,
  PRESETS,
  STUDY_SCENE,
  type Labels,
  type Naming,
  NAMINGS,
} from '../../models/data/synth/index.ts';
import { chooseBundle } from '../engine/landmarks/index.ts';
import { listPortraits } from '../trainer/clips/portraits.ts';
import { oneOf, parseArguments, usage, wholeNumber } from './arguments.ts';
import { INTERRUPTED, onInterruption } from './interruption.ts';
import { prepareOutputFolder } from './output-folder.ts';
import { writeClip, writeJson } from './synth-clip.ts';
import { readPortrait } from './synth-portrait.ts';
import { asksForBenchmark, BENCHMARK_HELP, synthBenchmark } from './synth-benchmark.ts';
import { asksForWindows, synthWindows, WINDOWS_HELP } from './synth-windows.ts';

export const SYNTH_HELP = `onset synth --faces DIR --out DIR   render clips with known micro-expressions

From still portraits, for tests and for training. Every clip is marked as synthetic, in its metadata and in the
NAME.labels.json beside it, which says what moves in it and when.

  --faces DIR       a folder of portraits (.jpg, .png, .webp, .bmp), one face each
  --out DIR         where the clips go
  --count N         how many clips, going round the portraits (default: one for each)
  --seed N          seed of the first clip; the next has the next seed (default: 1)
  --fps N           frames a second (default: 100)
  --seconds N       length of a clip (default: 12; rest: 30; recognition: 2)
  --preset NAME     ${PRESETS.join(', ')} (default: study)
                    recognition: one micro-expression, or none among what is taken for one, in 2 s
                    windows: what a recognizer is trained on, see below
  --classes NAME    ${NAMINGS.join(' or ')} classes of emotion, for recognition: each as often as another (default: three)
  --family NAME     how the skin moves: ${FAMILIES.join(', ')} (default: in turn)
  --size N          width and height in pixels, with the face in proportion (default: 384; mixed: several)

${WINDOWS_HELP}

${BENCHMARK_HELP}

The same call gives the same clips. Exit status: 0 done, 1 failed, 2 the call is wrong, 3 a portrait cannot be read.`;

const FLAGS = {
  faces: { type: 'string' },
  out: { type: 'string' },
  count: { type: 'string' },
  seed: { type: 'string' },
  fps: { type: 'string' },
  seconds: { type: 'string' },
  preset: { type: 'string', default: 'study' },
  classes: { type: 'string', default: 'three' },
  family: { type: 'string' },
  size: { type: 'string' },
} as const;

interface SynthCall {
  readonly facesDir: string;
  readonly outDir: string;
  readonly count: number | null;
  readonly seed: number;
  readonly fps: number;
  readonly seconds: number | null;
  readonly preset: Preset;
  readonly classes: Naming;
  readonly family: Family | null;
  readonly sizePx: number | null;
}

/** `onset synth`. Resolves to the exit status. */
export async function synth(argv: readonly string[]): Promise<number> {
  if (asksForBenchmark(argv)) return synthBenchmark(argv);
  if (asksForWindows(argv)) return synthWindows(argv);
  const call = parseCall(argv);
  const portraits = listPortraits(call.facesDir);
  prepareOutputFolder(call.outDir);
  using interruption = onInterruption();
  const bundle = chooseBundle('auto');
  const index: IndexEntry[] = [];
  const faceless = new Set<string>();
  // Finding a face takes seconds, reading the picture again does not.
  const meshes = new Map<string, Mesh>();
  const isEnough = (turn: number): boolean =>
    call.count === null ? turn === portraits.length : index.length === call.count;
  for (let turn = 0; !isEnough(turn); turn++) {
    const portrait = portraits[turn % portraits.length]!;
    if (faceless.has(portrait)) continue;
    const path = join(call.facesDir, portrait);
    const still = await readPortrait(path, bundle, meshes.get(portrait));
    if (still === null) {
      console.error(`onset: no face is found in ${path}; it is left out.`);
      faceless.add(portrait);
      if (faceless.size < portraits.length) continue;
      throw new OnsetError('portraits-without-face', { folder: call.facesDir });
    }
    meshes.set(portrait, still.mesh);
    const script = createScript({
      preset: call.preset,
      seed: call.seed + index.length,
      fps: call.fps,
      seconds: call.seconds,
      family: call.family ?? FAMILIES[index.length % FAMILIES.length]!,
      scene: call.sizePx === null ? null : squareScene(call.sizePx),
      naming: call.classes,
    });
    const name = `${call.preset}-${script.seed}-${basename(portrait, extname(portrait))}`;
    const labels = await writeClip(still, script, join(call.outDir, name), portrait, interruption.signal);
    if (labels === null) return INTERRUPTED;
    index.push(indexEntry(name, portrait, labels, call.classes));
    // After every clip: what is finished stays listed if the next fails.
    writeJson(join(call.outDir, 'index.json'), { synthetic: true, clips: index });
    console.log(`${name}.mp4: ${labels.frames} frames, ${labels.events.length} expressions`);
  }
  return 0;
}

interface IndexEntry {
  readonly clip: string;
  readonly labels: string;
  readonly portrait: string;
  readonly preset: string;
  readonly family: string;
  readonly seed: number;
  readonly fps: number;
  readonly frames: number;
  readonly events: number;
  /** For a recognizer: the emotion shown and its class among those asked for; absent where a clip holds several. */
  readonly emotion?: string | null;
  readonly class?: string | null;
}

function indexEntry(name: string, portrait: string, labels: Labels, classes: Naming): IndexEntry {
  const { preset, family, seed, fps, frames, events, shows } = labels;
  const files = { clip: `${name}.mp4`, labels: `${name}.labels.json` };
  return {
    ...files,
    portrait,
    preset,
    family,
    seed,
    fps,
    frames,
    events: events.length,
    ...(shows && { emotion: shows.emotion, class: shows[classes] }),
  };
}

function squareScene(sizePx: number): typeof STUDY_SCENE {
  return {
    ...STUDY_SCENE,
    widthPx: sizePx,
    heightPx: sizePx,
    iodPx: (STUDY_SCENE.iodPx * sizePx) / STUDY_SCENE.widthPx,
  };
}

function parseCall(argv: readonly string[]): SynthCall {
  const { values, positionals } = parseArguments('synth', argv, FLAGS);
  if (positionals.length > 0) throw usage(`synth does not know what to do with "${positionals[0]}"`, 'synth');
  if (values.faces === undefined) throw usage('synth wants a folder of portraits, --faces DIR', 'synth');
  if (values.out === undefined) throw usage('synth wants a folder for the clips, --out DIR', 'synth');
  const sizePx = values.size === undefined ? null : wholeNumber('size', values.size, 64, 384);
  if (sizePx !== null && sizePx % 2 !== 0)
    throw usage(`--size wants an even number, not "${sizePx}"`, 'synth');
  return {
    facesDir: values.faces,
    outDir: values.out,
    count: values.count === undefined ? null : wholeNumber('count', values.count, 1, 1),
    seed: wholeNumber('seed', values.seed, 0, 1),
    fps: wholeNumber('fps', values.fps, 1, 100),
    // Shorter than two seconds no preset has room for what it promises.
    seconds: values.seconds === undefined ? null : wholeNumber('seconds', values.seconds, 2, 12),
    preset: oneOf('preset', values.preset, PRESETS),
    classes: oneOf('classes', values.classes, NAMINGS),
    family: values.family === undefined ? null : oneOf('family', values.family, FAMILIES),
    sizePx,
  };
}
