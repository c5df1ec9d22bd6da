/**
 * Finds frames that were dropped without being disposed. Their memory is given back when the garbage
 * collector meets them, which may be late: it does not feel the weight of FFmpeg's memory.
 */
interface Releasable {
  release(): void;
}

export type ForgottenReport = (count: number) => void;

/** More often than this would drown the console it is written to. */
const REPORT_EVERY_MS = 1000;

let report: ForgottenReport | null = process.env['NODE_ENV'] === 'production' ? null : warn;
let unreported = 0;
let lastReportMs = -Infinity;

const registry = new FinalizationRegistry<Releasable>((pixels) => {
  pixels.release();
  countForgotten(performance.now());
});

export function watchForgotten(frame: object, pixels: Releasable): void {
  registry.register(frame, pixels, frame);
}

export function unwatchForgotten(frame: object): void {
  registry.unregister(frame);
}

/** Where forgotten frames are reported (null: nowhere); returns what was set before. */
export function setForgottenReport(next: ForgottenReport | null): ForgottenReport | null {
  const previous = report;
  report = next;
  return previous;
}

/** Counts one forgotten frame and reports all since the last report, at most once a second. */
export function countForgotten(nowMs: number): void {
  unreported++;
  if (nowMs - lastReportMs < REPORT_EVERY_MS) return;
  lastReportMs = nowMs;
  report?.(unreported);
  unreported = 0;
}

function warn(count: number): void {
  process.emitWarning(`${count} video frame(s) were dropped without being disposed`, 'ForgottenFrame');
}
