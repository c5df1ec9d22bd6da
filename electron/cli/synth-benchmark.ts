import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OnsetError } from '../../contract/errors.ts';
import type { Mesh } from '../../contract/landmarks.ts';
import { EMOTION_CLASSES } from '../../models/data/clips/index.ts';
import type { Labels } from '../../models/data/synth/index.ts';
import { writeOutput } from '../../models/train/atomic-file.ts';
import { chooseBundle } from '../engine/landmarks/index.ts';
import { listPortraits } from '../trainer/clips/portraits.ts';
import { parseArguments, usage, wholeNumber } from './arguments.ts';
import { benchmarkRow, CSV_HEAD } from './benchmark-row.ts';
import { type BenchmarkClip, benchmarkClips, unlearntFirst } from './benchmark-script.ts';
import { INTERRUPTED, onInterruption } from './interruption.ts';
import { prepareOutputFolder } from './output-folder.ts';
import { writeClip, writeJson } from './synth-clip.ts';
import { readPortrait } from './synth-portrait.ts';

/** A part of synth's help: what `--benchmark` takes. */
export const BENCHMARK_HELP = `onset synth --benchmark --faces DIR --out DIR   render a set of clips to compare recognizers on

Short clips of many people with labels.csv beside them, as "--data own=DIR" reads them: each person shows every class
(${EMOTION_CLASSES.join(', ')}) equally often. People that the shipped recognizer has not learnt from come
first. Clips that are there already are kept, so an interrupted call goes on. Figures on it are figures on made clips.

  --faces DIR       a folder of portraits (.jpg, .png, .webp, .bmp), one face each
  --out DIR         where the clips go
  --identities N    people (default: 24)
  --clips N         clips of each, a multiple of ${EMOTION_CLASSES.length} (default: 12)
  --seed N          seed of the first person's clips (default: 1)
  --fps N           frames a second (default: 100)
  --size N          width and height in pixels, 64 to 384, even (default: 256)`;

const FLAGS = {
  benchmark: { type: 'boolean' },
  faces: { type: 'string' },
  out: { type: 'string' },
  identities: { type: 'string' },
  clips: { type: 'string' },
  seed: { type: 'string' },
  fps: { type: 'string' },
  size: { type: 'string' },
} as const;

export const asksForBenchmark = (argv: readonly string[]): boolean => argv.includes('--benchmark');

/** `onset synth --benchmark`. Resolves to the exit status. */
export async function synthBenchmark(argv: readonly string[]): Promise<number> {
  const call = parseCall(argv);
  const portraits = unlearntFirst(listPortraits(call.facesDir));
  prepareOutputFolder(call.outDir);
  using interruption = onInterruption();
  const { signal } = interruption;
  const done: DoneClip[] = [];
  let people = 0;
  for (const portrait of portraits) {
    if (people === call.identities) break;
    const clips = benchmarkClips(portrait, people, call);
    const rendered = await renderPerson(portrait, clips, call, signal);
    if (rendered === null) {
      console.error(`onset: no face is found in ${join(call.facesDir, portrait)}; it is left out.`);
      continue;
    }
    done.push(...rendered);
    people++;
    // Person by person: what is finished stays listed if the next one fails.
    writeLists(call, done);
    if (signal.aborted) return INTERRUPTED;
    console.log(`${portrait}: ${rendered.length} clips, ${people} of ${call.identities} people`);
  }
  if (people === 0) throw new OnsetError('portraits-without-face', { folder: call.facesDir });
  if (people < call.identities)
    console.error(
      `onset: ${call.facesDir} shows ${people} ${people === 1 ? 'person' : 'people'}, fewer than the ${call.identities} asked for.`,
    );
  return 0;
}

interface BenchmarkCall {
  readonly facesDir: string;
  readonly outDir: string;
  readonly identities: number;
  readonly clips: number;
  readonly seed: number;
  readonly fps: number;
  readonly sizePx: number;
}

interface DoneClip {
  readonly clip: BenchmarkClip;
  readonly labels: Labels;
}

/** What is whole when `signal` aborts; null where the portrait shows no face. */
async function renderPerson(
  portrait: string,
  clips: readonly BenchmarkClip[],
  { facesDir, outDir }: BenchmarkCall,
  signal: AbortSignal,
): Promise<DoneClip[] | null> {
  const done: DoneClip[] = [];
  let mesh: Mesh | undefined;
  for (const clip of clips) {
    if (signal.aborted) break;
    const base = join(outDir, clip.name);
    const kept = keptLabels(base, clip);
    if (kept) {
      done.push({ clip, labels: kept });
      continue;
    }
    const still = await readPortrait(join(facesDir, portrait), chooseBundle('auto'), mesh);
    if (!still) return null;
    mesh = still.mesh;
    const labels = await writeClip(still, clip.script, base, portrait, signal);
    if (labels) done.push({ clip, labels });
  }
  return done;
}

/** The video is written last: where it stands, and was made from the same script, the clip is whole. */
function keptLabels(base: string, { script }: BenchmarkClip): Labels | null {
  if (!existsSync(`${base}.mp4`)) return null;
  let labels: Labels;
  try {
    labels = JSON.parse(readFileSync(`${base}.labels.json`, 'utf8')) as Labels;
  } catch {
    return null; // Not what we wrote: it is written anew.
  }
  const isSame =
    labels.seed === script.seed &&
    labels.fps === script.fps &&
    labels.duration_s === script.seconds &&
    Math.abs(labels.iod_px - script.scene.iodPx) < 1;
  return isSame ? labels : null;
}

function writeLists(call: BenchmarkCall, done: readonly DoneClip[]): void {
  const rows = done.map(({ clip, labels }) => benchmarkRow(clip, labels));
  writeOutput(join(call.outDir, 'labels.csv'), [CSV_HEAD, ...rows].join('\r\n') + '\r\n');
  const { identities, clips, seed, fps, sizePx } = call;
  writeJson(join(call.outDir, 'index.json'), {
    synthetic: true,
    made: { by: 'onset synth --benchmark', identities, clips, seed, fps, sizePx },
    clips: done.map(({ clip: { name, subject, emotion, script } }) => ({
      clip: `${name}.mp4`,
      labels: `${name}.labels.json`,
      subject,
      class: emotion,
      family: script.family,
      seed: script.seed,
    })),
  });
}

function parseCall(argv: readonly string[]): BenchmarkCall {
  const { values, positionals } = parseArguments('synth', argv, FLAGS);
  if (positionals.length > 0) throw usage(`synth does not know what to do with "${positionals[0]}"`, 'synth');
  if (values.faces === undefined) throw usage('synth wants a folder of portraits, --faces DIR', 'synth');
  if (values.out === undefined) throw usage('synth wants a folder for the clips, --out DIR', 'synth');
  const clips = wholeNumber('clips', values.clips, 1, 12);
  if (clips % EMOTION_CLASSES.length !== 0)
    throw usage(
      `--clips wants a multiple of ${EMOTION_CLASSES.length}, one for each class, not "${clips}"`,
      'synth',
    );
  const sizePx = wholeNumber('size', values.size, 64, 256);
  if (sizePx % 2 !== 0 || sizePx > 384)
    throw usage(`--size wants an even number of at most 384, not "${sizePx}"`, 'synth');
  return {
    facesDir: values.faces,
    outDir: values.out,
    identities: wholeNumber('identities', values.identities, 1, 24),
    clips,
    seed: wholeNumber('seed', values.seed, 0, 1),
    fps: wholeNumber('fps', values.fps, 1, 100),
    sizePx,
  };
}
