import type { SessionReader } from '../../../../contract/session.ts';
import { html, type Markup } from '../../../../contract/markup.ts';

/** Below this a movement of a tenth of a second is on five pictures or fewer. */
const ADEQUATE_FPS = 50;

/** What may and may not be read out of this report; it stands before any result. */
export function statementOf(
  session: SessionReader,
  { isSynthetic }: { readonly isSynthetic: boolean },
): Markup {
  const fps = session.input?.fps ?? 0;
  const model = session.provenance?.model ?? null;
  return html`<section class="statement" aria-label="What the scores mean">
    <p>
      <strong>What is listed here are candidates: movements of a face that were measured.</strong> A score
      says how clearly a movement stands out from the face's own noise and from blinks, glances, speech and
      turns of the head. It says nothing about what the person felt, thought or meant, and it is not a
      probability that anything is so. Every candidate needs the judgement of a trained person who looks at
      the pictures; those that nobody has judged are marked <span class="tag unreviewed">unreviewed</span>.
    </p>
    ${
      model
        ? html`<p>
            Names of expressions were given by the recognizer ${model.name}, trained on:
            ${model.trainedOn || 'not told'}. A name is the class whose training examples moved most alike.
            Unless the recognizer's own card says otherwise, it has not been validated on spontaneous
            micro-expressions of other people, other cameras and other light.
          </p>`
        : html`<p>
            No recognizer was used, so expressions have no names here but those that reviewers gave.
          </p>`
    }
    ${
      fps > 0 && fps < ADEQUATE_FPS
        ? html`<p>
            The video has ${fps.toFixed(1)} frames a second. That is few: a movement of a tenth of a second is
            on ${Math.max(1, Math.round(fps / 10))} of them, onsets and offsets are rough, and short movements
            are missed.
          </p>`
        : null
    }
    ${isSynthetic ? html`<p><strong>The video says of itself that it is made (synthetic), not a recording of a person.</strong></p>` : null}
    <p>
      That nothing was found does not mean that nothing was there. Not for decisions about employment,
      education, credit, policing or diagnosis.
    </p>
  </section> `;
}
