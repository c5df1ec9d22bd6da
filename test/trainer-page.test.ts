/**
 * The Trainer in a real browser, before an engine that pretends: every state a run can be in, every button, and
 * everything readable and reachable for those who do not see it.
 */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { axeFindings } from './helpers/axe.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from './helpers/chromium.ts';
import { drawnFrames } from './helpers/drawn-frames.ts';
import { BUILT_PAGE } from './helpers/made-engine.ts';
import { MadeTrainerEngine } from './helpers/made-trainer-engine.ts';

const missing = !existsSync(CHROMIUM)
  ? 'Chromium is not here (apt-get install chromium)'
  : existsSync(BUILT_PAGE)
    ? null
    : 'the interface is not built';
if (missing !== null) console.warn(`SKIPPED: the Trainer's page, since ${missing}.`);

/** A busy machine draws late; a page that never draws fails all the same. */
const PATIENCE = { timeout: 60_000 };

describe.skipIf(missing !== null)('the Trainer', () => {
  let browser: Browser;
  let page: Page;
  let engine: MadeTrainerEngine;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.setDefaultTimeout(PATIENCE.timeout);
    const frame = await drawnFrames(page, 1);
    const clip = Array.from({ length: 16 }, (_, index) => frame(index).jpeg);
    engine = await MadeTrainerEngine.start({ faces: clip, clip });
    engine.fill();
    await page.goto(engine.address);
  });
  afterEach(async () => {
    await page.close();
    await engine[Symbol.asyncDispose]();
  });

  const go = (place: string): Promise<unknown> => page.evaluate(`location.hash = '#/trainer${place}'`);

  test('without runs it teaches what training is for, and leads to data', async () => {
    engine.runs = [];
    await go('');
    await page.getByText('Teach Onset to see what you study').waitFor();
    await page.getByRole('button', { name: 'Choose data' }).click();
    await page.getByRole('heading', { name: 'What should it learn from?' }).waitFor();
    expect(await page.evaluate('location.hash')).toBe('#/trainer/new/data');
  });

  test('what waits can be put into another order', async () => {
    await go('');
    const waiting = page.getByRole('region', { name: /Waiting/ }).getByRole('link');
    await expect.poll(() => waiting.allInnerTexts(), PATIENCE).toHaveLength(2);
    const [first, second] = await waiting.allInnerTexts();
    await page.getByRole('button', { name: `Move ${String(second)} up` }).click();
    await expect.poll(() => waiting.allInnerTexts(), PATIENCE).toEqual([second, first]);
  });

  test('from a folder to a run, by three steps, and a reload on the way loses nothing', async () => {
    await go('/new/data');
    await page.getByRole('button', { name: 'Add data' }).click();
    await page.getByLabel('Folder').fill('/nowhere');
    await page.getByRole('button', { name: 'Look inside' }).click();
    await page.getByText('Check how it is written, or choose it.').waitFor();
    await page.getByLabel('Folder').fill('/home/ada/portraits');
    await page.getByRole('button', { name: 'Look inside' }).click();
    await page.getByText('16 pictures').waitFor();
    const prepare = page.getByRole('button', { name: 'Prepare' });
    // Nobody's face is changed before somebody said by what right.
    expect(await prepare.isDisabled()).toBe(true);
    await page.getByLabel('They are in the public domain').check();
    await prepare.click();
    await page.getByRole('progressbar', { name: 'Preparing portraits' }).waitFor();
    engine.changeData('freshdata', { state: 'ready', progress01: null });
    await page.getByRole('button', { name: 'Next' }).click();
    await page.reload();
    await page.getByRole('radio', { name: /paper/ }).check();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('about 30 minutes').waitFor();
    await page.getByText('Advanced').click();
    await page.getByLabel('Epochs').fill('3');
    await page.getByLabel('Single options').fill('auWeight=0');
    await page.getByLabel('Name', { exact: true }).fill('Mine');
    await page.getByRole('button', { name: 'Add to the queue' }).click();
    await page.getByRole('heading', { name: /Mine/ }).waitFor();
    expect(engine.added).toEqual([
      expect.objectContaining({
        ...{ name: 'Mine', network: 'au-gacn', preset: 'paper', data: ['freshdata'], epochs: 3 },
        changes: { auWeight: 0 },
      }),
    ]);
  });

  test('a run is paused and resumed by its key; to stop or finish it, one is asked', async () => {
    await go('/run/runningaa');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.keyboard.press('Space');
    await page.getByText('Nothing is lost if you close Onset now.').waitFor();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.keyboard.press('f');
    await page.getByRole('dialog').getByRole('button', { name: 'Let it run' }).click();
    await page.keyboard.press('Shift+S');
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
    await page.getByText('The step that runs is finished and saved.').waitFor();
    expect(engine.commands).toEqual([
      ['runningaa', 'pause'],
      ['runningaa', 'resume'],
      ['runningaa', 'stop'],
    ]);
  });

  test('curves grow as steps come, are read at the cursor, and are a table too', async () => {
    await go('/run/runningaa');
    const cursor = page.getByRole('slider', { name: /^Loss:/ });
    await cursor.focus();
    await page.keyboard.press('Home');
    await expect
      .poll(() => cursor.getAttribute('aria-valuetext'), PATIENCE)
      .toMatch(/^Step 0: each step 2\.\d/);
    await page.keyboard.press('Escape');
    const line = page.locator('path.line').first();
    const before = await line.getAttribute('d');
    engine.tellPoints('runningaa', 1440, 200);
    await expect.poll(() => line.getAttribute('d'), PATIENCE).not.toBe(before);
    await page.keyboard.press('t');
    await expect.poll(() => page.getByRole('row').count(), PATIENCE).toBe(23);
  });

  test('why a run died is said with what to do, and it can go on', async () => {
    await go('/run/brokenaaa');
    await page.getByText('Go on with a third of the learning rate').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect.poll(() => engine.commands, PATIENCE).toEqual([['brokenaaa', 'go-on']]);
  });

  test('another run begins with one that has ended, of its network and size, and says with what of it', async () => {
    await go('/run/doneaaaaa');
    await page.getByRole('button', { name: 'Begin another run with it' }).click();
    await page.getByLabel('Portraits').check();
    await page.getByRole('button', { name: 'Next' }).click();
    expect(await page.getByRole('radio', { name: /^au-gacn/ }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Next' }).click();
    const beginning = page.getByLabel('Begin with');
    expect(await beginning.locator('option:checked').innerText()).toBe(
      'First recognizer (its best epoch, 14)',
    );
    await page.getByRole('button', { name: 'Add to the queue' }).click();
    const order = { from: 'doneaaaaa', network: 'au-gacn', preset: 'light', data: ['portraits'] };
    await expect.poll(() => engine.added).toMatchObject([order]);
  });

  test('a cell of the confusion matrix opens the clips behind it, frame by frame', async () => {
    await go('/run/doneaaaaa');
    await page.getByRole('tab', { name: 'Right and wrong' }).click();
    const cell = page.getByRole('button', { name: 'Known others, said negative: 9 clips' });
    await cell.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    const strip = page.getByRole('slider', { name: 'Frames of the clip' });
    await strip.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => strip.getAttribute('aria-valuetext'), PATIENCE).toBe('Frame 10 of 16');
    await page.getByRole('button', { name: 'Play' }).click();
    await expect.poll(() => strip.getAttribute('aria-valuetext'), PATIENCE).not.toBe('Frame 10 of 16');
  });

  test('a model is installed with one click, and its card is written', async () => {
    await go('/run/doneaaaaa');
    await page.getByRole('tab', { name: 'Model' }).click();
    await page.getByRole('button', { name: 'Use this one' }).click();
    await page.getByRole('button', { name: 'Back to the shipped one' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Use this one' }).waitFor();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Model card' }).fill('# Only for our lamp\n\n- and our camera');
    await page.getByRole('button', { name: 'Save card' }).click();
    await page.getByRole('heading', { name: 'Only for our lamp' }).waitFor();
    expect(engine.cards.get('modelaaaaaaaaaaa')).toContain('our camera');
  });

  describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
    test.each([
      ['', 'Ended'],
      ['/new/data', 'What should it learn from?'],
      ['/run/runningaa', 'Terms of the loss'],
      ['/run/losoaaaaa', 'Folds'],
      ['/compare/runningaa,doneaaaaa', 'Best scores'],
      ['/data', 'Licensed sets'],
      ['/models', 'Model card'],
    ])('axe finds nothing wrong at %s', async (place, heading) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await go(place);
      await page.getByRole('heading', { name: heading }).first().waitFor();
      // Figures come after the frame they stand in.
      await page.waitForTimeout(300);
      expect(await axeFindings(page)).toEqual([]);
    });

    test('axe finds nothing wrong where clips are made with a generator', async () => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await go('/run/makeraaaa');
      await page.getByRole('tab', { name: 'Make clips' }).click();
      await page.getByText('can be asked for action units 4, 12').waitFor();
      expect(await page.getByLabel('Whose faces').locator('option').allInnerTexts()).toEqual([
        'Portraits',
        'CASME II',
      ]);
      expect(await axeFindings(page)).toEqual([]);
    });

    test('axe finds nothing wrong in what is opened: a look, a cell, the steps of a new run', async () => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await go('/run/doneaaaaa');
      await page.getByRole('tab', { name: 'Right and wrong' }).click();
      await page.getByRole('button', { name: /Known others, said negative/ }).click();
      await page.getByRole('slider', { name: 'Frames of the clip' }).waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await go('/new/data');
      await page.getByLabel('Portraits').check();
      await page.getByRole('button', { name: 'Add data' }).click();
      await page.getByLabel('Folder').fill('/data/CASME2');
      await page.getByRole('button', { name: 'Look inside' }).click();
      await page.getByText('255 are coded').waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await page.getByRole('button', { name: 'Next' }).click();
      await page.getByRole('heading', { name: 'Which network?' }).waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await page.getByRole('button', { name: 'Next' }).click();
      await page.getByText('about 30 minutes').waitFor();
      await page.getByText('Advanced').click();
      expect(await axeFindings(page)).toEqual([]);
    });
  });

  test('at twice the text size nothing is cut off sideways', async () => {
    await page.evaluate("document.documentElement.style.fontSize = '200%'");
    for (const place of ['', '/new/data', '/run/runningaa', '/models', '/data']) {
      await go(place);
      await page.getByRole('heading').first().waitFor();
      const over = await page.evaluate<number>(
        "(() => { const main = document.querySelector('.view > *'); return main.scrollWidth - main.clientWidth; })()",
      );
      expect(over, place).toBeLessThanOrEqual(0);
    }
  });
});
