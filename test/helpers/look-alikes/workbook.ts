import writeExcel from 'write-excel-file/node';

/** Cells of a sheet as label files hold them: text, numbers, blanks. */
export type Rows = readonly (readonly (string | number | null)[])[];

/** Writes sheets as an Excel workbook. */
export async function writeWorkbook(path: string, sheets: Readonly<Record<string, Rows>>): Promise<void> {
  await writeExcel(
    Object.entries(sheets).map(([sheet, rows]) => ({
      sheet,
      data: rows.map((row) => row.map((value) => (value === null ? null : { value }))),
    })),
  ).toFile(path);
}
