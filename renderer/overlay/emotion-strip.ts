/**
 * What a recognizer or a person has named, along time: one bar for each event that has a word, as strong as it is sure.
 * Recognizers are asked about candidates only, so that between bars nothing is said, and nothing is drawn.
 */
import type { EventRow } from '../../contract/channels/review.ts';
import type { Surface } from './surface.ts';

export interface EmotionSpan {
  readonly fromUs: number;
  readonly toUs: number;
  readonly label: string;
  /** The recognizer's share for the word; 1 where a person gave it. */
  readonly share01: number;
}

/** Null for an event without a word, and for one that a person rejected. */
export function emotionOf({ onset, offset, label, probabilities, review }: EventRow): EmotionSpan | null {
  if (label === null || review === 'rejected') return null;
  const share01 = review === 'relabelled' ? 1 : (probabilities?.[label] ?? 1);
  return { fromUs: onset.timeUs, toUs: offset.timeUs, label, share01 };
}

export interface EmotionStripPlace {
  readonly topPx: number;
  readonly heightPx: number;
  readonly widthPx: number;
  readonly xOf: (timeUs: number) => number;
  /** Colour of a token of style/tokens.css. */
  readonly colour: (token: string) => string;
  readonly font: string;
}

/** `spans` by time. What would lie over the word of the one before it goes without its own. */
export function drawEmotions(
  surface: Surface,
  spans: Iterable<EmotionSpan>,
  { topPx, heightPx, widthPx, xOf, colour, font }: EmotionStripPlace,
): void {
  surface.font = font;
  surface.textAlign = 'left';
  surface.textBaseline = 'middle';
  let bars: { readonly from: number; readonly to: number; readonly label: string }[] = [];
  for (const { fromUs, toUs, label, share01 } of spans) {
    const from = xOf(fromUs);
    const to = Math.max(xOf(toUs), from + MIN_PX);
    if (to < 0 || from > widthPx) continue;
    surface.fillStyle = colour(emotionToken(label));
    // Unsure ones stay visible.
    surface.globalAlpha = 0.3 + 0.7 * share01;
    surface.fillRect(from, topPx, to - from, heightPx);
    bars.push({ from, to, label });
  }
  surface.globalAlpha = 1;
  surface.fillStyle = colour('--text');
  const gap = heightPx / 3;
  bars = bars.filter(({ from }, i) => i === 0 || from > bars[i - 1]!.from);
  for (const [i, { to, label }] of bars.entries()) {
    const next = bars[i + 1]?.from ?? widthPx;
    // Events are short: their words stand behind them, where there is room before the next.
    if (to + 2 * gap + surface.measureText(label).width <= next)
      surface.fillText(label, to + gap, topPx + heightPx / 2 + 0.5);
  }
}

const MIN_PX = 2;

const TOKENS: Readonly<Record<string, string>> = {
  happiness: '--emotion-positive',
  positive: '--emotion-positive',
  surprise: '--emotion-surprise',
  negative: '--emotion-negative',
  anger: '--emotion-negative',
  contempt: '--emotion-negative',
  disgust: '--emotion-negative',
  fear: '--emotion-negative',
  sadness: '--emotion-negative',
  repression: '--emotion-negative',
};

/**
 * The field's three classes have a colour each, whatever words a set divides them into; every other word has a fourth.
 */
export const emotionToken = (label: string): string => TOKENS[label.toLowerCase()] ?? '--emotion-other';
