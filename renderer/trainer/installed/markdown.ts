/** The little of Markdown that model cards use, as blocks to be drawn: no text of a card becomes markup. */

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

export function blocksOf(text: string): readonly Block[] {
  return text
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}|\n(?=#{1,6} )|(?<=^#{1,6} .*)\n/m)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(blockOf);
}

function blockOf(part: string): Block {
  const lines = part.split('\n').map((line) => line.trim());
  const heading = /^(#{1,6}) +(.*)$/.exec(part);
  if (heading !== null)
    return {
      kind: 'heading',
      level: Math.min(3, heading[1]!.length) as 1 | 2 | 3,
      text: plain(heading[2]!),
    };
  if (lines.every((line) => line.startsWith('|'))) return tableOf(lines);
  if (/^[-*] /.test(lines[0]!)) {
    // A line that begins no item belongs to the one before.
    const items = part.split(/\n(?=[ \t]*[-*] )/).map((item) => item.trim().replace(/^[-*] +/, ''));
    return { kind: 'list', items: items.map((item) => plain(item.replace(/\s*\n\s*/g, ' '))) };
  }
  return { kind: 'paragraph', text: plain(lines.join(' ')) };
}

function tableOf(lines: readonly string[]): Block {
  const cells = lines
    .filter((line) => !/^\|[\s:|-]+\|?$/.test(line))
    .map((line) =>
      line
        .replace(/^\||\|$/g, '')
        .split('|')
        .map((cell) => plain(cell.trim())),
    );
  return { kind: 'table', head: cells[0] ?? [], rows: cells.slice(1) };
}

/** Emphasis and code are read without their signs, links without where they lead: that is a folder of elsewhere. */
const plain = (text: string): string =>
  text.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1').replace(/(\*\*|__|`)(.+?)\1/g, '$2');
