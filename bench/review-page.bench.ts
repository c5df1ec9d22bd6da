/**
 * Reviewing as the page has it, in Chromium before the real engine (`onset serve`): eight hours with 10,000 candidates
 * opened and its list scrolled; 1920 × 1080 H.264 stepped by the arrow keys, from the key going down to the screen's
 * refresh after the picture with the right number was drawn. Every frame of that video carries its number, and the
 * number is read from the canvas.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Browser, type Page } from 'playwright-core';
import { DEFAULT_SETTINGS } from '../contract/channels/app.ts';
import { serve, type Serving } from '../electron/serve/index.ts';
import { SessionWriter } from '../electron/engine/session/index.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../test/helpers/chromium.ts';
import { MADE_PROVENANCE, madeInput } from '../test/helpers/made-session.ts';
import { makeNumberedClip } from '../test/helpers/numbered-clip.ts';
import { median, record, type BenchRow } from './harness.ts';
import { EVENTS, writeLongSession } from './long-session.ts';

const OPEN_BUDGET_MS = 2000;
const STEP_BUDGET_MS = 50;
const REFRESH_BUDGET_MS = 20;
const OPENS = 3;
/** The best of some: a busy machine makes single ones slow, never fast. */
const SCROLLS = 3;
const SCROLL_MS = 4000;
/** A finger on a wheel: so far, so often. */
const WHEEL_PX = 160;
const WHEEL_EVERY_MS = 16;
const KEY_REPEAT_MS = 33;
const CLIP = { fps: 60, frames: 620, gop: 250 } as const;

/** Runs in the page: milliseconds between refreshes while something is done at each. */
const REFRESHES = `(forMs, act) =>
  new Promise((resolve) => {
    const times = [];
    const note = (now) => {
      times.push(now);
      act();
      if (now - times[0] < forMs) requestAnimationFrame(note);
      else resolve(times.slice(1).map((time, index) => time - times[index]));
    };
    requestAnimationFrame(note);
  })`;

/**
 * Runs in the page before it: which numbers are drawn when, and when steps were asked for. The number is sixteen blocks
 * side by side, the lowest bit first (test/helpers/numbered-clip.ts).
 */
const WATCH = `
  globalThis.watched = {
    drawn: [],
    pressed: [],
    start(frame) {
      this.frame = frame;
      this.drawn = [];
      this.pressed = [];
    },
    /** A step whose picture was never drawn, because the next one was there before it, counts until that one. */
    delays() {
      return this.pressed.map(({ atMs, wants, way }) =>
        (this.drawn.find((each) => each.atMs >= atMs && way * (each.number - wants) >= 0)?.atMs ?? Infinity) - atMs);
    },
  };
  addEventListener('keydown', ({ key, timeStamp }) => {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (way === undefined || watched.frame === undefined) return;
    watched.frame += way;
    watched.pressed.push({ atMs: timeStamp, wants: watched.frame, way });
  }, true);
  const { drawImage } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.drawImage = function (...given) {
    drawImage.apply(this, given);
    if (this.canvas.closest('.viewer') === null) return;
    const [x, y, width, height] = given.length === 9 ? given.slice(5) : given.slice(1);
    const surface = this;
    requestAnimationFrame(() => {
      const atMs = performance.now();
      const { data } = surface.getImageData(x, Math.round(y + height / 2), Math.round(width), 1);
      let number = 0;
      for (let bit = 0; bit < 16; bit++)
        if (data[4 * Math.floor(((bit + 0.5) * width) / 16)] > 126) number += 2 ** bit;
      watched.drawn.push({ atMs, number });
    });
  };
`;

const folder = mkdtempSync(join(tmpdir(), 'onset-bench-'));
for (const name of ['sessions', 'media']) mkdirSync(join(folder, name), { recursive: true });
writeFileSync(
  join(folder, 'settings.json'),
  JSON.stringify({ ...DEFAULT_SETTINGS, purpose: 'research', rater: 'Ann' }),
);
const isStepping = !process.argv.includes('--scroll');
const isScrolling = !process.argv.includes('--step');
if (isScrolling) writeLongSession(join(folder, 'sessions', 'longlong.onset'));
if (isStepping) writeNumberedSession('numbered');

const rows: BenchRow[] = [];
const notes: string[] = [];
{
  await using serving = await serve({ host: '127.0.0.1', port: 0, dataDir: folder, log: () => undefined });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  if (isScrolling) await measureList(browser, serving);
  if (isStepping) await measureSteps(browser, serving);
  await browser.close();
}
rmSync(folder, { recursive: true });
record('review-page', rows, `Window of 1440 × 900, software rendering. ${notes.join(' ')}`);

async function openSession(browser: Browser, { address }: Serving, session: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(WATCH);
  await page.goto(address);
  await page.evaluate(`location.hash = '#/review/${session}'`);
  return page;
}

