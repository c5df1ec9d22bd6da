/**
 * Whether the Live page stays at sixty frames a second while a camera of a hundred is shown: times between refreshes as
 * the page has them, beside the same page when nothing is watched, in the same browser. The engine only pretends
 * (test/helpers/made-live-engine.ts), so that nothing but the page is measured.
 */
import { chromium, type Browser, type Page } from 'playwright-core';
import { CHROMIUM, CHROMIUM_FLAGS } from '../test/helpers/chromium.ts';
import { drawnFrames } from '../test/helpers/drawn-frames.ts';
import { MadeLiveEngine } from '../test/helpers/made-live-engine.ts';
import { record, type BenchRow } from './harness.ts';

const SECONDS = 10;
const FPS = 100;
/** The best of some: a busy machine makes single ones slow, never fast. */
const ROUNDS = 3;
/** Two refreshes of a screen of sixty would be 33 ms; one and a little more is 20. */
const BUDGET_MS = 20;

interface Pace {
  readonly p50: number;
  readonly p95: number;
  /** Of the page's main thread, for each refresh. */
  readonly cpuMs: number;
}

/** Runs in the page. */
const REFRESH_TIMES = `(seconds) =>
  new Promise((resolve) => {
    const times = [];
    const note = (now) => {
      times.push(now);
      if (now - times[0] < seconds * 1000) requestAnimationFrame(note);
      else resolve(times);
    };
    requestAnimationFrame(note);
  })`;

const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
const rows: BenchRow[] = [];
for (const faces of [1, 4]) {
  const idle: Pace[] = [];
  const live: Pace[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    idle.push(await paceOf(browser, faces, false));
    live.push(await paceOf(browser, faces, true));
  }
  const best = (paces: readonly Pace[], what: keyof Pace): number =>
    Math.min(...paces.map((pace) => pace[what]));
  const row = (what: string, key: keyof Pace, ratio: number): void => {
    rows.push({
      what: `${what}, ${String(faces)} face${faces === 1 ? '' : 's'} at ${String(FPS)} fps`,
      ours: best(live, key),
      peer: best(idle, key),
      peerName: 'the same page, nothing watched',
      unit: 'ms',
      ratio,
      samples: ROUNDS,
    });
  };
  row('time between refreshes, median (ratio: to the peer)', 'p50', best(live, 'p50') / best(idle, 'p50'));
  row(
    'time between refreshes, 95th percentile (ratio: to the budget of 20 ms)',
    'p95',
    best(live, 'p95') / BUDGET_MS,
  );
  row(
    'main thread for each refresh (ratio: to a refresh of 16.7 ms)',
    'cpuMs',
    best(live, 'cpuMs') / (1000 / 60),
  );
}
await browser.close();
record(
  'live-page',
  rows,
  `Window of 1440 × 900, software rendering, ${String(SECONDS)} s each, best of ${String(ROUNDS)}.`,
);

async function paceOf(browser: Browser, faces: number, isLive: boolean): Promise<Pace> {
  await using page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const frame = await drawnFrames(page, faces);
  await using engine = await MadeLiveEngine.start({ fps: FPS, frame, eventEveryMs: 500 });
  await page.goto(engine.address);
  await page.evaluate("location.hash = '#/live'");
  const start = page.getByRole('button', { name: 'Begin' });
  await start.waitFor();
  if (isLive) await start.click();
  // Until lists and strips are full of something and code is compiled.
  await page.waitForTimeout(4000);
  return await measure(page);
}

async function measure(page: Page): Promise<Pace> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busyMs = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
  };
  const before = await busyMs();
  const times = await page.evaluate<number[]>(`(${REFRESH_TIMES})(${String(SECONDS)})`);
  const cpuMs = ((await busyMs()) - before) / times.length;
  const apart = times.slice(1).map((time, index) => time - times[index]!);
  apart.sort((one, other) => one - other);
  const at = (share: number): number => apart[Math.floor(share * apart.length)]!;
  return { p50: at(0.5), p95: at(0.95), cpuMs };
}
