/** What runs were told, as names and values, and where they were told differently. */
import type { RunOrder } from '../../../contract/channels/trainer-runs.ts';

export type Option = readonly [name: string, value: string];

/** Names are those of the command line and of `run.json`; data are told apart from options (`sourcesOf`). */
export function optionsOf(order: RunOrder): readonly Option[] {
  const { changes } = order;
  const common: Option[] = [
    ['network', order.network],
    ['preset', order.preset],
    ['epochs', String(order.epochs)],
    ['batch', String(order.batch)],
    ['learningRate', String(order.learningRate)],
    ['seed', String(order.seed)],
  ];
  const own: Option[] =
    order.kind === 'training'
      ? [
          ['schedule', order.schedule],
          ['isBalanced', String(order.isBalanced)],
          ['patience', String(order.patience)],
        ]
      : [
          ['protocol', order.protocol],
          ['scheme', order.scheme],
        ];
  return [
    ...common,
    ...own,
    ...Object.entries(changes).map(([name, value]): Option => [name, String(value)]),
  ];
}

/** What it learns from, is scored on and begins with, by the names that `nameOf` has for ids. */
export function sourcesOf(
  order: RunOrder,
  nameOf: (kind: 'data' | 'run', id: string) => string,
): readonly Option[] {
  const names = (data: readonly string[]): string => data.map((id) => nameOf('data', id)).join(', ');
  return [
    ['data', names(order.data)],
    ...(order.kind === 'training' && order.validation.length > 0
      ? [['validation', names(order.validation)] as const]
      : []),
    ...(order.kind === 'training' && order.from !== null
      ? [['from', nameOf('run', order.from)] as const]
      : []),
  ];
}

/** Options that are not the same in all of them; null where one has none of that name. */
export function differingOptions(
  told: readonly (readonly Option[])[],
): readonly { readonly name: string; readonly values: readonly (string | null)[] }[] {
  const each = told.map((options) => new Map(options));
  const names = new Set(each.flatMap((options) => [...options.keys()]));
  return [...names]
    .map((name) => ({ name, values: each.map((options) => options.get(name) ?? null) }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}
