/** Finds from where on a recognizer's action units are best said, on clips of people that it has not learnt from. */
import type { ClipStore } from '../../models/data/clips/index.ts';
import { fitUnitThresholds, type UnitThreshold } from '../../models/evaluate/index.ts';
import {
  decodeModel,
  encodeModel,
  getMetadata,
  setMetadata,
  withUnitThresholds,
} from '../../models/onnx/index.ts';
import { auRow } from '../../models/train/recognition/clip-dataset.ts';
import type { Recognizer } from '../engine/infer/index.ts';
import { answersOf } from './recognizer-answers.ts';

export interface FittedRecognizer {
  /** The model file, with `au_logits` lower by the thresholds. */
  readonly bytes: Uint8Array;
  /** In the order of the recognizer's units. */
  readonly units: readonly (UnitThreshold & { readonly au: number })[];
  readonly clips: number;
}

/** `bytes`: the recognizer's file. Throws what reading clips and scoring throw. */
export async function fitRecognizer(
  recognizer: Recognizer,
  bytes: Uint8Array,
  stores: readonly ClipStore[],
): Promise<FittedRecognizer> {
  const { aus } = recognizer.card;
  const [logits, known]: [number[], number[]] = [[], []];
  for (const store of stores) {
    const found = (await answersOf(recognizer, store)).aus;
    for (const [row, clip] of store.clips.entries()) {
      known.push(...auRow(clip, aus));
      for (const au of aus) {
        const column = store.aus.indexOf(au);
        // A unit that a store's labels never speak of is unknown there, not absent.
        if (column < 0) known[known.length - aus.length + aus.indexOf(au)] = -1;
        logits.push(column < 0 ? 0 : logitOf(found[row * store.aus.length + column]!));
      }
    }
  }
  const fitted = fitUnitThresholds(logits, known, aus.length);
  const model = withUnitThresholds(
    decodeModel(bytes, recognizer.path),
    fitted.map(({ threshold }) => threshold),
  );
  setMetadata(model, { 'onset.metrics': JSON.stringify(withoutUnits(getMetadata(model, 'onset.metrics')!)) });
  return {
    bytes: encodeModel(model),
    units: fitted.map((unit, at) => ({ ...unit, au: aus[at]! })),
    clips: known.length / aus.length,
  };
}

/** Scores of action units were of other thresholds. */
const withoutUnits = (metrics: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(JSON.parse(metrics) as Record<string, unknown>).filter(
      ([name]) => !/^(auF1|f1\.au\d+)$/.test(name),
    ),
  );

/** Of a probability that a sigmoid gave; kept finite where float32 has rounded it to 0 or 1. */
function logitOf(p: number): number {
  const inside = Math.min(1 - ROUNDED, Math.max(ROUNDED, p));
  return Math.log(inside / (1 - inside));
}

const ROUNDED = 1e-7;
