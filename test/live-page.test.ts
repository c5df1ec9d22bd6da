/**
 * The Live view in a real browser, before an engine that pretends: pictures and overlays belong together, keys do what
 * they say, indicators follow the engine, and everything can be read and reached by those who do not see it.
 */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { axeFindings } from './helpers/axe.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from './helpers/chromium.ts';
import { drawnFrames, FRAME } from './helpers/drawn-frames.ts';
import { BUILT_PAGE, MadeLiveEngine } from './helpers/made-live-engine.ts';

const missing = !existsSync(CHROMIUM)
  ? 'Chromium is not here (apt-get install chromium)'
  : existsSync(BUILT_PAGE)
    ? null
    : 'the interface is not built';
if (missing !== null) console.warn(`SKIPPED: the Live page, since ${missing}.`);

describe.skipIf(missing !== null)('the Live page', () => {
  let browser: Browser;
  let page: Page;
  let engine: MadeLiveEngine;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    engine = await MadeLiveEngine.start({ fps: 60, frame: await drawnFrames(page, 2), eventEveryMs: 700 });
    await page.goto(engine.address);
    await page.evaluate("location.hash = '#/live'");
  });
  afterEach(async () => {
    await page.close();
    await engine[Symbol.asyncDispose]();
  });

  const begin = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Begin' }).click();
    await expect.poll(() => engine.shown.length, { timeout: 60_000 }).toBeGreaterThan(3);
  };

  test('an overlay lies on the picture of its own frame', async () => {
    const kept = {
      layers: { outline: true, regions: false, bars: false, names: false, badges: false },
      units: [1],
      isMirrored: false,
      labels: Array<string>(9).fill('x'),
    };
    await page.evaluate(`localStorage.setItem('onset.live', ${JSON.stringify(JSON.stringify(kept))})`);
    await page.reload();
    await begin();
    const apart: number[] = [];
    for (let look = 0; look < 12; look++) {
      const edges = await page.evaluate<{ outline: number; square: number } | null>(EDGES_ON_CANVAS);
      if (edges !== null) apart.push(Math.abs(edges.outline - edges.square));
      await page.waitForTimeout(130);
    }
    expect(apart.length).toBeGreaterThan(8);
    // A frame later the square lies ten frame pixels further on; the line is two wide and JPEG blurs by one.
    expect(Math.max(...apart)).toBeLessThan(4);
  });

  test('frames are acknowledged in their order, and never one that was not sent', async () => {
    await begin();
    const shown = [...engine.shown];
    expect(shown).toEqual(shown.toSorted((one, other) => one - other));
    expect(new Set(shown).size).toBe(shown.length);
  });

  test('keys record, mark, save the replay, switch layers and stop', async () => {
    await begin();
    await page.keyboard.press('r');
    await page.getByText(/^REC 0:/).waitFor();
    await page.keyboard.press('2');
    await page.getByRole('listitem').filter({ hasText: 'Answer' }).waitFor();
    await page.keyboard.press('b');
    await page.getByText(/^Saved the last .*replay-1\.mp4/).waitFor();
    const outline = page.getByRole('button', { name: 'Outline' });
    expect(await outline.getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('o');
    expect(await outline.getAttribute('aria-pressed')).toBe('false');
    await page.keyboard.press('r');
    await page.getByText('Not recording').waitFor();
    await page.keyboard.press('Shift+S');
    await page.getByRole('button', { name: 'Review this session' }).waitFor();
    expect(engine.asked.filter((name) => /record|mark|keepReplay|stop/.test(name))).toEqual([
      ...['live.record', 'live.mark', 'live.keepReplay', 'live.record', 'live.stop'],
    ]);
  });

  test('a face gets a name that the lists take over', async () => {
    await begin();
    await page.getByRole('button', { name: 'Rename Person 2' }).click();
    await page.keyboard.type('Anna');
    await page.keyboard.press('Enter');
    await page.getByRole('figure').filter({ hasText: 'Anna' }).waitFor();
    expect(engine.asked).toContain('live.nameFace');
  });

  test('others are only filmed after each of them agreed', async () => {
    await page.getByLabel('Others as well').check();
    const start = page.getByRole('button', { name: 'Begin' });
    expect(await start.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Show the notice' }).click();
    const notice = page.getByRole('dialog');
    await expect.poll(() => notice.innerText()).toContain('You may stop at any time.');
    await notice.getByLabel('Your name').fill('P-17');
    await notice.getByRole('button', { name: 'I have read this' }).click();
    expect(await start.isEnabled()).toBe(true);
  });

  test('the person filmed sees what happens and can stop it', async () => {
    await begin();
    await page.evaluate("location.hash = '#/notice'");
    await page.getByText('No video is being recorded.').waitFor();
    engine.change({ isRecording: true });
    await page.getByText('Video is being recorded.', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Stop the camera' }).click();
    await page.getByText('The camera is off').waitFor();
    expect(engine.asked).toContain('live.stop');
  });

  test('a lost camera is told with its remedy, and can be left', async () => {
    await begin();
    engine.change({
      state: 'lost',
      problem: { code: 'camera-lost', message: 'The camera does not answer.', remedy: 'Plug it in again.' },
    });
    await page.getByText('Plug it in again.').waitFor();
    expect(await page.getByRole('button', { name: 'Record' }).isDisabled()).toBe(true);
  });

  describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
    test('axe finds nothing wrong', async () => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await axeFindings(page)).toEqual([]);
      await begin();
      await page.getByText('AU12 left').first().waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await page.evaluate("location.hash = '#/notice'");
      await page.getByText('You are on camera').waitFor();
      expect(await axeFindings(page)).toEqual([]);
    });
  });
});

/** Runs in the page: where the first face's outline and the left edge of its square lie, in frame pixels. */
const EDGES_ON_CANVAS = `(() => {
  const { widthPx, heightPx } = ${JSON.stringify(FRAME)};
  const canvas = document.querySelector('canvas');
  const scale = Math.min(canvas.width / widthPx, canvas.height / heightPx);
  const left = (canvas.width - widthPx * scale) / 2;
  const top = (canvas.height - heightPx * scale) / 2;
  // Across the middle of the first square.
  const { data } = canvas.getContext('2d').getImageData(0, Math.round(top + 68 * scale), canvas.width, 1);
  let outline = -1;
  let square = -1;
  for (let x = 0; x < canvas.width; x++) {
    const [r, g, b] = data.subarray(4 * x, 4 * x + 3);
    if (outline < 0 && b - r > 60) outline = x;
    if (square < 0 && Math.min(r, g, b) > 235) square = x;
  }
  return outline < 0 || square < 0 ? null : { outline: (outline - left) / scale, square: (square - left) / scale };
})()`;
