/** What options of every network have to be, by their names; what only one network wants of them is in its `problemWith`. */

type Value = boolean | number | string;

/** Words besides those that the network's own presets have. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  optimizer: ['sgd', 'adam', 'adamw'],
  reasoning: ['released', 'text'],
  discriminator: ['capsule', 'cnn'],
  generator: ['A', 'B', 'C', 'D', 'E', 'F'],
};

/** These are paths, or nothing. */
const FREE = ['perceptualFrom'];

/** Counts of pictures, pixels, channels and steps: a network without one of them is none. */
const COUNTS = [
  'frames sizePx planes seenPx seenFrames width imageWidth videoWidth mid nodeFeatures filters hidden flows units',
  'readout routings firstWidth secondWidth part bottleneck noise primaryTypes primarySize dExp dAdv cnnWidth',
  'criticSteps cycleFrames apexFrames',
].flatMap((names) => names.split(' '));

/** Counts of what a network can do without. */
const COUNTS_FROM_0 = ['residuals'];

/** From 0 to below 1: with all gone, nothing is learnt. */
const SHARES = ['dropout', 'beta1', 'beta2'];

/** Why an option cannot have a value, for the middle of a sentence; null where it can. `usual`: values of its presets. */
export function problemWithOption(name: string, value: Value, usual: readonly unknown[]): string | null {
  if (typeof value === 'string') {
    const words = [...new Set([...usual, ...(WORDS[name] ?? [])])];
    return FREE.includes(name) || words.includes(value) ? null : `it is one of ${words.join(', ')}`;
  }
  if (typeof value === 'boolean') return null;
  if (COUNTS.includes(name))
    return Number.isSafeInteger(value) && value > 0 ? null : 'it is a whole number from 1 on';
  if (COUNTS_FROM_0.includes(name))
    return Number.isSafeInteger(value) && value >= 0 ? null : 'it is a whole number from 0 on';
  if (!Number.isFinite(value) || value < 0) return 'it is a number from 0 on';
  return SHARES.includes(name) && value >= 1 ? 'it is a share, from 0 to below 1' : null;
}
