/**
 * Live as a person has it, with the real engine: the sample as a camera, watched, recorded, marked, and then reviewed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openApplication, whyNotOpen } from './open-application.ts';

const missing = whyNotOpen();
if (missing !== null) console.warn(`SKIPPED: Live in the application, since ${missing}.`);

/** Networks are loaded, and the sample is analysed first. */
const PATIENCE_MS = 120_000;

describe.skipIf(missing !== null)('Live in the application', () => {
  test('the sample is watched, recorded, kept as a replay, marked, and opens in Review', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'onset e2e live '));
    try {
      await using application = await openApplication(dataDir);
      const { page } = application;
      page.setDefaultTimeout(PATIENCE_MS);
      await page.getByText('Research', { exact: true }).click();
      await page.getByText('I have read this').click();
      await page.getByRole('button', { name: 'Start', exact: true }).click();
      await page.waitForURL(/#\/review\//, { timeout: PATIENCE_MS });

      await page.evaluate("location.hash = '#/live'");
      await page.getByText('Built-in sample', { exact: true }).click();
      await page.getByText('60 fps', { exact: true }).click();
      await page.getByRole('button', { name: 'Begin' }).click();
      await page
        .getByText(/score 0\.\d\d/)
        .first()
        .waitFor();

      await page.keyboard.press('r');
      await page.getByText(/^REC 0:/).waitFor();
      await page.keyboard.press('2');
      await page.getByRole('listitem').filter({ hasText: 'Answer' }).waitFor();
      await page.keyboard.press('b');
      await page.getByText(/^Saved the last .*replay-1\.mp4/).waitFor();
      await page.keyboard.press('r');
      await page.getByText('Not recording').waitFor();

      // Nothing went wrong beside all this.
      expect(await page.getByRole('alert').allInnerTexts()).toEqual([]);
      await page.keyboard.press('Shift+S');
      await page.getByRole('button', { name: 'Review this session' }).click();
      await page.waitForURL(/#\/review\//, { timeout: PATIENCE_MS });
      await page.getByRole('tab', { name: 'Session' }).click();
      await page.getByText('Answer').waitFor();
      // Its picture comes from what was recorded.
      const place = page.getByTitle(/^Frame [\d,]+ of [\d,]+$/);
      const before = await place.innerText();
      await page.keyboard.press('.');
      await expect.poll(() => place.innerText(), { timeout: PATIENCE_MS }).not.toBe(before);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
