/** What people do to a release between unpacking it and pointing at it. */
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import readWorkbook from 'read-excel-file/node';
import { type Rows, writeWorkbook } from './workbook.ts';

type Cells = (string | number | null)[][];

/** Rewrites a workbook: `edit` changes the rows of its sheets, or the sheets, in place. */
export async function editWorkbook(
  path: string,
  edit: (sheets: Record<string, Cells>) => void,
): Promise<void> {
  const sheets = Object.fromEntries(
    (await readWorkbook(path)).map(({ sheet, data }) => [sheet, data as Cells]),
  );
  edit(sheets);
  await writeWorkbook(path, sheets);
}

/** The first sheet of a workbook as the text of a CSV file. */
export async function csvOf(path: string, separator: string): Promise<string> {
  const [first] = await readWorkbook(path);
  const rows = first!.data as Rows;
  return rows.map((row) => Array.from(row, (cell) => cell ?? '').join(separator)).join('\r\n');
}

/** Moves a file or folder, into folders that need not be there. */
export function move(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}

/** Gives everything in a folder another name. */
export function renameAll(folder: string, nameOf: (name: string, index: number) => string): void {
  for (const [i, name] of readdirSync(folder).entries())
    move(join(folder, name), join(folder, nameOf(name, i)));
}
