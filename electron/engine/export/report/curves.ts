import { AU_NAMES, type AuNumber } from '../../../../contract/au.ts';
import type { ReviewedEvent } from '../../../../contract/reviewed-events.ts';
import type { SessionReader } from '../../../../contract/session.ts';
import { html, type Markup } from '../../../../contract/markup.ts';

/** Shown before onset and after offset: a face's rest is part of the evidence. */
const AROUND_US = 500_000;

/** Units of the drawing; the page scales it. */
const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [720, 190, 34, 26, 8];

/** Intensities A–E of FACS. A small movement needs a scale of its own, but never one that makes noise look large. */
const [FULL, LEAST_FULL] = [5, 1];

/** Told apart without colour by the dashes of the right side, and by their names; more would be a thicket. */
const MOST_CURVES = 4;

interface Sample {
  readonly timeUs: number;
  readonly au: Float32Array;
}

/**
 * The event's action units over time, left side whole and right side dashed, as SVG; null where nothing was measured.
 */
export function curvesOf(event: ReviewedEvent, session: SessionReader): Markup | null {
  const fromUs = event.onset.timeUs - AROUND_US;
  const toUs = event.offset.timeUs + AROUND_US;
  const samples: Sample[] = [...session.faces({ fromUs, toUs, trackId: event.trackId })].flatMap(
    ({ timeUs, measurement }) => (measurement ? [{ timeUs, au: measurement.au }] : []),
  );
  const measured = session.auNumbers;
  const aus = event.aus
    .map(({ au }) => au)
    .filter((au) => measured.includes(au))
    .slice(0, MOST_CURVES);
  if (samples.length < 2 || aus.length === 0) return null;

  const value = ({ au }: Sample, number: AuNumber, side: 0 | 1): number =>
    au[measured.indexOf(number) + side * measured.length]!;
  const peak = Math.max(
    ...samples
      .flatMap((sample) => aus.flatMap((au) => [value(sample, au, 0), value(sample, au, 1)]))
      .filter(Number.isFinite),
  );
  const top = Math.min(FULL, Math.max(LEAST_FULL, Math.ceil(2 * peak) / 2));
  const x = (timeUs: number): string =>
    (LEFT + ((WIDTH - LEFT) * (timeUs - fromUs)) / (toUs - fromUs)).toFixed(1);
  const y = (intensity: number): string =>
    (HEIGHT - BOTTOM - ((HEIGHT - BOTTOM - TOP) * Math.min(top, Math.max(0, intensity))) / top).toFixed(1);
  const line = (au: AuNumber, side: 0 | 1): string =>
    samples
      .filter((sample) => Number.isFinite(value(sample, au, side)))
      .map((sample) => `${x(sample.timeUs)},${y(value(sample, au, side))}`)
      .join(' ');

  const { onset, apex, offset } = event;
  const names = aus.map((au) => `AU${au} ${AU_NAMES[au]}`).join(', ');
  return html`<figure class="curves">
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Intensity of ${names} over time">
      <rect
        class="span"
        x="${x(onset.timeUs)}"
        y="${TOP}"
        width="${(Number(x(offset.timeUs)) - Number(x(onset.timeUs))).toFixed(1)}"
        height="${HEIGHT - BOTTOM - TOP}"
      />
      <line class="apex" x1="${x(apex.timeUs)}" x2="${x(apex.timeUs)}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" />
      <line class="axis" x1="${LEFT}" x2="${WIDTH}" y1="${y(0)}" y2="${y(0)}" />
      <text x="${LEFT - 6}" y="${y(0)}" text-anchor="end">0</text>
      <text x="${LEFT - 6}" y="${Number(y(top)) + 8}" text-anchor="end">${top}</text>
      ${(
        [
          ['onset', onset],
          ['apex', apex],
          ['offset', offset],
        ] as const
      ).map(
        ([, moment]) =>
          html`<line
            class="tick"
            x1="${x(moment.timeUs)}"
            x2="${x(moment.timeUs)}"
            y1="${HEIGHT - BOTTOM}"
            y2="${HEIGHT - BOTTOM + 5}"
          />`,
      )}
      <text x="${x(onset.timeUs)}" y="${HEIGHT - 7}" text-anchor="end">${clock(onset.timeUs)}</text>
      <text x="${x(offset.timeUs)}" y="${HEIGHT - 7}" text-anchor="start">${clock(offset.timeUs)}</text>
      ${aus.map((au, i) => [0, 1].map((side) => html`<polyline class="curve c${i} ${side === 1 ? 'right' : 'left'}" points="${line(au, side as 0 | 1)}" />`))}
    </svg>
    <figcaption>
      ${aus.map((au, i) => html`<span class="key c${i}">AU${au} ${AU_NAMES[au]}</span> `)} Whole lines: the
      person's left side; dashed: the right. Scale 0–${top} of 5. Shaded: onset to offset; vertical line:
      apex.
    </figcaption>
  </figure>`;
}

const clock = (us: number): string => `${(us / 1e6).toFixed(3)} s`;
