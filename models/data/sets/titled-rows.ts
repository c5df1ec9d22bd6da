/** Rows of a sheet by the titles of its columns, wherever the header stands and however the columns are ordered. */
import { OnsetError } from '../../../contract/errors.ts';
import { type Cell, cellText, type LabelSheet } from './label-file.ts';

/** A column: its titles as releases write them, the official one first. */
export interface Column {
  readonly titles: readonly string[];
  /** False: cells are null where the column is not there. */
  readonly isRequired: boolean;
}

export const required = (...titles: string[]): Column => ({ titles, isRequired: true });
export const optional = (...titles: string[]): Column => ({ titles, isRequired: false });

export interface TitledRow<Name extends string> {
  /** Row of the sheet, counted from 1 as spreadsheet programs do. */
  readonly row: number;
  readonly cells: Readonly<Record<Name, Cell>>;
}

/**
 * The rows below the header, in the sheet that has one. The header is the first row that holds the titles of all `keys`
 * columns; titles agree where their letters and digits do, whatever their case. Of several sheets with a header the one
 * whose name is `named` is read, else the one with most of the titles. Rows without any of the columns are passed over.
 */
export function titledRows<Name extends string>(
  sheets: readonly LabelSheet[],
  columns: Readonly<Record<Name, Column>>,
  keys: readonly NoInfer<Name>[],
  named = /^$/,
): TitledRow<Name>[] {
  const names = Object.keys(columns) as Name[];
  const { sheet, header, place } = sheets
    .map((each) => ({ ...headerOf(each, columns, names, keys), isNamed: named.test(each.sheet) }))
    .reduce((best, each) => (isBetter(each, best) ? each : best));
  const missing = [...keys, ...names.filter((name) => columns[name].isRequired)].find(
    (name) => place[name] === undefined,
  );
  if (missing !== undefined) throw columnMissing(sheet, columns[missing], sheet.rows[header] ?? []);
  for (const name of names) refuseTwice(sheet, header, place[name]);
  return sheet.rows.slice(header + 1).flatMap((row, i) => {
    const cells = Object.fromEntries(
      names.map((name) => [name, place[name] === undefined ? null : (row[place[name]] ?? null)]),
    ) as Record<Name, Cell>;
    return names.every((name) => cells[name] === null) ? [] : [{ row: header + i + 2, cells }];
  });
}

type Places<Name extends string> = Partial<Record<Name, number>>;

interface Header<Name extends string> {
  readonly sheet: LabelSheet;
  /** Index of the row that has all keys; where none has, of the one that has most titles. */
  readonly header: number;
  readonly place: Places<Name>;
  readonly hasKeys: boolean;
}

function headerOf<Name extends string>(
  sheet: LabelSheet,
  columns: Readonly<Record<Name, Column>>,
  names: readonly Name[],
  keys: readonly Name[],
): Header<Name> {
  const places = sheet.rows.map((row) => placesOf(row, columns, names));
  const whole = places.findIndex((place) => keys.every((key) => place[key] !== undefined));
  const counts = places.map((place) => Object.keys(place).length);
  const header = whole >= 0 ? whole : counts.indexOf(Math.max(...counts, 0));
  return { sheet, header: Math.max(header, 0), place: places[header] ?? {}, hasKeys: whole >= 0 };
}

type Candidate = Pick<Header<string>, 'hasKeys' | 'place'> & { readonly isNamed: boolean };

function isBetter(one: Candidate, other: Candidate): boolean {
  if (one.hasKeys !== other.hasKeys) return one.hasKeys;
  if (one.isNamed !== other.isNamed) return one.isNamed;
  return Object.keys(one.place).length > Object.keys(other.place).length;
}

/** Titles in the order in which they are known: the official one wins where a sheet has two of them. */
function placesOf<Name extends string>(
  row: readonly Cell[],
  columns: Readonly<Record<Name, Column>>,
  names: readonly Name[],
): Places<Name> {
  const titles = row.map((cell) => plain(cellText(cell)));
  const places: Places<Name> = {};
  for (const name of names) {
    const at = columns[name].titles.map((known) => titles.indexOf(plain(known))).find((each) => each >= 0);
    if (at !== undefined) places[name] = at;
  }
  return places;
}

const plain = (title: string): string => title.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Two columns of one title are one where their cells agree; else nobody knows which is meant. */
function refuseTwice({ path, rows }: LabelSheet, header: number, at: number | undefined): void {
  if (at === undefined) return;
  const title = cellText(rows[header]![at]);
  const other = rows[header]!.findIndex((cell, i) => i > at && plain(cellText(cell)) === plain(title));
  if (other < 0) return;
  const differing = rows.findIndex((row, i) => i > header && cellText(row[at]) !== cellText(row[other]));
  if (differing < 0) return;
  const [one, second] = [at, other].map((column) => cellText(rows[differing]![column]));
  throw new OnsetError('set-column-twice', {
    path,
    title,
    row: differing + 1,
    one: one!,
    other: second!,
  });
}

function columnMissing(sheet: LabelSheet, column: Column, row: readonly Cell[]): OnsetError {
  const found = row.flatMap((cell) => (cell === null ? [] : [`"${cellText(cell)}"`]));
  return new OnsetError('set-column-missing', {
    path: sheet.path,
    missing: column.titles.map((title) => `"${title}"`).join(' or '),
    found: found.length > 0 ? found.join(', ') : 'none',
  });
}
