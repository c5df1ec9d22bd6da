import { count } from './published-counts.ts';
import type { SetIndex } from './sample.ts';

/** What a result must say about how its set was read: what is not as published, and how much was missing or mended. */
export function readingNotes({ set, discrepancies }: Pick<SetIndex, 'set' | 'discrepancies'>): string[] {
  const [published] = discrepancies.filter(({ kind }) => kind === 'count');
  const kinds = count(discrepancies.filter(({ kind }) => kind !== 'count').map(({ kind }) => kind));
  const each = [...kinds].map(([kind, times]) => `${times} ${kind}`).sort();
  return [
    ...(published ? [`${set} is not as published: ${published.what}.`] : []),
    ...(each.length > 0 ? [`${set} as it was read: ${each.join(', ')}; "onset data" names each.`] : []),
  ];
}
