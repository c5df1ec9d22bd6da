/** Files of labels as rows of cells: workbooks and CSV alike. */
import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
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

/** Files that labels may stand in. */
export const isTable = (path: string): boolean => /\.(xlsx?|csv)$/i.test(path);
export const isCsv = (path: string): boolean => /\.csv$/i.test(path);

/**
 * Every sheet of an Excel workbook (.xlsx), or the one of a CSV file. What a workbook is, its first bytes decide,
 * whatever its name; one of Excel 97 to 2003, one with a password and what is no workbook are refused.
 */
export async function readSheets(path: string, set: string): Promise<LabelSheet[]> {
  if (isCsv(path)) return [readCsv(path, set)];
  const bytes = readBytes(path);
  const unreadableAs = (reason: string, cause?: unknown): OnsetError =>
    new OnsetError('set-labels-unreadable', { path, set, reason }, cause);
  if (beginsWith(bytes, COMPOUND_FILE)) {
    if (bytes.includes(ENCRYPTED)) throw unreadableAs('it is protected by a password');
    throw new OnsetError('set-labels-old-excel', { path });
  }
  if (!beginsWith(bytes, ZIP)) throw unreadableAs('it is no Excel workbook, whatever its name');
  try {
    return (await readWorkbook(bytes)).map(({ sheet, data }) => ({
      path,
      sheet,
      rows: data.map((row) => row.map((cell) => toCell(cell))),
    }));
  } catch (error) {
    throw unreadableAs(error instanceof Error ? error.message : String(error), error);
  }
}

/** Whether a file is a workbook of Excel 97 to 2003, which is not read. */
export function isOldExcel(path: string): boolean {
  const bytes = isCsv(path) ? Buffer.alloc(0) : readBytes(path);
  return beginsWith(bytes, COMPOUND_FILE) && !bytes.includes(ENCRYPTED);
}

/**
 * A CSV file: UTF-8 or UTF-16 with their marks, UTF-8 without, else the Latin letters of Windows; separated by commas,
 * semicolons or tabs, whichever there are most of. `separator` where the set fixes it.
 */
export function readCsv(path: string, set: string, separator?: string): LabelSheet {
  const text = decode(readBytes(path));
  if (text.includes('\0'))
    throw new OnsetError('set-labels-unreadable', { path, set, reason: 'it is no text' });
  try {
    // Empty lines are rows like any other: rows are told to people by their number.
    const rows = parse(text, {
      delimiter: separator ?? commonest(text, [',', ';', '\t']),
      relax_column_count: true,
      relax_quotes: true,
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

/** First bytes of an OLE compound file, which Excel's .xls is, and an .xlsx with a password; and of an .xlsx without. */
const COMPOUND_FILE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const ZIP = Buffer.from('PK');
/** Name of the stream that such a compound file has. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

const beginsWith = (bytes: Buffer, mark: Buffer): boolean => bytes.subarray(0, mark.length).equals(mark);

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new OnsetError('input-unreadable', { path, reason: (error as Error).message }, error);
  }
}

function decode(bytes: Buffer): string {
  const mark = bytes.toString('hex', 0, 2);
  const encoding =
    mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : isUtf8(bytes) ? 'utf-8' : 'windows-1252';
  return new TextDecoder(encoding).decode(bytes);
}

const commonest = (text: string, separators: readonly string[]): string =>
  separators
    .map((separator) => ({ separator, count: text.split(separator).length }))
    .reduce((most, each) => (each.count > most.count ? each : most)).separator;

function toCell(cell: unknown): Cell {
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'string') return cell.trim() === '' ? null : cell.trim();
  if (cell === null || cell === undefined) return null;
  // A date or a truth value is none of ours: as text it is refused where a number or a name is looked for.
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : JSON.stringify(cell);
}
