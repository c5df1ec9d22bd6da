/** Reviewing as a person does it: a clip with two faces dropped on the page, every key of playing, sound. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../contract/channels/app.ts';
import { axeFindings } from '../helpers/axe.ts';
import { evenTimes, portrait, TILE_PX, writeFaceClip } from '../helpers/face-clip.ts';
import { makeClip } from '../helpers/make-clip.ts';
import { openApplication, whyNotOpen, type OpenApplication } from './open-application.ts';

const reason = whyNotOpen();
if (reason !== null) console.warn(`SKIPPED: reviewing in the page, since ${reason}.`);
/** A busy machine analyses and draws late; a page that never does fails all the same. */
const PATIENCE = { timeout: 120_000 };
const FPS = 60;
const SECONDS = 4;
const LAST_FRAME = SECONDS * FPS - 1;

let folder: string;
let application: OpenApplication;
let page: Page;
let twoFaces: string;

beforeAll(async () => {
  if (reason !== null) return;
  folder = mkdtempSync(join(tmpdir(), 'onset e2e '));
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const settings = { ...DEFAULT_SETTINGS, purpose: 'self-review', rater: 'Ada', jumpFrames: 7 };
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify(settings));
  const still = await portrait();
  await writeFaceClip(join(folder, 'two faces.mp4'), {
    ...{ widthPx: 2 * TILE_PX, heightPx: TILE_PX, timesUs: evenTimes(SECONDS, FPS) },
    faces: [
      { still, moves: [{ au: 12, atS: 1.6, peakPctIod: 6 }], at: () => [0, 0] },
      { still, moves: [{ au: 4, atS: 2.6, peakPctIod: 6 }], at: () => [TILE_PX, 0] },
    ],
  });
  makeClip(join(folder, 'tone.mp4'), {
    video: [{ frames: 150, fps: 30, widthPx: 320, heightPx: 240 }],
    soundS: 5,
  });
  application = await openApplication(dataDir);
  ({ page } = application);
  page.setDefaultTimeout(PATIENCE.timeout);
  await drop(page, [join(folder, 'two faces.mp4')], 'video/mp4');
  await page.getByText('Analysing two faces.mp4').waitFor();
  await page.waitForURL(/#\/review\//);
  twoFaces = page.url();
  await page.getByText(`/${LAST_FRAME}`).waitFor();
});
afterAll(async () => {
  await application[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const frame = async (): Promise<number> =>
  Number((await page.locator('.place span.numbers').innerText()).split('/')[0]);
const listed = () => page.getByRole('listbox', { name: 'Candidates and events' }).getByRole('option');
/** The picture that is there is the one that is meant. */
const seen = (wanted: number): Promise<void> => expect.poll(frame, PATIENCE).toBe(wanted);

test.skipIf(reason !== null)(
  'what is no recording is refused in a line, whichever view it is dropped on',
  async () => {
    writeFileSync(join(folder, 'notes.txt'), 'no video');
    await drop(page, [join(folder, 'notes.txt')], 'text/plain');
    const refusal = page.getByRole('alert').filter({ hasText: '“notes.txt” is no video.' });
    await refusal.waitFor();
    expect(await refusal.innerText()).toContain('Drop an MP4');
    await refusal.getByRole('button', { name: 'Close' }).click();
    await page.goto(twoFaces);
  },
);

test.skipIf(reason !== null)(
  'two faces have their names, colours and strips, and the list is filtered by them',
  async () => {
    const lanes = page.getByRole('button', { name: /^Person \d$/ });
    await expect.poll(() => lanes.allInnerTexts(), PATIENCE).toEqual(['Person 1', 'Person 2']);
    const colours = await page.evaluate<string[]>(
      `[...document.querySelectorAll('.lane i')].map((dot) => getComputedStyle(dot).backgroundColor)`,
    );
    expect(new Set(colours).size).toBe(2);
    const rows = listed();
    const all = await rows.count();
    expect(all).toBeGreaterThanOrEqual(2);
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    for (const name of ['Person 1', 'Person 2']) {
      await page.getByRole('combobox', { name: 'Face', exact: true }).selectOption(name);
      await expect.poll(() => rows.count(), PATIENCE).toBeLessThan(all);
      for (const said of await rows.all()) expect(await said.getAttribute('title')).toContain(name);
    }
    // The list follows the name.
    await lanes.nth(1).click();
    await page.getByRole('dialog').getByRole('textbox').fill('Berta');
    await page.keyboard.press('Enter');
    await expect.poll(() => rows.first().getAttribute('title'), PATIENCE).toContain('Berta');
    await page.getByRole('combobox', { name: 'Face', exact: true }).selectOption('');
    await page.getByLabel('Most score').fill('0');
    await expect.poll(() => page.getByText('Nothing matches').count(), PATIENCE).toBe(1);
    await page.getByRole('button', { name: 'Show all' }).first().click();
    await expect.poll(() => rows.count(), PATIENCE).toBe(all);
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
  },
);

test.skipIf(reason !== null)('every key of playing does what is said of it', async () => {
  await page.locator('canvas').first().click();
  const speed = page.getByLabel('Speed');
  const now = page.locator('.transport .now');
  const press = (keys: string): Promise<void> => page.keyboard.press(keys);
  await press('Home');
  await seen(0);
  for (const [keys, wanted] of [
    ['ArrowRight', 1],
    ['.', 2],
    [',', 1],
    ['Shift+ArrowRight', 8],
    ['ArrowLeft', 7],
    ['Shift+ArrowLeft', 0],
    ['ArrowLeft', 0],
    ['End', LAST_FRAME],
    ['.', LAST_FRAME],
  ] as const) {
    await press(keys);
    await seen(wanted);
  }
  // J backwards, again faster; K stops; L forwards, and against J it slows down first.
  await press('j');
  await expect.poll(frame, PATIENCE).toBeLessThan(LAST_FRAME);
  expect(await now.innerText()).toBe('−1 ×');
  await press('j');
  expect(await now.innerText()).toBe('−2 ×');
  await press('l');
  expect(await now.innerText()).toBe('−1 ×');
  await press('k');
  await expect.poll(() => now.count()).toBe(0);
  await press('Home');
  await press('l');
  await press('l');
  expect(await now.innerText()).toBe('2 ×');
  await expect.poll(frame, PATIENCE).toBeGreaterThan(0);
  await press('k');
  const stopped = await frame();
  await page.waitForTimeout(200);
  expect(await frame()).toBe(stopped);
  // All eight speeds, by the keys and in the menu.
  const speeds = ['1/32 ×', '1/16 ×', '1/8 ×', '1/4 ×', '1/2 ×', '1 ×', '2 ×', '4 ×'];
  expect(await speed.locator('option').allInnerTexts()).toEqual(speeds);
  for (let i = 0; i < speeds.length; i++) await press('<');
  for (const each of speeds) {
    expect(await speed.locator('option:checked').innerText()).toBe(each);
    await press('>');
  }
  await press('Home');
  for (let i = 0; i < speeds.length; i++) await press('<');
  await press('Space');
  expect(await now.innerText()).toBe('1/32 ×');
  // Sixty frames a second at a thirty-second: two a second.
  await expect.poll(frame, PATIENCE).toBe(1);
  await press('Space');
  expect(await frame()).toBeLessThan(5);
  for (let i = 0; i < 5; i++) await press('>');
  // The chosen candidate over and over, and out of it again.
  await listed().first().click();
  const event = await frame();
  await press('p');
  await expect.poll(() => now.innerText(), PATIENCE).toBe('1/4 ×');
  await page.waitForTimeout(1500);
  expect(Math.abs((await frame()) - event)).toBeLessThan(FPS);
  await press('k');
  for (const [keys, name] of [
    ['1', 'onset'],
    ['2', 'apex'],
    ['3', 'offset'],
  ] as const) {
    await press(keys);
    const handle = page.getByRole('slider', { name: new RegExp(`^${name} of`, 'i') });
    await seen(Number(await handle.getAttribute('aria-valuenow')));
  }
  const outline = page.getByRole('button', { name: 'Face outline' });
  const before = await outline.getAttribute('aria-pressed');
  await press('o');
  await expect.poll(() => outline.getAttribute('aria-pressed')).not.toBe(before);
  await press('o');
  await expect.poll(() => outline.getAttribute('aria-pressed')).toBe(before);
});

test.skipIf(reason !== null)(
  'sound is heard forwards from a quarter to four times, at its own pitch, and not otherwise',
  async () => {
    await page.evaluate("location.hash = '#/home'");
    await page.getByRole('heading', { name: 'Open a recording' }).waitFor();
    await drop(page, [join(folder, 'tone.mp4')], 'video/mp4');
    await page.waitForURL((url) => /review/.test(url.hash) && url.href !== twoFaces);
    await page.getByText('/149').waitFor();
    await page.evaluate(`{
    const { play } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = function () { globalThis.sounding = this; return play.call(this); };
  }`);
    await page.keyboard.press('m');
    const heard = (): Promise<unknown> =>
      page.evaluate(
        `globalThis.sounding && { isOn: !sounding.paused, rate: sounding.playbackRate, keepsPitch: sounding.preservesPitch }`,
      );
    const choose = (speed: string): Promise<unknown> =>
      page.getByLabel('Speed').selectOption({ label: speed }, PATIENCE);
    for (const [speed, isOn] of [
      ['1 ×', true],
      ['1/4 ×', true],
      ['1/8 ×', false],
      ['2 ×', true],
      ['1/32 ×', false],
      ['4 ×', true],
    ] as const) {
      await choose(speed);
      await page.locator('canvas').first().click();
      await page.keyboard.press('Home');
      await page.keyboard.press('Space');
      const rate = speed.includes('/') ? 1 / Number(speed.slice(2, -2)) : Number(speed.slice(0, -2));
      const wanted = isOn ? { isOn, rate, keepsPitch: true } : { isOn };
      await expect.poll(heard, PATIENCE).toMatchObject(wanted);
      await page.keyboard.press('k');
      await expect.poll(heard, PATIENCE).toMatchObject({ isOn: false });
    }
    await choose('1 ×');
    await page.keyboard.press('End');
    await page.keyboard.press('j');
    await page.waitForTimeout(300);
    expect(await heard()).toMatchObject({ isOn: false });
  },
);

test.skipIf(reason !== null)(
  'a large file is sent with progress, and broken off leaves nothing',
  async () => {
    await page.evaluate("location.hash = '#/home'");
    await page.getByRole('heading', { name: 'Open a recording' }).waitFor();
    // As over a slow disk, so that there is something to see.
    const network = await page.context().newCDPSession(page);
    const speed = { downloadThroughput: -1, uploadThroughput: 20e6, latency: 0, offline: false };
    await network.send('Network.emulateNetworkConditions', speed);
    const transfer = await page.evaluateHandle(`(() => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(200e6)], 'long.mp4', { type: 'video/mp4' }));
    return data;
  })()`);
    await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
    const bar = page.getByRole('progressbar', { name: 'Handing over long.mp4' });
    await expect
      .poll(async () => Number(await bar.getAttribute('aria-valuenow')), PATIENCE)
      .toBeGreaterThan(5);
    await page.getByText(/^\d+ % of 200 MB$/).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Choose a file…' }).waitFor();
    await expect.poll(() => readdirSync(join(folder, 'data', 'uploads')), PATIENCE).toEqual([]);
    expect(await page.getByRole('alert').count()).toBe(0);
    await network.send('Network.emulateNetworkConditions', { ...speed, uploadThroughput: -1 });
  },
);

test.skipIf(reason !== null)(
  'axe finds nothing wrong in Review and on the home page, in both themes',
  async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate("location.hash = '#/home'");
      await page.getByRole('heading', { name: 'Open a recording' }).waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await page.evaluate(`location.hash = '${new URL(twoFaces).hash}'`);
      await listed().first().waitFor();
      await page.getByRole('button', { name: /^Filter/ }).click();
      expect(await axeFindings(page)).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
  },
);

test.skipIf(reason !== null)(
  'at twice the text size nothing is cut off and no control lies over another',
  async () => {
    await page.evaluate("document.documentElement.style.fontSize = '200%'");
    for (const [place, ready] of [
      ['#/home', 'Open a recording'],
      [new URL(twoFaces).hash, 'two faces'],
    ] as const) {
      await page.evaluate(`location.hash = '${place}'`);
      await page.getByRole('heading', { name: ready }).first().waitFor();
      await page.waitForTimeout(500);
      expect(await page.evaluate<string[]>(AMISS), place).toEqual([]);
    }
    for (const panel of ['Keyboard', 'Settings', 'About']) {
      await page.getByRole('navigation').getByRole('button', { name: panel }).click();
      await page.getByRole('dialog').waitFor();
      expect(await page.evaluate<string[]>(AMISS), panel).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    await page.evaluate("document.documentElement.style.fontSize = ''");
  },
);

/**
 * Runs in the page: controls whose text does not fit, that stick out of what clips them, or that lie over each other.
 */
const AMISS = `(() => {
  const root = document.querySelector('dialog:modal') ?? document.body;
  const isScroller = (style) => /auto|scroll/.test(style.overflowX + style.overflowY);
  const controls = [...root.querySelectorAll('button, input, select, textarea, [role=tab]')].filter(
    (each) => each.checkVisibility({ visibilityProperty: true }) && each.getBoundingClientRect().width > 1,
  );
  const nameOf = (each) => each.getAttribute('aria-label') ?? each.innerText ?? each.type;
  const amiss = document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['the page is too wide'] : [];
  for (const each of controls) {
    const box = each.getBoundingClientRect();
    const isShortened = getComputedStyle(each).textOverflow === 'ellipsis';
    if (each.tagName === 'BUTTON' && !isShortened && each.scrollWidth > each.clientWidth + 1) amiss.push('cut: ' + nameOf(each));
    for (let around = each.parentElement; around !== null; around = around.parentElement) {
      const style = getComputedStyle(around);
      if (isScroller(style)) break;
      const outer = around.getBoundingClientRect();
      if (style.overflowX !== 'visible' && (box.right > outer.right + 2 || box.left < outer.left - 2)) amiss.push('clipped: ' + nameOf(each));
    }
  }
  for (const [index, each] of controls.entries())
    for (const other of controls.slice(index + 1)) {
      // What scrolls under a footer that stays is no fault.
      if (each.contains(other) || other.contains(each) || each.closest('footer') !== other.closest('footer')) continue;
      const [one, two] = [each.getBoundingClientRect(), other.getBoundingClientRect()];
      const width = Math.min(one.right, two.right) - Math.max(one.left, two.left);
      const height = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
      if (width > 3 && height > 3) amiss.push(nameOf(each) + ' over ' + nameOf(other));
    }
  return amiss;
})()`;

/** Drops files as the system does it: a `DataTransfer` with files, over the page and let go. */
async function drop(on: Page, paths: readonly string[], type: string): Promise<void> {
  const files = paths.map((path) => ({
    name: path.split('/').at(-1)!,
    base64: readFileSync(path).toString('base64'),
  }));
  // As text: the tests' types know no page.
  const transfer = await on.evaluateHandle(`(() => {
    const data = new DataTransfer();
    for (const { name, base64 } of ${JSON.stringify(files)})
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type: '${type}' }));
    return data;
  })()`);
  for (const event of ['dragover', 'drop']) await on.dispatchEvent('body', event, { dataTransfer: transfer });
}
