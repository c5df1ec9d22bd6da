import { AU_NAMES } from '../../../../contract/au.ts';
import { CAUTION_MEANINGS } from '../../../../contract/cautions.ts';
import type { ReviewedEvent } from '../../../../contract/reviewed-events.ts';
import type { SessionReader } from '../../../../contract/session.ts';
import type { EventAu } from '../../../../contract/spot.ts';
import { auText, KIND_NAMES } from '../wording.ts';
import { faceName } from './facts.ts';
import { html, type Markup } from '../../../../contract/markup.ts';
import { DIFFERENCE_GAIN, type EventPictures } from './pictures.ts';

export function eventsTable(events: readonly ReviewedEvent[], session: SessionReader): Markup {
  if (events.length === 0)
    return html`<section>
      <h2>Events</h2>
      <p>None.</p>
    </section>`;
  return html`<section>
    <h2>Events</h2>
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">Event</th>
            <th scope="col">Face</th>
            <th scope="col">Onset</th>
            <th scope="col">Lasts</th>
            <th scope="col">Action units</th>
            <th scope="col">Named</th>
            <th scope="col">Score</th>
            <th scope="col">Review</th>
          </tr>
        </thead>
        <tbody>
          ${events.map(
            (event) => html`
              <tr>
                <td><a href="#event-${event.id}">${event.id}</a> ${event.kind}</td>
                <td>${faceName(session, event.trackId)}</td>
                <td>${seconds(event.onset.timeUs)}</td>
                <td>${durationMs(event)} ms</td>
                <td>${auText(event.aus)}</td>
                <td>${event.label ?? ''}</td>
                <td>${scoreOf(event)}</td>
                <td>${reviewTag(event)}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
  </section> `;
}

/** `pictures` null with `wereWanted`: the face was not aligned in all three frames. */
export function eventArticle(
  event: ReviewedEvent,
  session: SessionReader,
  pictures: EventPictures | null,
  wereWanted: boolean,
  curves: Markup | null,
): Markup {
  const { onset, apex, offset } = event;
  return html`<article id="event-${event.id}">
    <header>
      <h3>Event ${event.id}: ${KIND_NAMES[event.kind]}</h3>
      ${reviewTag(event)} <span class="quiet">${faceName(session, event.trackId)}</span>
    </header>
    <p>
      From ${seconds(onset.timeUs)} (frame ${onset.frameIndex}) over its apex at ${seconds(apex.timeUs)}
      (frame ${apex.frameIndex}) to ${seconds(offset.timeUs)} (frame ${offset.frameIndex}):
      ${durationMs(event)} ms, ${frames(offset.frameIndex - onset.frameIndex + 1)}.
      ${event.isAdded ? 'Added by hand: it has no score.' : `Score ${scoreOf(event)}.`}
      ${event.label === null ? null : `Named: ${event.label}.`}
    </p>
    ${pictures ? pictureRow(event, pictures) : null}
    ${!pictures && wereWanted ? html`<p class="quiet">There are no pictures: at onset, apex or offset the face was not aligned or not recorded.</p>` : null}
    ${curves}
    ${event.aus.length === 0 ? null : html`<p>Action units: ${event.aus.map(auSentence).join('; ')}.</p>`}
    ${probabilities(event)}
    ${
      event.cautions.length === 0
        ? null
        : html`<p>Reasons for doubt:</p>
            <ul>
              ${event.cautions.map((caution) => html`<li>${CAUTION_MEANINGS[caution]}</li>`)}
            </ul>`
    }
    ${decisions(event)}
  </article> `;
}

function pictureRow(event: ReviewedEvent, { onset, apex, offset, difference }: EventPictures): Markup {
  const figure = (jpeg: Uint8Array, name: string, what: string): Markup =>
    html` <figure>
      <img
        src="data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}"
        width="256"
        height="256"
        alt="${what}"
      />
      <figcaption>${name}</figcaption>
    </figure>`;
  const face = (name: 'onset' | 'apex' | 'offset', jpeg: Uint8Array): Markup =>
    figure(jpeg, `${name}, frame ${event[name].frameIndex}`, `The face at the ${name}, upright and in place`);
  return html`<div class="pictures">
    ${face('onset', onset)}${face('apex', apex)}${face('offset', offset)}
    ${figure(
      difference,
      `apex − onset, ${DIFFERENCE_GAIN} times enlarged; grey: no change`,
      'Where the face became lighter or darker between onset and apex',
    )}
  </div>`;
}

const auSentence = ({ au, side, p, intensity }: EventAu): string =>
  `AU${au} ${AU_NAMES[au]}${side === 'both' ? '' : `, ${side} side`} (certainty ${p.toFixed(2)}, intensity ${intensity.toFixed(1)} of 5)`;

function probabilities({ recognition }: ReviewedEvent): Markup | null {
  const ranked = Object.entries(recognition?.probabilities ?? {}).sort((a, b) => b[1] - a[1]);
  if (ranked.length === 0) return null;
  const listed = ranked.map(([name, p]) => `${name} ${p.toFixed(2)}`).join(', ');
  return html`<p class="quiet">The recognizer's shares: ${listed}.</p>`;
}

function decisions({ decisions }: ReviewedEvent): Markup | null {
  if (decisions.length === 0) return null;
  const rows = decisions.map(
    ({ reviewer, verdict, label, at, onset, apex, offset }) =>
      html`<li>
        ${at.slice(0, 16).replace('T', ' ')}: ${reviewer}
        ${PAST[verdict]}${label === null ? '' : ` as ${label}`}${
          onset || apex || offset ? ', with corrected times' : ''
        }.
      </li>`,
  );
  return html`<p>What reviewers decided:</p>
    <ul>
      ${rows}
    </ul>`;
}

const PAST = { confirm: 'confirmed it', reject: 'rejected it', relabel: 'named it anew' } as const;

const reviewTag = ({ review, reviewer }: ReviewedEvent): Markup =>
  html`<span class="tag ${review}"
    >${review === 'unreviewed' ? 'unreviewed' : `${review} by ${reviewer ?? 'a person'}`}</span
  >`;

const scoreOf = ({ isAdded, score }: ReviewedEvent): string => (isAdded ? 'none' : score.toFixed(2));
const seconds = (us: number): string => `${(us / 1e6).toFixed(3)} s`;
const durationMs = ({ onset, offset }: ReviewedEvent): string =>
  ((offset.timeUs - onset.timeUs) / 1000).toFixed(0);
const frames = (count: number): string => (count === 1 ? 'one frame' : `${count} frames`);
