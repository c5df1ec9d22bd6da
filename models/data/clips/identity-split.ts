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
  const place01 = placeOf(portrait);
  if (place01 < TRAIN_SHARE) return 'train';
  return place01 < TRAIN_SHARE + VALIDATION_SHARE ? 'validation' : 'test';
}

/**
 * The same for people that are all there is: with fewer than some forty, chance may leave a part without anybody. Then
 * those nearest to it move: somebody is learnt from, and of two or more somebody chooses the epoch; nobody may be left
 * for a last test. Names may come more than once.
 *
 *     divisionOf(['one.jpg', 'two.jpg']).get('two.jpg'); // 'validation'
 */
export function divisionOf(portraits: Iterable<string>): ReadonlyMap<string, Split> {
  const names = [...new Set(portraits)].sort((one, other) => placeOf(one) - placeOf(other));
  const division = new Map(names.map((name) => [name, splitOf(name)]));
  const inPart = (part: Split): string[] => names.filter((name) => division.get(name) === part);
  if (inPart('train').length === 0 && names.length > 0) division.set(names[0]!, 'train');
  if (inPart('validation').length === 0 && names.length > 1) {
    const learntFrom = inPart('train');
    division.set(learntFrom.length > 1 ? learntFrom.at(-1)! : names[1]!, 'validation');
  }
  return division;
}

const placeOf = (portrait: string): number =>
  createHash('sha256').update(portrait).digest().readUInt32BE(0) / 2 ** 32;
