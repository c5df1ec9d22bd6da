/** A session as one page that anybody can read: pictures, curves, verdicts, and what the scores mean. */
import { basename } from 'node:path';
import type { EncodeJpeg, FrameAccess } from '../frame-access.ts';
import type { ReviewedEvent } from '../../../../contract/reviewed-events.ts';
import type { SessionReader, TimeRange } from '../../../../contract/session.ts';
import { ONSET_VERSION } from '../../../../contract/version.ts';
import { curvesOf } from './curves.ts';
import { eventArticle, eventsTable } from './events.ts';
import { consentSection, facesSection, notesSection, sourceSection } from './facts.ts';
import { html, Markup } from '../../../../contract/markup.ts';
import { picturesOf } from './pictures.ts';
import { statementOf } from './statement.ts';
import { STYLE } from './style.ts';

export interface ReportOptions {
  readonly events: readonly ReviewedEvent[];
  readonly range: TimeRange;
  readonly baseName: string;
  readonly at: Date;
  readonly isSynthetic: boolean;
  /** Where pictures come from; null: the report has none, for the reason in `noPictures`. */
  readonly pictures: { readonly video: FrameAccess; readonly encode: EncodeJpeg } | null;
  /** A sentence; null where there are pictures. */
  readonly noPictures: string | null;
}

/**
 * The report piece by piece: one HTML file that asks nothing of any other place and runs no script. An event's
 * pictures are read when its turn comes, so that a long session needs no more memory than a short one.
 */
export async function* report(
  session: SessionReader,
  options: ReportOptions,
  onEvent: (done: number) => void,
): AsyncGenerator<string> {
  const { events, baseName, at, pictures } = options;
  yield opening(baseName).text;
  yield html`<body>
    <header>
      <p class="quiet">Onset ${ONSET_VERSION}, ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC</p>
      <h1>${baseName}</h1>
      <p>${summary(events)}</p>
    </header>
    ${statementOf(session, options)}
    <main>${eventsTable(events, session)}</main>
  </body> `.text;
  if (events.length > 0)
    yield html`<section>
      <h2>The events one by one</h2>
      ${options.noPictures === null ? null : html`<p class="quiet">${options.noPictures}</p>`}
    </section>`.text;
  for (const [i, event] of events.entries()) {
    const shown = pictures ? await picturesOf(event, session, pictures.video, pictures.encode) : null;
    yield eventArticle(event, session, shown, pictures !== null, curvesOf(event, session)).text;
    onEvent(i + 1);
  }
  if (events.length > 0) yield '</section>\n';
  yield html`${sourceSection(session, options)}
${facesSection(session)}
${notesSection(session)}
${consentSection(session)}
</main>
<footer>
  Made by Onset ${ONSET_VERSION} from the session ${basename(session.path)}. Everything in this page is in this one file.
</footer>
</body>
</html>
`.text;
}

function opening(baseName: string): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        />
        <title>${baseName}: Onset report</title>
        <style>
          ${new Markup(STYLE)}
        </style>
      </head>
    </html> `;
}

function summary(events: readonly ReviewedEvent[]): string {
  if (events.length === 0) return 'No candidate was found.';
  const unreviewed = events.filter(({ review }) => review === 'unreviewed').length;
  const rest =
    unreviewed === 0
      ? 'A person has decided about every one of them.'
      : `No person has decided about ${unreviewed === events.length ? 'any of them' : `${unreviewed} of them`} yet.`;
  return `${events.length === 1 ? 'One event' : `${events.length} events`}. ${rest}`;
}
