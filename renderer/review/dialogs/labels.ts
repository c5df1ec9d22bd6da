/** Labels offered to raters besides those in use: the classes of the data sets (CASME II's seven, and three). */
const LABELS = [
  'negative',
  'positive',
  'surprise',
  'happiness',
  'disgust',
  'repression',
  'fear',
  'sadness',
  'anger',
  'contempt',
  'others',
] as const;

/** The recognizer's classes first, those in use next, then the rest. */
export function labelChoices(
  probabilities: Readonly<Record<string, number>> | null,
  used: readonly string[],
): readonly string[] {
  const likely = Object.entries(probabilities ?? {})
    .filter(([name]) => name !== 'none')
    .sort(([, a], [, b]) => b - a)
    .map(([name]) => name);
  return [...new Set([...likely, ...used, ...LABELS])];
}
