import { createHash } from 'node:crypto';

export const SPLITS = ['train', 'validation', 'test'] as const;
export type Split = (typeof SPLITS)[number];

/** Shares of the identities; validation and test need enough faces for a mean, training gets the rest. */
const TRAIN_SHARE = 0.7;
const VALIDATION_SHARE = 0.1;

/**
 * Which part of the data a portrait's person belongs to: fixed by the hash of the file's name, so that neither adding
 * portraits nor the order in which they are read moves a person from one part to another.
 *
 *     splitOf('000477.jpg'); // 'train'
 */
export function splitOf(portrait: string): Split {
  const place01 = createHash('sha256').update(portrait).digest().readUInt32BE(0) / 2 ** 32;
  if (place01 < TRAIN_SHARE) return 'train';
  return place01 < TRAIN_SHARE + VALIDATION_SHARE ? 'validation' : 'test';
}
