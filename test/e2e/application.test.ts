import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../contract/channels/app.ts';
import { openApplication, whyNotOpen } from './open-application.ts';

const reason = whyNotOpen();

test.skipIf(reason !== null)(
  `the application opens, speaks to its engine and breaks no rule of its own${reason === null ? '' : ` (${reason})`}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'onset e2e '));
    const settings = { ...DEFAULT_SETTINGS, purpose: 'research' };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
    try {
      await using application = await openApplication(folder);
      const { page } = application;
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.reload();
      await page.getByRole('heading').first().waitFor();
      const outside = await page.evaluate(() =>
        fetch('https://example.com/').then(
          () => 'answered',
          () => 'refused',
        ),
      );
      expect(outside).toBe('refused');
      // The page counts what it was kept from; the engine, which asked for nothing, counts none.
      await page.getByRole('navigation').getByRole('button', { name: 'About' }).click();
      const about = page.getByRole('dialog');
      await about.getByText('before they could leave: 1.').waitFor();
      expect(await about.locator('.outbound strong').innerText()).toBe('0');
      await page.keyboard.press('Escape');
      // Trusted types refuse it before the policy has to.
      await page
        .evaluate(
          "document.head.append(Object.assign(document.createElement('script'), { text: 'wasRun = 1' }))",
        )
        .catch(() => undefined);
      expect(await page.evaluate(() => 'wasRun' in globalThis)).toBe(false);
      // Refusing the two above is what the policy is for; nothing else may have been refused.
      expect(complaints.filter((text) => !/example\.com|TrustedScript|inline script/i.test(text))).toEqual(
        [],
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
