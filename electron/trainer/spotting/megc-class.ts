import { EMOTIONS, THREE_CLASSES, threeClassOf } from '../../../models/data/synth/index.ts';

/** Classes of the Micro-Expression Grand Challenge 2019. */
export const MEGC_CLASSES: readonly string[] = THREE_CLASSES;

/** A class by its own name or by an emotion's; null for what the challenge leaves out. */
export function megcClassOf(emotion: string): string | null {
  if (MEGC_CLASSES.includes(emotion)) return emotion;
  const known = EMOTIONS.find((name) => name === emotion);
  const found = known === undefined ? null : threeClassOf(known);
  return found === 'none' ? null : found;
}
