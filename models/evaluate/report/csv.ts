/** The tables as other programs read them: RFC 4180, shares from 0 to 1, empty where nothing is known. */
import { setOf, type Scored, type Summary } from './summary.ts';

type Cell = string | number | boolean | null;

export function samplesCsv({ result, samples }: Summary): string {
  const foldOf = new Map(
    result.folds.flatMap((fold) => fold.predictions.map((one) => [one, fold.held] as const)),
  );
  const head = [
    'sample',
    'set',
    'subject',
    'held',
    'known',
    'said',
    'is_right',
    ...result.classes.map((name) => `p_${name}`),
    ...result.aus.flatMap((au) => [`au${au}_known`, `au${au}_logit`]),
  ];
  const rows = samples.map((one): Cell[] => [
    one.sample,
    setOf(one),
    one.subject,
    foldOf.get(one)!,
    result.classes[one.known]!,
    result.classes[one.said]!,
    one.known === one.said,
    ...result.classes.map((_, at) => one.probabilities?.[at] ?? null),
    ...result.aus.flatMap((_, at) => [one.aus?.[at]?.known ?? null, one.aus?.[at]?.logit ?? null]),
  ]);
  return csv([head, ...rows]);
}

export function foldsCsv({ result: { folds } }: Summary): string {
  const head = ['fold', 'held', 'train_samples', 'tested', 'right', 'accuracy', 'epochs', 'wall_s'];
  const rows = folds.map(({ id, held, trainSamples, epochs, wallS, predictions }): Cell[] => {
    const right = predictions.filter(({ known, said }) => known === said).length;
    const accuracy = predictions.length === 0 ? null : right / predictions.length;
    return [id, held, trainSamples, predictions.length, right, accuracy, epochs, wallS];
  });
  return csv([head, ...rows]);
}

/** One row for each class of all samples together and of each set, and one of their means with the floor. */
export function classesCsv({ all, bySet }: Summary): string {
  const head = [
    'of',
    'class',
    'samples',
    'true_positives',
    'false_positives',
    'false_negatives',
    'recall',
    'f1',
    'floor_f1',
  ];
  const scopes: readonly (readonly [string, Scored])[] = [
    ['all', all],
    ...bySet.map((one) => [one.set, one] as const),
  ];
  const rows = scopes.flatMap(([of, { scores, floor }]) =>
    scores.byClass.map(({ name, truePositives, falsePositives, falseNegatives, recall, f1 }, at): Cell[] => [
      of,
      name,
      truePositives + falseNegatives,
      truePositives,
      falsePositives,
      falseNegatives,
      recall,
      f1,
      floor.byClass[at]!.f1,
    ]),
  );
  return csv([head, ...rows]);
}

export function unitsCsv({ units }: Summary): string {
  const head = [
    'au',
    'coded',
    'positives',
    'true_positives',
    'false_positives',
    'false_negatives',
    'f1',
    'floor_f1',
  ];
  const rows = units.map(({ au, coded, positives, counts, f1, floor }): Cell[] => [
    au,
    coded,
    positives,
    counts.truePositives,
    counts.falsePositives,
    counts.falseNegatives,
    f1,
    floor,
  ]);
  return csv([head, ...rows]);
}

export const csv = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(written).join(',')}\r\n`).join('');

function written(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
