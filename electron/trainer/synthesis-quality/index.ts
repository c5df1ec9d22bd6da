/**
 * Measures a generator on people that it has not learnt from, beside doing nothing and beside the apexes that the clips
 * themselves hold.
 *
 *     const quality = await measureSynthesis({ model: 'runs/a/generator.onnx', data: 'clips/validation',
 *       training: 'clips/train', outDir: 'quality', … }, signal, console.error);
 */
import { basename, join } from 'node:path';
import { openClipStore } from '../../../models/data/clips/index.ts';
import { writeOutput } from '../../../models/train/index.ts';
import { openRecognizer } from '../../engine/infer/index.ts';
import { copying, storedApexes } from './baselines.ts';
import { describeBy } from './describe-by-recognizer.ts';
import type { FaceMaker } from './face-maker.ts';
import { readGenerator } from './generator-file.ts';
import { type HeldPair, pairsOf } from './held-pairs.ts';
import { openMaker } from './makers.ts';
import { measureControl } from './measure-control.ts';
import { type DescribeSet, type Measured, measurePictures, referenceOf } from './measure-pictures.ts';
import { differencePicture, pictureGrid } from './picture-grid.ts';
import type { MakerQuality, SynthesisQuality } from './quality.ts';
import { shrunk } from './shrunk.ts';
import { qualityTables } from './tables.ts';

export interface SynthesisOrder {
  /** A generator's model file. */
  readonly model: string;
  /** Folder of held-out clips, and of those that it has learnt from (null: nothing is said of what it remembers). */
  readonly data: string;
  readonly training: string | null;
  readonly outDir: string;
  /** Recognizer file whose answers are compared; null: no Fréchet distance. */
  readonly recognizer: string | null;
  /** Clips that pictures are made of, and people whose sequences are analysed. */
  readonly pairs: number;
  readonly people: number;
}

/** Files in the folder. */
export const [QUALITY_JSON, QUALITY_TABLES, QUALITY_GRID] = [
  'quality.json',
  'quality.md',
  'pictures.png',
] as const;

/**
 * Writes tables (JSON, Markdown) and a grid of pictures. Throws `input-not-found`, `generator-unfit`, what clip stores
 * throw, and `output-unwritable`.
 */
export async function measureSynthesis(
  order: SynthesisOrder,
  signal: AbortSignal,
  tell: (what: string) => void,
): Promise<SynthesisQuality> {
  const file = readGenerator(order.model);
  await using maker = await openMaker(file);
  using store = openClipStore(order.data);
  const pairs = await pairsOf(store, order.pairs);
  const trainingPairs = await trainingOf(order);
  const training = trainingPairs.flatMap(({ rest, apex }) => [shrunk(rest), shrunk(apex)]);
  await using recognizer = order.recognizer === null ? null : await openRecognizer(order.recognizer);
  const describe = recognizer?.card.sizePx === store.sizePx ? describeBy(recognizer) : null;
  const name = store.index.synthetic ? 'apex as rendered' : 'apex as filmed';
  const makers = [maker, copying(maker.controls), storedApexes(name, maker.controls, pairs)];
  const measured = await measureAll(
    makers,
    { pairs, training, describe, people: order.people },
    signal,
    tell,
  );
  const quality: SynthesisQuality = {
    model: basename(order.model),
    data: store.index.synthetic ? 'drawn by the renderer' : 'filmed',
    pairs: pairs.length,
    people: new Set(pairs.map(({ subject }) => subject)).size,
    reference: referenceOf(pairs, trainingPairs),
    makers: measured.map(({ quality: one }) => one),
  };
  write(order.outDir, {
    [QUALITY_JSON]: Buffer.from(`${JSON.stringify(quality, null, 1)}\n`),
    [QUALITY_TABLES]: Buffer.from(qualityTables(quality)),
    [QUALITY_GRID]: grid(pairs, measured[0]!.made),
  });
  return quality;
}

interface What {
  readonly pairs: readonly HeldPair[];
  readonly training: Parameters<typeof measurePictures>[2];
  readonly describe: DescribeSet | null;
  readonly people: number;
}

async function measureAll(
  makers: readonly FaceMaker[],
  { pairs, training, describe, people }: What,
  signal: AbortSignal,
  tell: (what: string) => void,
): Promise<(Measured & { readonly quality: MakerQuality })[]> {
  const all: (Measured & { readonly quality: MakerQuality })[] = [];
  for (const maker of makers) {
    signal.throwIfAborted();
    tell(`${maker.name}: ${String(pairs.length)} pictures`);
    const measured = await measurePictures(maker, pairs, training, describe);
    let sequences = 0;
    const controls = await measureControl(maker, pairs, people, signal, () => {
      tell(`${maker.name}: ${String(++sequences)} sequences analysed`);
    });
    all.push({ ...measured, quality: { name: maker.name, scores: measured.scores, controls } });
  }
  return all;
}

async function trainingOf({ training, pairs }: SynthesisOrder): Promise<HeldPair[]> {
  if (training === null) return [];
  using store = openClipStore(training);
  // Enough that every training person is there several times.
  return await pairsOf(store, Math.max(TRAINING_PICTURES, pairs));
}

const TRAINING_PICTURES = 1000;

/** Rest, made, what differs, and the apex that was there, of the first faces of different people. */
function grid(pairs: readonly HeldPair[], made: readonly HeldPair['rest'][]): Uint8Array {
  const firsts = [...new Map(pairs.map(({ subject }, at) => [subject, at])).values()].slice(0, GRID_ROWS);
  return pictureGrid(
    firsts.map((at) => {
      const { rest, apex } = pairs[at]!;
      const picture = made[at]!;
      return [rest, picture, differencePicture(picture, rest), apex, differencePicture(apex, rest)];
    }),
  );
}

const GRID_ROWS = 8;

function write(folder: string, files: Readonly<Record<string, Uint8Array>>): void {
  for (const [name, bytes] of Object.entries(files)) writeOutput(join(folder, name), bytes);
}
