/** Pictures of a report, as SVG in the page itself; colours are the page's. */
import { html, type Markup } from '../../../contract/markup.ts';
import type { Confusion } from '../../../contract/training.ts';
import type { ScoreName } from '../bootstrap.ts';
import type { Scored } from './summary.ts';

export interface MarkedShare {
  readonly value: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
  readonly floor: number | null;
}

/** A share on a scale from 0 to 1: bar, a band for the interval, and a tick at the floor. */
export function sharePicture({ value, low = null, high = null, floor }: MarkedShare): Markup {
  // Units of the drawing; the page scales it.
  const [width, height, bar] = [200, 16, 8];
  const x = (share: number): string => (width * share).toFixed(1);
  const top = (height - bar) / 2;
  return html`<svg
    class="share"
    viewBox="0 0 ${width} ${height}"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    <rect class="rail" x="0" y="${top}" width="${width}" height="${bar}" rx="2" />
    ${value === null ? null : html`<rect class="bar" x="0" y="${top}" width="${x(value)}" height="${bar}" rx="2" />`}
    ${low === null || high === null ? null : html`<rect class="interval" x="${x(low)}" y="1" width="${x(high - low)}" height="${height - 2}" rx="2" />`}
    ${floor === null ? null : html`<line class="floor" x1="${x(floor)}" x2="${x(floor)}" y1="1" y2="${height - 1}" />`}
  </svg>`;
}

/** One score of some samples with its interval and floor. */
export const markedShare = (name: ScoreName, { scores, intervals, floor }: Scored): Markup =>
  sharePicture({
    value: scores[name],
    low: intervals[name].low,
    high: intervals[name].high,
    floor: floor[name],
  });

/** Counts by known (rows) and said (columns) class; a cell is as dark as its share of the row. */
export function confusionPicture({ classes, counts }: Confusion): Markup {
  const [cell, left, top] = [64, 96, 40];
  const side = cell * classes.length;
  const sizes = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const middle = (at: number): number => at * cell + cell / 2;
  return html`<svg
    class="confusion"
    viewBox="0 0 ${left + side} ${top + side}"
    width="${left + side}"
    role="img"
    aria-label="${described({ classes, counts })}"
  >
    <text class="axis-name" x="${left + side / 2}" y="12" text-anchor="middle">said</text>
    <text
      class="axis-name"
      x="12"
      y="${top + side / 2}"
      text-anchor="middle"
      transform="rotate(-90 12 ${top + side / 2})"
    >
      known
    </text>
    ${classes.map(
      (name, at) =>
        html`<text class="class" x="${left + middle(at)}" y="${top - 8}" text-anchor="middle"
            >${shortened(name)}</text
          >
          <text class="class" x="${left - 8}" y="${top + middle(at) + 4}" text-anchor="end"
            >${shortened(name)}</text
          >`,
    )}
    ${counts.map((row, known) =>
      row.map((count, said) => {
        const share = sizes[known] === 0 ? 0 : count / sizes[known]!;
        return html`<g transform="translate(${left + said * cell} ${top + known * cell})">
          ${square(cell, share, known === said)}
          <text
            class="count ${share > DARK ? 'on-dark' : ''}"
            x="${cell / 2}"
            y="${cell / 2 + 1}"
            text-anchor="middle"
            >${count}</text
          >
          <text
            class="of-row ${share > DARK ? 'on-dark' : ''}"
            x="${cell / 2}"
            y="${cell / 2 + 17}"
            text-anchor="middle"
            >${sizes[known] === 0 ? '' : `${Math.round(100 * share)} %`}</text
          >
        </g>`;
      }),
    )}
  </svg>`;
}

/** The same for one of many subjects: squares and counts, no names. */
export function smallConfusion({ classes, counts }: Confusion): Markup {
  const cell = 20;
  const side = cell * classes.length;
  return html`<svg
    class="confusion small"
    viewBox="0 0 ${side} ${side}"
    role="img"
    aria-label="${described({ classes, counts })}"
  >
    ${counts.map((row, known) => {
      const size = row.reduce((sum, count) => sum + count, 0);
      return row.map((count, said) => {
        const share = size === 0 ? 0 : count / size;
        return html`<g transform="translate(${said * cell} ${known * cell})">
          ${square(cell, share, known === said)}
          ${count === 0 ? null : html`<text class="count ${share > DARK ? 'on-dark' : ''}" x="${cell / 2}" y="${cell / 2 + 4}" text-anchor="middle">${count}</text>`}
        </g>`;
      });
    })}
  </svg>`;
}

/** Text on a cell fuller than this is drawn in the ground's colour. */
const DARK = 0.55;

const square = (cell: number, share: number, isRight: boolean): Markup =>
  html`<rect class="cell-ground" x="1" y="1" width="${cell - 2}" height="${cell - 2}" rx="3" /><rect
      class="${isRight ? 'right' : 'wrong'}"
      x="1"
      y="1"
      width="${cell - 2}"
      height="${cell - 2}"
      rx="3"
      fill-opacity="${share.toFixed(3)}"
    />`;

const described = ({ classes, counts }: Confusion): string =>
  counts
    .map(
      (row, known) =>
        `known ${classes[known]!}: ${row.map((count, said) => `${count} said ${classes[said]!}`).join(', ')}`,
    )
    .join('; ');

const shortened = (name: string): string => (name.length > 11 ? `${name.slice(0, 10)}…` : name);
