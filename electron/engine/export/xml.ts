/** An element of XML 1.0 with its attributes in the given order, and either text or elements (already XML) in it. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  content: string | readonly string[] = [],
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`);
  const open = `${name}${written.join('')}`;
  if (typeof content === 'string') return `<${open}>${escape(content)}</${name}>\n`;
  return content.length === 0 ? `<${open}/>\n` : `<${open}>\n${content.join('')}</${name}>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  // What XML 1.0 cannot hold in any spelling: control characters, halves of surrogate pairs, two non-characters.
  const possible = text.toWellFormed().replaceAll(/[[\p{Cc}\uFFFE\uFFFF]--[\t\n\r]]/gv, '\uFFFD');
  return possible.replaceAll(/[&<>"]/g, (character) => ENTITIES[character]!);
}
