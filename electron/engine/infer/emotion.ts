import type { RecognizerCard } from '../../../contract/model.ts';
import type { Recognition } from '../../../contract/spot.ts';

/** The class of windows that show no expression. */
const NONE = 'none';

/** Below this the most probable class is less probable than all others together, so no name is given. */
const EMOTION_MIN_P = 0.5;

/** p = 1 / (1 + e^(−logit)) for each AU by itself: they go together. */
export const sigmoid = (logits: Float32Array): number[] =>
  Array.from(logits, (logit) => 1 / (1 + Math.exp(-logit)));

/** p_i = e^(x_i) / Σ e^(x_j), less the largest logit so that no exponential overflows: emotions exclude each other. */
export function softmax(logits: Float32Array): number[] {
  const largest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
  const powers = Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/**
 * The emotion a recognizer names, or null where its most probable class is `none` or stays below `EMOTION_MIN_P`.
 * `probabilities` are in the order of `card.emotions`.
 */
export function nameEmotion(
  card: Pick<RecognizerCard, 'emotions'>,
  probabilities: readonly number[],
): Recognition {
  const best = probabilities.indexOf(Math.max(...probabilities));
  const name = card.emotions[best];
  const isNamed = name !== undefined && name !== NONE && probabilities[best]! >= EMOTION_MIN_P;
  return {
    emotion: isNamed ? name : null,
    probabilities: Object.fromEntries(card.emotions.map((emotion, i) => [emotion, probabilities[i]!])),
  };
}
