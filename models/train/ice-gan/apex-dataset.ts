/** Clips as pairs of pictures: a face at rest, and the apex of what it expresses; brightness alone. */
import { type ClipBytes, type ClipEntry, type ClipShape, drawAugmentation } from '../../data/clips/index.ts';
import { createRandom, type Random } from '../../data/synth/random.ts';
import type { Batch, Dataset, SampleRequest } from '../dataset.ts';
import { mixDatasets } from '../dataset.ts';
import { type ClipsOf, EMOTION_LABELS } from '../recognition/index.ts';
import { fingerprintOf } from '../recognition/fingerprint.ts';
import { lumaAt } from '../recognition/luma.ts';

/** [N, 1, P, P] in [0, 1]. */
export const REST = 'rest';
export const APEX = 'apex';
/** [N, noise], normal, and [N, K] with one 1 a row: what evaluation asks the generator for. */
export const Z = 'z';
export const ASKED = 'asked';
/** [N, K]: what the discriminator says of the generated picture. */
export const GENERATED_LOGITS = 'generated_logits';

export interface ApexSetOptions {
  /** How many the classes are; a clip's is its label, or else its store's emotion. */
  readonly classes: number;
  /** Values of z. */
  readonly noise: number;
  /** Pictures round the apex that count as it, and milliseconds from one to the next. */
  readonly apexFrames: number;
  readonly apexSpacingMs: number;
  /** Whether a sample that is asked for with a seed is varied. */
  readonly augments: boolean;
}

export const apexDataset = (parts: readonly ClipsOf[], options: ApexSetOptions): Dataset =>
  mixDatasets(parts.map((part) => partDataset(part, options)));

/** Sample i is moment i mod `apexFrames` of clip ⌊i / apexFrames⌋. */
function partDataset({ store, indices, labels }: ClipsOf, options: ApexSetOptions): Dataset {
  const { classes, noise, apexFrames, augments } = options;
  const entries = indices.map((index) => store.clips[index]!);
  const classOf = (at: number): number => labels?.[at] ?? entries[at]!.emotion;
  const bytes = store.newBytes();
  const area = store.sizePx ** 2;
  return {
    name: store.folder,
    fingerprint: `${fingerprintOf(store, entries, labels)}x${String(apexFrames)}`,
    length: entries.length * apexFrames,
    classes: Int32Array.from({ length: entries.length * apexFrames }, (_, at) =>
      classOf(Math.floor(at / apexFrames)),
    ),
    subjects: new Set(entries.map(({ subject }) => subject)),
    readBatch: (requests) => Promise.resolve(read(requests)),
  };

  function read(requests: readonly SampleRequest[]): Batch {
    const count = requests.length;
    const [rest, apex] = [new Float32Array(count * area), new Float32Array(count * area)];
    const [known, asked] = [new Float32Array(count * classes), new Float32Array(count * classes)];
    const z = new Float32Array(count * noise);
    for (const [row, { index, seed }] of requests.entries()) {
      const at = Math.floor(index / apexFrames);
      store.read(indices[at]!, bytes);
      const moment = momentOf(
        entries[at]!,
        store.index,
        (index % apexFrames) - (apexFrames - 1) / 2,
        options,
      );
      const variation = augments && seed !== null ? drawAugmentation(createRandom(seed)) : null;
      fill(
        rest.subarray(row * area, (row + 1) * area),
        neutralLuma(bytes, store.index),
        store.sizePx,
        variation,
      );
      fill(
        apex.subarray(row * area, (row + 1) * area),
        lumaAt(bytes, store.index, moment),
        store.sizePx,
        variation,
      );
      if (classOf(at) >= 0) known[row * classes + classOf(at)] = 1;
      // What is asked for in evaluation depends on the sample alone, so that epochs can be compared.
      const random = createRandom(index, ASKED_STREAM);
      asked[row * classes + random.below(classes)] = 1;
      for (let i = 0; i < noise; i++) z[row * noise + i] = normalOf(random);
    }
    return { [REST]: rest, [APEX]: apex, [EMOTION_LABELS]: known, [ASKED]: asked, [Z]: z };
  }
}

const ASKED_STREAM = 71;

const normalOf = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

/** A moment of the window in frames, `step` pictures from its apex. */
function momentOf(
  { apexFrame }: ClipEntry,
  { frames, windowS }: ClipShape,
  step: number,
  { apexSpacingMs }: ApexSetOptions,
): number {
  const perMs = (frames - 1) / (1000 * windowS);
  const apex = apexFrame ?? Math.floor(frames / 2);
  return Math.min(frames - 1, Math.max(0, apex + step * apexSpacingMs * perMs));
}

/** A neutral is one more frame. */
const neutralLuma = ({ neutral }: ClipBytes, shape: ClipShape): Uint8Array =>
  lumaAt({ frames: neutral, neutral }, { ...shape, frames: 1 }, 0);

interface Variation {
  readonly flip: boolean;
  readonly contrast: number;
  readonly brightness: number;
}

/** The two pictures of a pair are varied alike: what differs between them is the expression. */
function fill(out: Float32Array, levels: Uint8Array, sizePx: number, variation: Variation | null): void {
  const { flip, contrast, brightness } = variation ?? { flip: false, contrast: 1, brightness: 0 };
  const offset = 0.5 - 0.5 * contrast + brightness;
  for (let row = 0; row < sizePx; row++)
    for (let column = 0; column < sizePx; column++) {
      const from = row * sizePx + (flip ? sizePx - 1 - column : column);
      const value = (contrast * levels[from]!) / 255 + offset;
      out[row * sizePx + column] = Math.min(1, Math.max(0, value));
    }
}
