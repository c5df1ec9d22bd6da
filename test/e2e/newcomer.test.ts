/**
 * A newcomer without a camera: what Onset is for, the made clip, a step, a decision, an export, and all of it still
 * there.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openApplication, whyNotOpen } from './open-application.ts';

const reason = whyNotOpen();
/** The made clip is analyzed once, which a busy machine may take a while for. */
const PATIENCE_MS = 120_000;

test.skipIf(reason !== null)(
  `a newcomer sees the made clip at work and decides about a candidate${reason === null ? '' : ` (${reason})`}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'onset e2e '));
    try {
      await using application = await openApplication(folder);
      const { page } = application;
      await page.getByText('Watching myself').click();
      await page.getByText('I have read this').click();
      await page.getByRole('button', { name: 'Start', exact: true }).click();

      await page.waitForURL(/#\/review\//, { timeout: PATIENCE_MS });
      const place = page.getByText(/^\d+\/719$/);
      await place.waitFor({ timeout: PATIENCE_MS });
      const before = await place.innerText();
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => place.innerText()).not.toBe(before);
      await page.keyboard.press('ArrowLeft');
      await expect.poll(() => place.innerText()).toBe(before);

      await page.getByRole('button', { name: 'Confirm', exact: true }).click();
      const rater = page.getByRole('dialog').getByRole('textbox');
      if (await rater.isVisible({ timeout: 2000 }).catch(() => false)) {
        await rater.fill('Ada');
        await page.keyboard.press('Enter');
      }
      await expect.poll(() => page.getByText('Confirmed').count(), { timeout: 10_000 }).toBeGreaterThan(0);

      await page.reload();
      await place.waitFor({ timeout: PATIENCE_MS });
      await expect.poll(() => page.getByText('Confirmed').count(), { timeout: 10_000 }).toBeGreaterThan(0);
      await page.getByRole('button', { name: /Export/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(/ELAN/).check();
      await dialog.getByLabel(/Video clips/).check();
      await dialog.getByLabel('Which events').selectOption('Confirmed and relabelled');
      await dialog.getByRole('button', { name: 'Export', exact: true }).click();
      const written = (): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' });
      await expect
        .poll(() => written().filter((name) => /\.eaf$|event-\d+\.mp4$/.test(name)), { timeout: PATIENCE_MS })
        .toEqual([expect.stringMatching(/\.eaf$/), expect.stringMatching(/event-\d+\.mp4$/)]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
