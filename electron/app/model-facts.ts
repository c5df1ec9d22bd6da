import type { RecognizerCard } from '../../contract/model.ts';

/** What a recognizer file says of itself, name and value, for a person. */
export function factsOfModel(card: RecognizerCard): [string, string][] {
  return [
    ['Network', card.network],
    ['Trained on', card.trainedOn],
    ['Emotions', card.emotions.join(', ')],
    ['Action units', card.aus.join(', ')],
    ['Window', `${card.frames} frames of ${card.sizePx} px over ${card.windowS} s`],
    ['Recipe', card.recipe],
    ...Object.entries(card.metrics).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
    ['SHA-256', card.sha256],
  ];
}
