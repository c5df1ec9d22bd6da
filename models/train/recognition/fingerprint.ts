import { createHash } from 'node:crypto';
import type { ClipEntry, ClipStore } from '../../data/clips/index.ts';

/** Hexadecimal digits: 64 bits tell any two sets apart that a person will ever compare. */
const DIGITS = 16;

/**
 * Changes with a clip's bytes (their checksums), its labels, the order of clips, and the meaning of the labels.
 * `labels` are the classes that the clips are taken for, where those are not the store's own.
 */
export function fingerprintOf(
  store: ClipStore,
  entries: readonly ClipEntry[],
  labels?: readonly number[],
): string {
  const { frames, sizePx, windowS, planes, recipe, aus, emotions } = store.index;
  const hash = createHash('sha256');
  hash.update(JSON.stringify([frames, sizePx, windowS, planes, recipe, aus, emotions]));
  for (const { crc32, emotion, aus: shown } of entries) hash.update(JSON.stringify([crc32, emotion, shown]));
  if (labels !== undefined) hash.update(JSON.stringify(labels));
  return hash.digest('hex').slice(0, DIGITS);
}
