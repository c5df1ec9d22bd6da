/** What is known of a video above, what was found below, as SVG in the page itself. */
import { html, type Markup } from '../../../contract/markup.ts';
import type {
  EvaluatedVideo,
  FoundExpression,
  KnownExpression,
} from '../../../contract/spotting-evaluation.ts';
import { hitsOf } from './spotting-summary.ts';

/** Units of the drawing; the page scales it. */
const [WIDTH, LANE, GAP, AXIS] = [900, 18, 4, 18];
/** A micro-expression in a long video would be thinner than a line. */
const LEAST_WIDTH = 2.5;

export function timelinePicture(video: EvaluatedVideo): Markup {
  const { known, found, frames, firstFrame, fps } = video;
  const hits = (['micro', 'macro'] as const).flatMap((kind) => hitsOf(video, kind));
  const isHit = new Set<KnownExpression | FoundExpression>(hits.flatMap((hit) => [hit.known, hit.found]));
  const x = (frame: number): number => (WIDTH * (frame - firstFrame)) / Math.max(1, frames);
  const bar = (one: KnownExpression | FoundExpression, lane: number, style: string): Markup => {
    const [from, to] = [x(one.onset), x(one.offset + 1)];
    const height = one.kind === 'micro' ? LANE : LANE / 2;
    const y = lane * (LANE + GAP) + (LANE - height) / 2;
    return html`<rect
      class="${style}"
      x="${from.toFixed(1)}"
      y="${y}"
      width="${Math.max(LEAST_WIDTH, to - from).toFixed(1)}"
      height="${height}"
      rx="1.5"
      ><title>${one.kind}, frames ${one.onset} to ${one.offset}</title></rect
    >`;
  };
  const seconds = frames / fps;
  const step = [1, 2, 5, 10, 30, 60, 120, 300, 600].find((each) => seconds / each <= 12) ?? 1200;
  const ticks = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, at) => at * step);
  const height = 2 * LANE + GAP;
  return html`<svg
    class="timeline"
    viewBox="0 0 ${WIDTH} ${height + AXIS}"
    role="img"
    aria-label="${described(video, hits.length)}"
  >
    ${[0, 1].map((lane) => html`<rect class="lane" x="0" y="${lane * (LANE + GAP)}" width="${WIDTH}" height="${LANE}" rx="3" />`)}
    ${known.map((one) => bar(one, 0, isHit.has(one) ? 'hit' : 'missed'))}
    ${found.map((one) => bar(one, 1, isHit.has(one) ? 'hit' : 'false'))}
    ${ticks.map((s) => html`<text x="${x(firstFrame + s * fps).toFixed(1)}" y="${height + AXIS - 4}" text-anchor="${s === 0 ? 'start' : s + step / 2 > seconds ? 'end' : 'middle'}">${s} s</text>`)}
  </svg>`;
}

const described = ({ known, found }: EvaluatedVideo, hits: number): string =>
  `${known.length} known, ${found.length} found, ${hits} of them the same`;