async function measureList(browser: Browser, serving: Serving): Promise<void> {
  const opens: number[] = [];
  const wheel: number[] = [];
  const bar: number[] = [];
  for (let round = 0; round < Math.max(OPENS, SCROLLS); round++) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(serving.address);
    await page.getByRole('heading').first().waitFor();
    // From the click on a session to its list.
    opens.push(
      await page.evaluate<number>(`new Promise((resolve) => {
        const start = performance.now();
        const look = () => document.querySelector('[role=option]') === null
          ? requestAnimationFrame(look) : requestAnimationFrame(() => resolve(performance.now() - start));
        location.hash = '#/review/longlong';
        look();
      })`),
    );
    // Strips and curves come in.
    await wait(2500);
    const list = (await page.getByRole('listbox').boundingBox())!;
    await page.mouse.move(list.x + list.width / 2, list.y + list.height / 2);
    const rolled = page.evaluate<number[]>(`(${REFRESHES})(${SCROLL_MS}, () => {})`);
    for (let at = performance.now() + SCROLL_MS; performance.now() < at;) {
      await page.mouse.wheel(0, WHEEL_PX);
      await wait(WHEEL_EVERY_MS);
    }
    wheel.push(p95(await rolled));
    // Its scroll bar dragged: other rows at every refresh.
    bar.push(
      p95(
        await page.evaluate<number[]>(
          `(${REFRESHES})(${SCROLL_MS}, () => { document.querySelector('[role=listbox]').scrollTop += 777; })`,
        ),
      ),
    );
    await page.close();
  }
  const row = (what: string, ours: number, budget: number, samples: number): void => {
    rows.push({
      what,
      ours,
      peer: budget,
      peerName: 'the budget',
      unit: 'ms',
      ratio: ours / budget,
      samples,
    });
  };
  row(`opening, ${EVENTS} candidates, to the list`, median(opens), OPEN_BUDGET_MS, OPENS);
  row('list by the wheel: between refreshes, p95', Math.min(...wheel), REFRESH_BUDGET_MS, SCROLLS);
  row('list by its bar: between refreshes, p95', Math.min(...bar), REFRESH_BUDGET_MS, SCROLLS);
}

async function measureSteps(browser: Browser, serving: Serving): Promise<void> {
  const page = await openSession(browser, serving, 'numbered');
  await page.locator('canvas').first().waitFor();
  await page.locator('canvas').first().click();
  const seek = async (frame: number): Promise<void> => {
    const place = page.getByRole('textbox', { name: 'Go to time or frame' });
    await place.fill(String(frame));
    await place.press('Enter');
    // The page's policy refuses what Playwright's own waiting would evaluate.
    while ((await page.evaluate('watched.drawn.at(-1)?.number')) !== frame) await wait(20);
  };
  const step = async (keys: string, count: number, everyMs: number, from: number): Promise<number[]> => {
    await page.evaluate(`watched.start(${from})`);
    for (let pressed = 0; pressed < count; pressed++) {
      await page.keyboard.press(keys);
      await wait(everyMs);
    }
    await wait(600);
    return await page.evaluate<number[]>('watched.delays()');
  };
  const add = (what: string, delays: readonly number[]): void => {
    const longest = Math.max(...delays);
    rows.push({
      ...{ what, ours: median(delays), peer: STEP_BUDGET_MS, peerName: 'the budget', unit: 'ms' },
      ...{ ratio: median(delays) / STEP_BUDGET_MS, samples: delays.length },
    });
    const over = delays.filter((ms) => !(ms <= STEP_BUDGET_MS)).length;
    notes.push(
      `${what}: p95 ${p95(delays).toFixed(0)} ms, longest ${longest.toFixed(0)} ms, ${over} over 50 ms.`,
    );
  };
  for (const [way, keys, sign] of [
    ['on', 'ArrowRight', 1],
    ['back', 'ArrowLeft', -1],
  ] as const) {
    // The person has come here and looks before stepping.
    await seek(400);
    await wait(1500);
    add(`step ${way}, one at a time`, await step(keys, 20, 250, 400));
    // Across the key pictures 500 and 250.
    await seek(sign > 0 ? 470 : 280);
    await wait(1500);
    add(
      `step ${way}, key held, across a key picture`,
      await step(keys, 60, KEY_REPEAT_MS, sign > 0 ? 470 : 280),
    );
    const afterSeek: number[] = [];
    for (const frame of [120, 555, 260, 480, 30, 333]) {
      await seek(frame);
      afterSeek.push(...(await step(keys, 1, 0, frame)));
    }
    add(`step ${way}, at once after a jump`, afterSeek);
  }
  await page.close();
}

/** Only a video: nothing was measured, so that nothing is drawn over the numbers. */
function writeNumberedSession(id: string): void {
  const media = join(folder, 'media', id);
  mkdirSync(media);
  const path = join(media, 'numbered.mp4');
  makeNumberedClip(path, {
    ...{ widthPx: 1920, heightPx: 1080, fps: CLIP.fps, frames: CLIP.frames, gop: CLIP.gop, bFrames: 2 },
    encoderOptions: { preset: 'veryfast', sc_threshold: '0' },
  });
  const timesUs = Array.from({ length: CLIP.frames }, (_, i) => Math.round((i * 1e6) / CLIP.fps));
  using writer = SessionWriter.create(join(folder, 'sessions', `${id}.onset`));
  writer.setInput({ ...madeInput(timesUs), path, widthPx: 1920, heightPx: 1080, fps: CLIP.fps });
  writer.setProvenance(MADE_PROVENANCE);
  for (const [frame, timeUs] of timesUs.entries()) writer.addFrame(frame, timeUs);
  writer.finish();
}

function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(0.95 * sorted.length))]!;
}
