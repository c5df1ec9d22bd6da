import { join } from 'node:path';
import { RECIPE } from '../../../contract/recipe.ts';
import {
  type AlignedPortrait,
  classOfTurn,
  type ClipBytes,
  type ClipShape,
  ClipStoreWriter,
  createWindowFace,
  divisionOf,
  drawClip,
  type DrawingOptions,
  EMOTION_CLASSES,
  EXPRESSION_AUS,
  neutralBytes,
  type Split,
  SPLITS,
  windowBytes,
} from '../../../models/data/clips/index.ts';
import { alignPortraits } from './align-portraits.ts';

export interface ClipsOrder extends DrawingOptions {
  readonly facesDir: string;
  readonly outDir: string;
  /** Clips for training; validation and test get a tenth of it each. */
  readonly count: number;
  readonly seed: number;
  readonly shape: ClipShape;
}

export interface ClipsProgress {
  readonly split: Split;
  readonly done: number;
  readonly of: number;
}

export interface MadeClips {
  readonly split: Split;
  readonly folder: string;
  readonly clips: number;
  readonly identities: number;
}

/**
 * Makes the clip stores `train`, `validation` and `test` in a folder: windows drawn over the portraits of one split
 * each (`divisionOf`). Each store appears whole or not at all; what is finished stays when `signal` aborts. A split
 * that none of the portraits belongs to gets no store: of a single one there is only `train`. Throws what
 * `alignPortraits` throws, and `output-unwritable`.
 */
export async function makeClips(
  order: ClipsOrder,
  signal: AbortSignal,
  onProgress: (progress: ClipsProgress) => void,
): Promise<{ readonly made: readonly MadeClips[]; readonly faceless: readonly string[] }> {
  const { portraits, faceless } = await alignPortraits(order.facesDir, join(order.outDir, 'portraits'));
  const division = divisionOf(portraits.map(({ name }) => name));
  const made: MadeClips[] = [];
  let firstSeed = order.seed;
  for (const split of SPLITS) {
    const own = portraits.filter(({ name }) => division.get(name) === split);
    const of = split === 'train' ? order.count : Math.ceil(order.count / 10);
    if (own.length > 0) {
      const folder = join(order.outDir, split);
      const isWhole = await makeStore(folder, own, { ...order, of, firstSeed }, signal, (done) => {
        onProgress({ split, done, of });
      });
      if (!isWhole) break;
      made.push({ split, folder, clips: of, identities: own.length });
    }
    firstSeed += of;
  }
  return { made, faceless };
}

/** False where `signal` aborted. */
async function makeStore(
  folder: string,
  portraits: readonly AlignedPortrait[],
  { of, firstSeed, seed, shape, units = 'drawn', peakPctIod }: ClipsOrder & { of: number; firstSeed: number },
  signal: AbortSignal,
  onDone: (done: number) => void,
): Promise<boolean> {
  using writer = new ClipStoreWriter(folder);
  const bytes: ClipBytes = {
    frames: new Uint8Array(windowBytes(shape)),
    neutral: new Uint8Array(neutralBytes(shape)),
  };
  // Person by person: what is worked out once for a face serves all its clips.
  for (const [k, portrait] of portraits.entries()) {
    const face = createWindowFace(portrait, shape.sizePx, shape.planes);
    for (let turn = k, round = 0; turn < of; turn += portraits.length, round++) {
      // Each person begins with another class, so that none is tied to a person.
      const emotion = classOfTurn(k + round);
      const labels = drawClip(face, portrait.name, emotion, firstSeed + turn, shape, bytes, {
        units,
        ...(peakPctIod && { peakPctIod }),
      });
      writer.add(bytes, labels);
    }
    onDone(writer.count);
    // A breath between persons: Ctrl-C is heard.
    await new Promise(setImmediate);
    if (signal.aborted) return false;
  }
  writer.finish({
    ...shape,
    synthetic: true,
    recipe: RECIPE.id,
    made: {
      by: 'onset synth --preset windows',
      count: of,
      seed,
      units,
      ...(peakPctIod && { peaks: peakPctIod.join('-') }),
    },
    aus: EXPRESSION_AUS,
    emotions: EMOTION_CLASSES,
  });
  return true;
}
