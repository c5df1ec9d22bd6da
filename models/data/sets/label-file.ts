/** Files of labels as rows of cells: workbooks and CSV alike. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import readWorkbook from 'read-excel-file/node';
import { OnsetError } from '../../../contract/errors.ts';

/** Cells as they are written: numbers stay numbers, text is trimmed, nothing is null. */
export type Cell = string | number | null;

export interface LabelSheet {
  /** File, and the sheet where it has several. */
  readonly path: string;
  readonly sheet: string;
  readonly rows: readonly (readonly Cell[])[];
}

/**
 * Every sheet of an Excel workbook (.xlsx). Refuses a workbook of Excel 97 to 2003 by its first bytes, whatever its name,
 * and what is no workbook.
 */
export async function readSheets(path: string, set: string): Promise<LabelSheet[]> {
  if (startsWith(path, COMPOUND_FILE)) throw new OnsetError('set-labels-old-excel', { path });
  try {
    const sheets = await readWorkbook(path);
    return sheets.map(({ sheet, data }) => ({
      path,
      sheet,
      rows: data.map((row) => row.map((cell) => toCell(cell))),
    }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OnsetError('set-labels-unreadable', { path, set, reason }, error);
  }
}

/**
 * A CSV file, read as UTF-8 with or without its mark, separated by commas, semicolons or tabs: whichever the first line
 * has most of. `separator` where the set fixes it.
 */
export function readCsv(path: string, set: string, separator?: string): LabelSheet {
  const text = readText(path);
  try {
    const rows = parse(text, {
      bom: true,
      delimiter: separator ?? commonest(text, [',', ';', '\t']),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    });
    return { path, sheet: '', rows: rows.map((row) => row.map((cell) => (cell === '' ? null : cell))) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OnsetError('set-labels-unreadable', { path, set, reason }, error);
  }
}

/** Text of a cell, trimmed; empty where there is none. */
export const cellText = (cell: Cell | undefined): string =>
  cell === null || cell === undefined ? '' : String(cell).trim();

/** A whole number, written as number or text; null for anything else. */
export function cellInteger(cell: Cell | undefined): number | null {
  const text = cellText(cell);
  return /^-?\d+(\.0*)?$/.test(text) ? Number(text) : null;
}

/** First bytes of an OLE compound file, which Excel's .xls is. */
const COMPOUND_FILE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

function startsWith(path: string, mark: Buffer): boolean {
  const begin = Buffer.alloc(mark.length);
  try {
    const file = openSync(path, 'r');
    readSync(file, begin);
    closeSync(file);
  } catch (error) {
    throw unreadable(path, error);
  }
  return begin.equals(mark);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
}

const unreadable = (path: string, error: unknown): OnsetError =>
  new OnsetError('input-unreadable', { path, reason: (error as Error).message }, error);

function commonest(text: string, separators: readonly string[]): string {
  const [line = ''] = text.split(/\r?\n/, 1);
  const count = (separator: string): number => line.split(separator).length;
  return separators.reduce((most, separator) => (count(separator) > count(most) ? separator : most));
}

function toCell(cell: unknown): Cell {
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'string') return cell.trim() === '' ? null : cell.trim();
  if (cell === null || cell === undefined) return null;
  // A date or a truth value is none of ours: as text it is refused where a number or a name is looked for.
  return JSON.stringify(cell);
}
