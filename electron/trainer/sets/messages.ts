/** What goes between the processes that prepare a set's clips and the one that hands them out. */
import type { Item } from './item.ts';
import type { MissingApex } from './prepare-sample.ts';
import type { WindowLook } from './resample.ts';

export interface ToWorker {
  readonly item: Item;
  readonly look: WindowLook;
  readonly missingApex: MissingApex;
  readonly cacheDir: string;
}

export type FromWorker =
  /** It stands in the cache. */
  | { readonly kind: 'kept' }
  /** Not kept: what is wrong may be put right, as a file that is missing. */
  | { readonly kind: 'left-out'; readonly reason: string }
  /** The world failed: an error of the catalogue, to be made again from its code and facts. */
  | { readonly kind: 'failed'; readonly code: string; readonly facts: Readonly<Record<string, unknown>> }
  /** We failed. */
  | { readonly kind: 'crashed'; readonly stack: string };
