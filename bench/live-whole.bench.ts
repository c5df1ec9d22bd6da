/**
 * Live as a person has it: `onset serve`, its page in Chromium, the built-in sample as a camera, all on this machine.
 * What the page's own counters say, how the page keeps its pace, and whether the engine's process grows.
 * `--seconds=N` for another length than ten minutes, `--rates=60,100`.
 *
 * Chromium draws in software here and shares the processors with the engine, which no graphics card would have it do.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { serve } from '../electron/serve/index.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../test/helpers/chromium.ts';
import { median, record, type BenchRow } from './harness.ts';

/** Two refreshes of a screen of sixty would be 33 ms; one and a little more is 20. */
const BUDGET_REFRESH_MS = 20;
const BUDGET_MIB = 700;
/** Compilation, first landmarks, the first medians, a full replay buffer. */
const WARM_UP_S = 25;
const SAMPLE_EVERY_S = 5;

/** Runs in the page: milliseconds between its refreshes. */
const REFRESH_TIMES = `(seconds) =>
  new Promise((resolve) => {
    const apart = [];
    let first = null;
    let last = null;
    const note = (now) => {
      first ??= now;
      if (last !== null) apart.push(now - last);
      last = now;
      if (now - first < seconds * 1000) requestAnimationFrame(note);
      else resolve(apart);
    };
    requestAnimationFrame(note);
  })`;

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '600' }, rates: { type: 'string', default: '100' } },
});
const seconds = Number(values.seconds);
const rows: BenchRow[] = [];
for (const fps of values.rates.split(',').map(Number)) {
  rows.push(...(await measure(fps)));
  // After each, so that ten minutes are not lost to whatever breaks off the next ten.
  record(
    'live-whole',
    rows,
    `The built-in sample as a camera, one face, the shipped recognizer, replay buffer of 20 s, ${values.seconds} s after ${String(WARM_UP_S)} s; ` +
      'page of 1360 × 860 drawn in software on the same processors.',
  );
}

interface Counters {
  readonly captured: number;
  readonly analysed: number;
  readonly dropped: number;
  readonly skipped: number;
  readonly latencyMedianMs: number;
  readonly latencyP95Ms: number;
  readonly landmarksHz: number;
  readonly cpu01: number;
}

async function measure(fps: number): Promise<BenchRow[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'onset-live-whole-'));
  try {
    await using serving = await serve({ host: '127.0.0.1', port: 0, dataDir, log: () => undefined });
    await using browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
    const page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
    await page.goto(serving.address);
    await begin(page, fps);
    await delay(1000 * WARM_UP_S);

    const before = await read(page);
    const startMs = performance.now();
    const refreshes = page.evaluate<number[]>(`(${REFRESH_TIMES})(${String(seconds - 1)})`);
    const samples: { readonly counters: Counters; readonly engineMib: number; readonly pageMib: number }[] =
      [];
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    while (performance.now() - startMs < 1000 * seconds) {
      await delay(1000 * SAMPLE_EVERY_S);
      samples.push({
        counters: await read(page),
        engineMib: residentMib(serving.enginePid()),
        pageMib: await heapMib(session),
      });
      const { counters, engineMib, pageMib } = samples.at(-1)!;
      console.log(
        `${((performance.now() - startMs) / 1000).toFixed(0)} s: ${JSON.stringify(counters)}, engine ${engineMib.toFixed(0)} MiB, page ${pageMib.toFixed(0)} MiB`,
      );
    }
    const wallS = (performance.now() - startMs) / 1000;
    const after = samples.at(-1)!.counters;
    const apart = (await refreshes).toSorted((one, other) => one - other);

    const row = (what: string, ours: number, peer: number, peerName: string, unit: string): BenchRow => ({
      ...{ what: `${String(fps)} fps: ${what}`, ours, peer, peerName, unit },
      ratio: ours / peer,
      samples: samples.length,
    });
    const middle = (what: keyof Counters): number => median(samples.map(({ counters }) => counters[what]));
    const thirds = (what: 'engineMib' | 'pageMib'): [last: number, first: number] => {
      const all = samples.map((sample) => sample[what]);
      const third = Math.max(1, Math.floor(all.length / 3));
      return [median(all.slice(-third)), median(all.slice(0, third))];
    };
    const rate = (what: 'captured' | 'analysed'): number => (after[what] - before[what]) / wallS;
    return [
      row('captured', rate('captured'), fps, 'the source', 'frames/s'),
      row('analysed', rate('analysed'), rate('captured'), 'captured', 'frames/s'),
      row('dropped', after.dropped - before.dropped, 1, 'budget: none', 'frames'),
      row('pictures not sent', (after.skipped - before.skipped) / wallS, fps, 'the source', 'pictures/s'),
      row('latency, median', middle('latencyMedianMs'), 1, 'ms', 'ms'),
      row('latency, 95 %', middle('latencyP95Ms'), 1, 'ms', 'ms'),
      row('landmarks', middle('landmarksHz'), 20, 'budget, at least', 'Hz'),
      row("engine's share of the processors", middle('cpu01'), 1, 'all of them', ''),
      row('between refreshes, median', apart[apart.length >> 1]!, 1000 / 60, 'a screen of 60', 'ms'),
      row(
        'between refreshes, 95 %',
        apart[Math.floor(0.95 * apart.length)]!,
        BUDGET_REFRESH_MS,
        'budget, at most',
        'ms',
      ),
      row('engine, largest', Math.max(...samples.map((x) => x.engineMib)), BUDGET_MIB, 'budget', 'MiB'),
      row('engine, last third / first third', ...thirds('engineMib'), 'the first third', 'MiB'),
      row("page's heap, last third / first third", ...thirds('pageMib'), 'the first third', 'MiB'),
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Chooses the sample at this rate and begins, as a person would. */
async function begin(page: Page, fps: number): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio').first().check();
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Start' }).click();
  // A newcomer's sample is analysed first; beside Live it would wait.
  await page.waitForURL(/#\/review\//, { timeout: 120_000 });
  await page.evaluate("location.hash = '#/live'");
  await page.getByText('Built-in sample', { exact: true }).click();
  await page.getByText(`${String(fps)} fps`, { exact: true }).click();
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('group', { name: 'Counters' }).waitFor({ timeout: 60_000 });
}

/** What the counters show, as numbers. */
async function read(page: Page): Promise<Counters> {
  const shown = await page.evaluate<Record<string, string>>(
    `Object.fromEntries([...document.querySelectorAll('.counters .counter')].map((one) => [
      one.querySelector('.name').textContent, one.querySelector('.value').textContent]))`,
  );
  const numbers = (name: string): number[] => {
    const text = shown[name];
    if (text === undefined) throw new Error(`no counter "${name}" among ${Object.keys(shown).join(', ')}`);
    return (text.replaceAll(',', '').match(/\d+(\.\d+)?/g) ?? []).map(Number);
  };
  const first = (name: string): number => numbers(name)[0] ?? NaN;
  const [latencyMedianMs = NaN, latencyP95Ms = NaN] = numbers('Latency');
  return {
    captured: first('Captured'),
    analysed: first('Analyzed'),
    dropped: first('Dropped'),
    skipped: first('Previews skipped'),
    latencyMedianMs,
    latencyP95Ms,
    landmarksHz: first('Landmarks'),
    cpu01: first('Processors') / 100,
  };
}

/** All threads of a process. */
function residentMib(pid: number | undefined): number {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
}

async function heapMib(
  session: Awaited<ReturnType<ReturnType<Page['context']>['newCDPSession']>>,
): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? NaN) / 2 ** 20;
}
