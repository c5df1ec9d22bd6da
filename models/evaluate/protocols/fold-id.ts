/** A fold's name: what it would have to agree in to give the same predictions on another machine. */
import { createHash } from 'node:crypto';
import type { ProtocolSample, Split } from './sample.ts';
import { sampleId } from './sample.ts';

/** To be raised when the same words mean another computation: old results are then not taken for new ones. */
const FOLD_FORMAT = 1;

export interface FoldContent {
  readonly samples: readonly ProtocolSample[];
  readonly split: Split;
  /** Plain JSON, all of it: network, options, teaching, epochs, rate, batch, seed, procedure. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Hexadecimal, 64 digits. The order of keys and of samples does not matter. */
export function foldId({ samples, split, settings }: FoldContent): string {
  const side = (places: readonly number[]): readonly string[] =>
    places
      .map((place) => samples[place]!)
      .map((sample) => [sampleId(sample), sample.subject, sample.label, sample.fingerprint].join('\t'))
      .sort();
  const content = { format: FOLD_FORMAT, settings, train: side(split.train), test: side(split.test) };
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

/** JSON with keys in order, so that two that say the same are the same. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, held: unknown) =>
    typeof held === 'object' && held !== null && !Array.isArray(held)
      ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
      : held,
  );
}
