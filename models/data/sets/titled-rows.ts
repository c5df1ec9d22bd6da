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
 * The rows below the header. The header is the first row that holds the titles of all `keys` columns; titles agree where
 * their letters and digits do, whatever their case. Rows whose keys are all empty are passed over.
 */
export function titledRows<Name extends string>(
  sheet: LabelSheet,
  columns: Readonly<Record<Name, Column>>,
  keys: readonly NoInfer<Name>[],
): TitledRow<Name>[] {
  const names = Object.keys(columns) as Name[];
  const places = sheet.rows.map((row) => placesOf(row, columns, names));
  const header = places.findIndex((place) => keys.every((key) => place[key] !== undefined));
  if (header < 0) throw withoutHeader(sheet, columns, keys, places);
  const place = places[header]!;
  const missing = names.find((name) => columns[name].isRequired && place[name] === undefined);
  if (missing !== undefined) throw columnMissing(sheet, columns[missing], sheet.rows[header]!);
  return sheet.rows.slice(header + 1).flatMap((row, i) => {
    const cells = Object.fromEntries(
      names.map((name) => [name, place[name] === undefined ? null : (row[place[name]] ?? null)]),
    ) as Record<Name, Cell>;
    return keys.every((key) => cells[key] === null) ? [] : [{ row: header + i + 2, cells }];
  });
}

/** Whether a sheet has a header with these columns. */
export const hasHeader = (sheet: LabelSheet, columns: Readonly<Record<string, Column>>): boolean =>
  sheet.rows.some((row) => {
    const place = placesOf(row, columns, Object.keys(columns));
    return Object.keys(columns).every((name) => place[name] !== undefined);
  });

type Places<Name extends string> = Partial<Record<Name, number>>;

function placesOf<Name extends string>(
  row: readonly Cell[],
  columns: Readonly<Record<Name, Column>>,
  names: readonly Name[],
): Places<Name> {
  const titles = row.map((cell) => plain(cellText(cell)));
  const places: Places<Name> = {};
  for (const name of names) {
    const at = titles.findIndex((title) => columns[name].titles.some((known) => plain(known) === title));
    if (at >= 0) places[name] = at;
  }
  return places;
}

const plain = (title: string): string => title.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** No row has all the keys: the row that has most of the titles was meant to be the header, and lacks one. */
function withoutHeader<Name extends string>(
  sheet: LabelSheet,
  columns: Readonly<Record<Name, Column>>,
  keys: readonly Name[],
  places: readonly Places<Name>[],
): OnsetError {
  const counts = places.map((place) => Object.keys(place).length);
  const best = counts.indexOf(Math.max(...counts, 0));
  const missing = keys.find((key) => places[best]?.[key] === undefined) ?? keys[0]!;
  return columnMissing(sheet, columns[missing], sheet.rows[best] ?? []);
}

function columnMissing(sheet: LabelSheet, column: Column, row: readonly Cell[]): OnsetError {
  const found = row.flatMap((cell) => (cell === null ? [] : [`"${cellText(cell)}"`]));
  return new OnsetError('set-column-missing', {
    path: sheet.path,
    missing: column.titles.map((title) => `"${title}"`).join(' or '),
    found: found.length > 0 ? found.join(', ') : 'none',
  });
}
