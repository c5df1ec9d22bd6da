/** LBP-TOP by the folds of a protocol: descriptors are found once for all folds and kept beside the clips. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EvaluatedFold } from '../../../contract/evaluation.ts';
import type { ClipStore } from '../../../models/data/clips/index.ts';
import { sampleId } from '../../../models/evaluate/protocols/index.ts';
import { argmaxRows, decideLinearSvm, trainLinearSvm, writeOutput } from '../../../models/train/index.ts';
import { CLASSIC_DESCRIPTOR } from '../../../models/train/recognition/index.ts';
import { lbpTopOf } from '../lbp-top-descriptors.ts';
import type { LabelledClip } from './labelled-clips.ts';
import type { EvaluationPlan, PlannedFold } from './plan.ts';
import { refuseLeaks, sidesOf } from './fold-sides.ts';

/** Finds what is not kept yet. `tell` says false to stop, and nothing is kept then. */
export async function fillDescriptors(store: ClipStore, tell: (done: number) => boolean): Promise<void> {
  const path = descriptorsPath(store);
  if (existsSync(path)) return;
  const rows: Float32Array[] = [];
  for (const index of store.clips.keys()) {
    await nextTurn();
    rows.push(lbpTopOf({ store, indices: [index] }).x);
    if (!tell(index + 1)) return;
  }
  writeOutput(path, Buffer.concat(rows.map((row) => new Uint8Array(row.buffer))));
}

/** Descriptors of stores, once they are found; read when a fold first wants them. */
export class Descriptors {
  readonly #stores = new Map<ClipStore, Float32Array>();

  /** [clips, values] */
  of(clips: readonly LabelledClip[]): Float32Array {
    const rows = clips.map(({ store, index }) => {
      const all = this.#storeOf(store);
      const values = all.length / store.count;
      return all.subarray(index * values, (index + 1) * values);
    });
    const x = new Float32Array(rows.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const row of rows) {
      x.set(row, at);
      at += row.length;
    }
    return x;
  }

  #storeOf(store: ClipStore): Float32Array {
    const known = this.#stores.get(store);
    if (known !== undefined) return known;
    const bytes = readFileSync(descriptorsPath(store));
    const values = new Float32Array(bytes.length / Float32Array.BYTES_PER_ELEMENT);
    new Uint8Array(values.buffer).set(bytes);
    this.#stores.set(store, values);
    return values;
  }
}

/** Learns one plane a class and says which one each tested clip lies on the right side of most. */
export function runLbpTopFold(
  plan: EvaluationPlan,
  fold: PlannedFold,
  descriptors: Descriptors,
): EvaluatedFold {
  const startMs = performance.now();
  const sides = sidesOf(plan, fold);
  refuseLeaks(plan, fold, sides, null);
  const { training, tested } = sides;
  const labels = Int32Array.from(training, ({ label }) => label);
  const svm = trainLinearSvm(descriptors.of(training), labels, plan.classes.length);
  const said = argmaxRows(decideLinearSvm(svm, descriptors.of(tested)), plan.classes.length);
  return {
    id: fold.id,
    held: fold.split.held,
    trainSamples: training.length,
    epochs: 1,
    wallS: (performance.now() - startMs) / 1000,
    predictions: tested.map((clip, at) => ({
      sample: sampleId(clip),
      subject: clip.subject,
      known: clip.label,
      said: said[at]!,
      probabilities: null,
      aus: null,
    })),
  };
}

/** To be raised when the same clips would give other values. */
const METHOD = 1;

function descriptorsPath({ folder, index, clips }: ClipStore): string {
  const { frames, sizePx, planes } = index;
  const content = [METHOD, CLASSIC_DESCRIPTOR, frames, sizePx, planes, clips.map(({ crc32 }) => crc32)];
  const key = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
  return join(folder, `lbp-top-${key}.f32`);
}
