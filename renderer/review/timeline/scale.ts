/** The visible span of the timeline and how it maps to pixels. Times in microseconds of the source. */

export interface Span {
  readonly fromUs: number;
  readonly toUs: number;
}

/** Closer than this a frame of a 200 Hz camera is wider than a hand: nothing more to see. */
const MIN_SPAN_US = 40_000;

export const xOf = ({ fromUs, toUs }: Span, widthPx: number, timeUs: number): number =>
  ((timeUs - fromUs) / (toUs - fromUs)) * widthPx;

export const timeAt = ({ fromUs, toUs }: Span, widthPx: number, xPx: number): number =>
  fromUs + (xPx / widthPx) * (toUs - fromUs);

/** Zooms by a factor (2: twice as close), keeping the time under `anchorUs` where it is. */
export function zoomAt(span: Span, factor: number, anchorUs: number, durationUs: number): Span {
  const length = clamp((span.toUs - span.fromUs) / factor, Math.min(MIN_SPAN_US, durationUs), durationUs);
  const share = (anchorUs - span.fromUs) / (span.toUs - span.fromUs);
  return within(anchorUs - share * length, length, durationUs);
}

export const panBy = (span: Span, byUs: number, durationUs: number): Span =>
  within(span.fromUs + byUs, span.toUs - span.fromUs, durationUs);

/** The span with a time in it: unchanged where it is in sight already, else moved as little as keeps a margin. */
export function reveal(span: Span, timeUs: number, durationUs: number): Span {
  const length = span.toUs - span.fromUs;
  const margin = length * 0.08;
  if (timeUs >= span.fromUs && timeUs <= span.toUs) return span;
  const from = timeUs < span.fromUs ? timeUs - margin : timeUs + margin - length;
  return within(from, length, durationUs);
}

/** An event and what surrounds it: the event fills about a quarter. */
export function around(fromUs: number, toUs: number, durationUs: number): Span {
  const length = clamp(4 * (toUs - fromUs), MIN_SPAN_US, durationUs);
  return within((fromUs + toUs - length) / 2, length, durationUs);
}

const STEPS_US = [
  1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 10e6, 15e6, 30e6, 60e6, 120e6, 300e6, 600e6,
  900e6, 1800e6, 3600e6, 7200e6,
];

/** Round times, far enough apart for their labels. `stepUs` says how precisely they need to be written. */
export function ticksOf(
  span: Span,
  widthPx: number,
  minGapPx: number,
): { stepUs: number; timesUs: number[] } {
  const minStep = ((span.toUs - span.fromUs) / widthPx) * minGapPx;
  const stepUs = STEPS_US.find((step) => step >= minStep) ?? STEPS_US.at(-1)!;
  const timesUs: number[] = [];
  for (let at = Math.ceil(span.fromUs / stepUs) * stepUs; at <= span.toUs; at += stepUs) timesUs.push(at);
  return { stepUs, timesUs };
}

function within(fromUs: number, length: number, durationUs: number): Span {
  const from = clamp(fromUs, 0, Math.max(0, durationUs - length));
  return { fromUs: from, toUs: from + length };
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
