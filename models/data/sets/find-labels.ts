/** Finds the label files of a release among everything that lies in its folder. */
import { basename, join } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import { below, type Listing } from './folder-listing.ts';
import type { Discrepancy, SetName } from './sample.ts';
import { SET_TITLES } from './titles.ts';

export interface WantedLabels {
  readonly set: SetName;
  readonly folder: string;
  /** What an error calls it. */
  readonly wanted: string;
  /** By file name: lower is read first, null is no such file. */
  readonly rank: (name: string) => number | null;
  /** The caller's own choice: a part of the file's name. */
  readonly chosen?: string | undefined;
}

/** The label file that is read; others that would do are named among the discrepancies. */
export function findLabels(
  listings: readonly Listing[],
  { set, folder, wanted, rank, chosen }: WantedLabels,
): { path: string; discrepancies: Discrepancy[] } {
  const files = listings.flatMap((listing) => listing.files.map((name) => join(listing.folder, name)));
  const candidates = files
    .flatMap((path) => {
      // Whoever names a file means it, whatever its name.
      const at = rank(basename(path)) ?? (chosen !== undefined && isTable(path) ? ANY_NAME : null);
      return at === null ? [] : [{ path, at: at + (100 * depthOf(folder, path)) / 1e3 }];
    })
    .sort((x, y) => x.at - y.at)
    .map(({ path }) => path);
  const fitting = candidates.filter((path) => chosen === undefined || basename(path).includes(chosen));
  const [path, ...others] = fitting.filter((each) => /\.(xlsx|csv)$/i.test(each));
  if (path === undefined) {
    const old = fitting.find((each) => /\.xls$/i.test(each));
    if (old !== undefined) throw new OnsetError('set-labels-old-excel', { path: old });
    const tables = files.filter(isTable).map((each) => below(folder, each));
    const there = tables.length === 0 ? 'there is no workbook' : `there is ${tables.slice(0, 5).join(', ')}`;
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

const isTable = (path: string): boolean => /\.xlsx?$/i.test(path);
/** After every name that a release has. */
const ANY_NAME = 50;

/** Of files that are as good, the one that lies higher up. */
const depthOf = (folder: string, path: string): number => below(folder, path).split('/').length;
