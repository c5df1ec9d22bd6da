/** One HTML file that asks nothing of any other place and runs no script. */
import { html, Markup } from '../../../contract/markup.ts';
import { ONSET_VERSION } from '../../../contract/version.ts';
import { STYLE } from './style.ts';

export interface Page {
  readonly title: string;
  readonly subtitle: string;
  readonly notices: readonly { readonly title: string; readonly text: string }[];
  readonly sections: readonly (Markup | null)[];
}

export function page({ title, subtitle, notices, sections }: Page): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}: Onset evaluation</title>
        <style>
          ${new Markup(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <p class="quiet">Onset ${ONSET_VERSION}, evaluation</p>
          <h1>${title}</h1>
          <p>${subtitle}</p>
        </header>
        ${notices.map(
          (notice) =>
            html`<aside class="notice">
              <p><strong>${notice.title}</strong> ${notice.text}</p>
            </aside>`,
        )}
        <main>${sections}</main>
        <footer>Made by Onset ${ONSET_VERSION}. Everything on this page is in this one file.</footer>
      </body>
    </html> `.text;
}

/** A column's name, and whether its cells are numbers, set to the right. */
export interface Column {
  readonly name: string;
  readonly isNumber?: boolean;
  readonly style?: string;
}

export interface Row {
  /** `own`, `floor-row`, `same`, or nothing. */
  readonly style?: string;
  /** The first names the row. */
  readonly cells: readonly (string | number | Markup | null)[];
}

export function tableMarkup(
  columns: readonly Column[],
  rows: readonly Row[],
  caption: string | null = null,
): Markup {
  const classOf = ({ isNumber, style }: Column): string =>
    [isNumber === true ? 'n' : '', style ?? ''].join(' ').trim();
  return html`<div class="wide">
    <table>
      ${
        caption === null
          ? null
          : html`<caption>
              ${caption}
            </caption>`
      }
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col" class="${classOf(column)}">${column.name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ style = '', cells: [first, ...rest] }) =>
            html`<tr class="${style}">
              <th scope="row">${first ?? ''}</th>
              ${rest.map((cell, at) => html`<td class="${classOf(columns[at + 1]!)}">${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A column of numbers. */
export const number = (name: string): Column => ({ name, isNumber: true });
