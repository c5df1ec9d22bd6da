import { statSync } from 'node:fs';

/** Whether `product` exists and is no older than what it is made from. */
export function isCurrent(product, sources) {
  const made = modifiedMs(product);
  return made !== null && sources.every((source) => (modifiedMs(source) ?? 0) <= made);
}

function modifiedMs(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
