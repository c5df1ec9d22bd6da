/** `rows` as a Markdown table, numbers to the right; a bar or a line break in a cell would end it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')).join(' | ')} |`;
  const isText = (column: number): boolean =>
    column === 0 || rows.every((cells) => !/^\W*\d/.test(cells[column] ?? ''));
  return [line(head), line(head.map((_, at) => (isText(at) ? '---' : '--:'))), ...rows.map(line)].join('\n');
}
