import type { DataLook } from '../../../../contract/channels/trainer-data.ts';

/** What was found in a folder; how long preparing takes and whether those shown agreed is the application's to say. */
export type Found = Omit<DataLook, 'withoutConsent' | 'preparationS'>;

/** So many of a list, evenly over its whole length. */
export function spread<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, at) => items[Math.floor(((at + 0.5) * items.length) / count)]!);
}
