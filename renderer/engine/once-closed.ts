import type { Carrier } from '../../contract/carrier.ts';

/** Those who ask after it happened are told as well. */
export function onceClosed(): { tell: (reason: string | null) => void; on: Carrier['onClose'] } {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  return { tell: resolve, on: (listener) => void promise.then(listener) };
}
