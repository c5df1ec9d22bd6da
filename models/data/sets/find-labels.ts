/** Finds the label files of a release among everything that lies in its folder. */
import { basename, join } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import { below, type Listing } from './folder-listing.ts';
import { isCsv, isOldExcel, isTable } from './label-file.ts';
import type { Discrepancy, SetName } from './sample.ts';
import { SET_TITLES } from './titles.ts';

export interface WantedLabels {
  readonly set: SetName;
  readonly folder: string;
  /** What an error calls it. */
  readonly wanted: string;
  /** By the name of a workbook or CSV file: lower is read first, null is no such file. */
  readonly rank: (name: string) => number | null;
  /** The caller's own choice: a part of the file's name. */
  readonly chosen?: string | undefined;
}

/** The label file that is read; others that would do are named among the discrepancies. */
export function findLabels(
  listings: readonly Listing[],
  { set, folder, wanted, rank, chosen }: WantedLabels,
): { path: string; discrepancies: Discrepancy[] } {
  const tables = listings
    .flatMap((listing) => listing.files.map((name) => join(listing.folder, name)))
    .filter(isTable);
  const fitting = tables
    .filter((path) => chosen === undefined || basename(path).includes(chosen))
    .flatMap((path) => {
      // Whoever names a file means it, whatever its name.
      const at = rank(basename(path)) ?? (chosen === undefined ? null : ANY_NAME);
      return at === null ? [] : [{ path, order: [at, Number(isCsv(path)), depthOf(folder, path)] }];
    })
    .sort((x, y) => x.order.map((each, i) => each - y.order[i]!).find((less) => less !== 0) ?? 0)
    .map((each) => each.path);
  const path = fitting.find((each) => !isOldExcel(each));
  const others = fitting.filter((each) => each !== path);
  if (path === undefined) {
    if (others[0] !== undefined) throw new OnsetError('set-labels-old-excel', { path: others[0] });
    const names = tables.map((each) => below(folder, each));
    const there = names.length === 0 ? 'there is no workbook' : `there is ${names.slice(0, 5).join(', ')}`;
    throw new OnsetError('set-labels-missing', {
      folder,
      set: SET_TITLES[set],
      wanted: `${chosen === undefined ? wanted : `a workbook with "${chosen}" in its name`} (${there})`,
    });
  }
  return {
    path,
    discrepancies: others.map((other) => ({
      kind: 'left-out',
      about: below(folder, other),
      what: `another label file: ${basename(path)} is read`,
    })),
  };
}

/** After every name that a release has. */
const ANY_NAME = 50;

/** Of files that are as good, a workbook before a CSV, and the one that lies higher up. */
const depthOf = (folder: string, path: string): number => below(folder, path).split('/').length;
