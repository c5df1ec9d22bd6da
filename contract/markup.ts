/** HTML that needs no further escaping. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Markup | string | number | null | readonly Content[];

/**
 * Puts values into HTML: text is escaped for elements and quoted attributes, markup and lists of it go in as they are.
 *
 *     html`<p title="${name}">${parts}</p>`
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(strings.reduce((text, string, i) => text + written(values[i - 1] ?? null) + string));
}

function written(value: Content): string {
  if (value === null) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(written).join('');
  return escape(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters and halves of surrogate pairs have no place in HTML in any spelling. */
const escape = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[[\p{Cc}]--[\t\n\r]]/gv, '\uFFFD')
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);
