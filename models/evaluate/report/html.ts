/** The report as a page. */
import { AU_NAMES } from '../../../contract/au.ts';
import { html, type Markup } from '../../../contract/markup.ts';
import type { ScoreName } from '../bootstrap.ts';
import { tableScores } from '../scores.ts';
import { number, page, tableMarkup } from './page.ts';
import { confusionPicture, markedShare, sharePicture, smallConfusion } from './pictures.ts';
import { publishedSection } from './published.ts';
import { type Scored, type Summary, testedSets } from './summary.ts';
import {
  apexSentence,
  counted,
  duration,
  intervalText,
  noticesOf,
  PROCEDURES,
  roleOf,
  SCORE_NAMES,
  SCORES,
  shareText,
  short,
  subtitleOf,
  titleOf,
  undefinedWhy,
} from './wording.ts';

export function htmlReport(summary: Summary): string {
  const { result } = summary;
  return page({
    title: titleOf(result),
    subtitle: subtitleOf(summary),
    notices: noticesOf(result),
    sections: [
      scoresSection(summary),
      setsSection(summary),
      publishedSection(summary),
      classesSection(summary.all),
      unitsSection(summary),
      peopleSection(summary),
      foldsSection(summary),
      setupSection(summary),
    ],
  });
}

/** Figures by a procedure that saw the test are no headline: they stand in a table under the procedure's name. */
function scoresSection({ result, all }: Summary): Markup {
  const meaning = html`<p class="quiet">
    Predictions of all folds are counted together before there is a score. The grey band holds 95 % of 2,000
    draws of subjects with replacement; the <span class="floor-name">tick</span> is the floor: what naming the
    most frequent class always gets.
  </p>`;
  if (result.procedure === 'honest')
    return html`<section aria-label="Scores">
      <div class="cards">${SCORES.map((name) => card(name, all))}</div>
      ${meaning}
    </section>`;
  return html`<section>
    <h2>${PROCEDURES[result.procedure].heading}</h2>
    ${tableMarkup(
      [
        { name: '' },
        number('score'),
        number('95 % of draws'),
        number('floor'),
        { name: '', style: 'picture' },
      ],
      SCORES.map((name) => ({
        cells: [
          SCORE_NAMES[name],
          shareText(all.scores[name]),
          intervalText(all.intervals[name]),
          shareText(all.floor[name]),
          markedShare(name, all),
        ],
      })),
    )}
    ${meaning}
  </section>`;
}

function card(name: ScoreName, all: Scored): Markup {
  const value = all.scores[name];
  const { low, undefinedDraws } = all.intervals[name];
  return html`<div class="card">
    <h3>${SCORE_NAMES[name]}</h3>
    ${
      value === null
        ? html`<div class="value none">undefined: ${undefinedWhy(all.scores) ?? 'no sample'}</div>`
        : html`<div class="value">${shareText(value)}</div>`
    }
    ${markedShare(name, all)}
    <p>
      <span class="floor-name">floor ${shareText(all.floor[name])}</span
      >${low === null ? '' : html` · 95 %: <b>${intervalText(all.intervals[name])}</b>`}
    </p>
    ${undefinedDraws === 0 ? null : html`<p>${undefinedDraws} draws had no sample of some class and are left out.</p>`}
  </div>`;
}

function setsSection({ bySet }: Summary): Markup | null {
  if (bySet.length === 0) return null;
  const notes = bySet.flatMap(({ set, scores }) => {
    const why = undefinedWhy(scores);
    return why === null ? [] : [`${set} has no mean over the classes: ${why}.`];
  });
  return html`<section>
    <h2>Each set, of the same predictions</h2>
    ${tableMarkup(
      [
        { name: 'set' },
        number('samples'),
        number('subjects'),
        ...SCORES.flatMap((name) => [number(short(name)), number('floor')]),
        { name: 'UF1', style: 'picture' },
      ],
      bySet.map((one) => ({
        cells: [
          one.set,
          one.scores.samples,
          one.subjects,
          ...SCORES.flatMap((name) => [shareText(one.scores[name]), shareText(one.floor[name])]),
          markedShare('uf1', one),
        ],
      })),
    )}
    ${notes.map((note) => html`<p class="quiet">${note}</p>`)}
  </section>`;
}

