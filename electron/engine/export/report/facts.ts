import { ONSET_VERSION } from '../../../../contract/version.ts';
import type { SessionReader, TimeRange } from '../../../../contract/session.ts';
import { html, type Markup } from '../../../../contract/markup.ts';

export function sourceSection(session: SessionReader, { range }: { readonly range: TimeRange }): Markup {
  const { input, provenance } = session;
  const rows: (readonly [name: string, value: string, isCode?: true])[] = [];
  if (input) {
    rows.push(
      ['Video', input.path, true],
      ['SHA-256 of the video', input.sha256 || 'not known', true],
      ['Picture', `${input.widthPx} × ${input.heightPx}`],
      [
        'Frames',
        `${input.frames}, ${input.fps.toFixed(3)} a second${input.isVariableRate ? ', unevenly spaced' : ''}`,
      ],
      ['Duration', `${input.durationS.toFixed(3)} s`],
    );
  }
  if (range.fromUs !== undefined || range.toUs !== undefined)
    rows.push([
      'Part of it in this report',
      `${clock(range.fromUs, 'the beginning')} to ${clock(range.toUs, 'the end')}`,
    ]);
  if (!session.isFinished) rows.push(['Analysis', 'did not reach the end of the video']);
  if (provenance) {
    const { onset, recipe, bundle, model, settings } = provenance;
    rows.push(
      ['Analyzed by', `Onset ${onset}${onset === ONSET_VERSION ? '' : ` (this report: ${ONSET_VERSION})`}`],
      ['Recognizer', model ? `${model.name}, on ${model.provider}` : 'none'],
      ...(model
        ? [
            ['SHA-256 of the recognizer', model.sha256, true] as const,
            ['Trained on', model.trainedOn] as const,
          ]
        : []),
      ['Landmarks', bundle ? `${bundle.name}, SHA-256 ${bundle.sha256}` : 'none', true],
      ['Crop recipe', recipe],
      ...Object.entries(settings).map(([name, value]) => [`Setting: ${name}`, setting(value), true] as const),
    );
  }
  return html`<section>
    <h2>What was analyzed, and how</h2>
    ${table(rows)}
  </section> `;
}

export function facesSection(session: SessionReader): Markup {
  const tracks = [...session.tracks()];
  return html`<section>
    <h2>Faces</h2>
    ${
      tracks.length === 0
        ? html`<p>No face was followed.</p>`
        : table(
            tracks.map((track) => [
              faceName(session, track.id),
              `${clock(track.fromUs)} to ${clock(track.toUs)}, seen in ${track.frames} frames (${(100 * track.coverage).toFixed(0)} % of these)`,
            ]),
          )
    }
  </section> `;
}

export function notesSection(session: SessionReader): Markup | null {
  const notes = [...session.notes()];
  if (notes.length === 0) return null;
  const about = (event: number | null, timeUs: number | null): string =>
    event !== null ? `event ${event}` : timeUs !== null ? clock(timeUs) : 'the session';
  return html`<section>
    <h2>Notes</h2>
    <ul>
      ${notes.map(
        ({ eventId, timeUs, author, text, at }) =>
          html`<li>
            ${about(eventId, timeUs)}: ${text} <span class="quiet">(${author}, ${minute(at)})</span>
          </li>`,
      )}
    </ul>
  </section> `;
}

export function consentSection(session: SessionReader): Markup {
  const rows = [...session.consents()];
  return html`<section>
    <h2>Consent</h2>
    ${
      rows.length === 0
        ? html`<p>No consent is recorded in this session.</p>`
        : html`<div class="wide">
            <table>
              <thead>
                <tr>
                  <th scope="col">Participant</th>
                  <th scope="col">Agreed at</th>
                  <th scope="col">To</th>
                  <th scope="col">Text version</th>
                  <th scope="col">Until</th>
                </tr>
              </thead>
              <tbody>
                ${rows.map(
                  ({ participant, at, scope, textVersion, expiresAt }) =>
                    html`<tr>
                      <td>${participant}</td>
                      <td>${minute(at)}</td>
                      <td>${scope}</td>
                      <td>${textVersion}</td>
                      <td>${expiresAt === null ? 'no end was agreed' : minute(expiresAt)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
  </section> `;
}

/** As a person named it, or by its number. A track is a face in view, not a known person. */
export const faceName = (session: SessionReader, trackId: number): string =>
  session.trackNames().get(trackId) ?? `Face ${trackId}`;

const table = (rows: readonly (readonly [name: string, value: string, isCode?: true])[]): Markup =>
  html`<table>
    <tbody>
      ${rows.map(
        ([name, value, isCode]) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td class="${isCode ? 'code' : ''}">${value}</td>
          </tr> `,
      )}
    </tbody>
  </table>`;

const setting = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const minute = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`;

function clock(us: number | undefined, otherwise = ''): string {
  return us === undefined ? otherwise : `${(us / 1e6).toFixed(3)} s`;
}