function classesSection({ scores, floor, confusion }: Scored): Markup {
  return html`<section>
    <h2>Classes</h2>
    <div class="beside">
      <figure>
        ${confusionPicture(confusion)}
        <figcaption>
          Counts over all folds, and their share of the row. As dark as that share; on the diagonal what was
          named right.
        </figcaption>
      </figure>
      ${tableMarkup(
        [
          { name: 'class' },
          number('samples'),
          number('recall'),
          number('F1'),
          number('floor'),
          { name: 'F1', style: 'picture' },
        ],
        scores.byClass.map(({ name, truePositives, falseNegatives, recall, f1 }, at) => ({
          cells: [
            name,
            truePositives + falseNegatives,
            shareText(recall),
            shareText(f1),
            shareText(floor.byClass[at]!.f1),
            sharePicture({ value: f1, floor: floor.byClass[at]!.f1 }),
          ],
        })),
      )}
    </div>
  </section>`;
}

function unitsSection({ units, meanUnitF1 }: Summary): Markup | null {
  if (units.length === 0) return null;
  return html`<section>
    <h2>Action units</h2>
    <p>
      Counted where a unit was coded. Mean F1 of the units that occur: <b>${shareText(meanUnitF1)}</b>. The
      <span class="floor-name">floor</span> is what always saying yes gets.
    </p>
    ${tableMarkup(
      [
        { name: 'unit' },
        number('coded'),
        number('positives'),
        number('F1'),
        number('floor'),
        { name: 'F1', style: 'picture' },
      ],
      units.map(({ au, coded, positives, f1, floor }) => ({
        cells: [
          unitName(au),
          coded,
          positives,
          shareText(f1),
          shareText(floor),
          sharePicture({ value: f1, floor }),
        ],
      })),
    )}
  </section>`;
}

/** Coders know units that Onset does not measure. */
function unitName(au: number): string {
  const name = new Map(Object.entries(AU_NAMES)).get(String(au));
  return name === undefined ? `AU${au}` : `AU${au} ${name}`;
}

function peopleSection({ bySubject }: Summary): Markup {
  const people = [...bySubject].map(([subject, confusion]) => ({
    subject,
    confusion,
    scores: tableScores(confusion),
  }));
  return html`<section>
    <h2>Subjects</h2>
    <details ${people.length > MANY ? '' : 'open'}>
      <summary>Confusion of each of ${counted(people.length, 'subject')}</summary>
      <div class="people">
        ${people.map(
          ({ subject, confusion, scores }) =>
            html`<figure>
              ${smallConfusion(confusion)}
              <figcaption>
                <b>${subject}</b> ${Math.round(scores.accuracy! * scores.samples)} of ${scores.samples} right
              </figcaption>
            </figure>`,
        )}
      </div>
    </details>
  </section>`;
}

/** As many as fit on about one screen. */
const MANY = 32;

function foldsSection({ result: { folds, foldCount } }: Summary): Markup {
  return html`<section>
    <h2>Folds</h2>
    <p>
      ${folds.length} of ${foldCount}. A fold's own accuracy is of few samples; only all together are scored.
    </p>
    <details ${folds.length > MANY ? '' : 'open'}>
      <summary>${counted(folds.length, 'fold')}</summary>
      ${tableMarkup(
        [
          { name: 'held out' },
          number('learnt from'),
          number('tested'),
          number('right'),
          { name: '', style: 'picture' },
          number('epochs'),
          number('time'),
          { name: 'name' },
        ],
        folds.map(({ id, held, trainSamples, predictions, epochs, wallS }) => {
          const right = predictions.filter(({ known, said }) => known === said).length;
          return {
            cells: [
              held,
              trainSamples,
              predictions.length,
              right,
              sharePicture({
                value: predictions.length === 0 ? null : right / predictions.length,
                floor: null,
              }),
              epochs,
              duration(wallS),
              html`<code>${id.slice(0, 12)}</code>`,
            ],
          };
        }),
      )}
    </details>
  </section>`;
}

function setupSection({ result }: Summary): Markup {
  const tested = testedSets(result);
  return html`<section>
    <h2>Set-up</h2>
    ${tableMarkup(
      [
        { name: 'set' },
        { name: 'role' },
        { name: 'labels read from' },
        number('samples'),
        number('subjects'),
        { name: 'fingerprint' },
      ],
      result.sets.map(({ name, coding, samples, subjects, fingerprint, isSynthetic }) => ({
        cells: [
          `${name}${isSynthetic ? ' (made clips)' : ''}`,
          roleOf(result, name, tested),
          coding,
          samples,
          subjects,
          html`<code>${fingerprint}</code>`,
        ],
      })),
    )}
    <p>${apexSentence(result)} Seed ${result.seed}.</p>
    ${
      result.departures.length === 0
        ? html`<p>Nothing is known to differ from the paper's set-up.</p>`
        : html`<p>What differs from the paper's set-up:</p>
            <ul>
              ${result.departures.map((one) => html`<li>${one}</li>`)}
            </ul>`
    }
    <details>
      <summary>Options</summary>
      <p><code>${JSON.stringify(result.options)}</code></p>
    </details>
  </section>`;
}
