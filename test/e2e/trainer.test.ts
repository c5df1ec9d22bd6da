/**
 * A newcomer to the Trainer, without a terminal: from a folder of faces to a recognizer in use and back, with the real
 * engine, which is killed on the way in the middle of an epoch.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { SPLITS, splitOf, type Split } from '../../models/data/clips/index.ts';
import { openApplication, whyNotOpen } from './open-application.ts';

const FACES = join(import.meta.dirname, '..', '..', '..', 'shared', 'faces');
/** Portraits of each part: who is in which follows from a picture's name. */
const FACES_OF: Readonly<Record<Split, number>> = { train: 6, validation: 2, test: 1 };

const reason = whyNotOpen() ?? (existsSync(FACES) ? null : 'there are no portraits at ../shared/faces');
if (reason !== null) console.warn(`SKIPPED: the way through the Trainer, since ${reason}.`);

/** Clips are drawn and a network is trained: seconds where nothing else runs, minutes on a busy machine. */
const PATIENCE_MS = 280_000;

test.skipIf(reason !== null)(
  `a newcomer trains a recognizer on a folder of faces and installs it${reason === null ? '' : ` (${reason})`}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'onset e2e '));
    const faces = join(folder, 'my faces');
    mkdirSync(faces);
    const portraits = readdirSync(FACES).filter((name) => name.endsWith('.jpg'));
    const chosen = SPLITS.flatMap((part) =>
      portraits.filter((name) => splitOf(name) === part).slice(0, FACES_OF[part]),
    );
    for (const name of chosen) copyFileSync(join(FACES, name), join(faces, name));
    try {
      await using application = await openApplication(join(folder, 'data'));
      const { page } = application;
      page.setDefaultTimeout(PATIENCE_MS);
      await passFirstRun(page);
      await page.getByRole('link', { name: 'Trainer' }).click();

      // Data: looked into before anything runs.
      await page.getByRole('button', { name: 'Choose data' }).click();
      await page.getByLabel('Folder').fill(faces);
      await page.getByRole('button', { name: 'Look inside' }).click();
      await page.getByText(`${String(chosen.length)} pictures`).waitFor();
      await page.getByRole('spinbutton', { name: 'Clips to draw' }).fill('40');
      await page.getByLabel('They are in the public domain').check();
      await page.getByRole('button', { name: 'Prepare' }).click();
      await page.getByRole('listitem').filter({ hasText: 'my faces' }).getByText('Ready').waitFor();

      // A network, two epochs, and what it will cost here.
      await page.getByRole('button', { name: 'Next' }).click();
      await page.getByRole('radio', { name: /au-gacn/ }).check();
      await page.getByRole('radio', { name: /^light/ }).check();
      await page.getByRole('button', { name: 'Next' }).click();
      await page.getByLabel('Name', { exact: true }).fill('Mine');
      await page.getByText('Advanced').click();
      await page.getByLabel('Epochs').fill('60');
      await page.getByLabel('Epochs').press('Tab');
      await page.getByText('Learns from').waitFor();
      await page.getByRole('button', { name: 'Start', exact: true }).click();

      // Curves come while it runs; the engine dies in the middle of an epoch.
      await page.getByRole('heading', { name: /Mine/ }).waitFor();
      const step = page.locator('dt', { hasText: /^Step$/ }).locator('xpath=../dd');
      await expect.poll(() => stepOf(step.innerText()), { timeout: PATIENCE_MS }).toBeGreaterThan(5);
      await expect.poll(() => page.locator('path.line').count(), { timeout: PATIENCE_MS }).toBeGreaterThan(0);
      const pid = application.enginePid();
      if (pid !== null) {
        process.kill(pid, 'SIGKILL');
        await page.getByText('The engine ended and was started again').waitFor();
      }
      // By itself it goes on from its last save; where it could not, a button is there.
      await page.getByRole('button', { name: 'Pause' }).waitFor();
      await expect.poll(() => stepOf(step.innerText()), { timeout: PATIENCE_MS }).toBeGreaterThan(6);

      // Enough: finished early, looked at, installed.
      await page.getByRole('button', { name: 'Finish now' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Finish now' }).click();
      await page.getByText('Finished when you asked for it.').waitFor();
      await page.getByRole('tab', { name: 'Right and wrong' }).click();
      await page
        .getByRole('button', { name: /^Known .*: [1-9]/ })
        .first()
        .click();
      await page.getByRole('slider', { name: 'Frames of the clip' }).waitFor();
      await page.getByRole('tab', { name: 'Model' }).click();
      await page.getByRole('button', { name: 'Use this one' }).click();
      await page.getByText('Mine names events from now on.').waitFor();
      const trained = await recognizerInAbout(page, null);
      await page.getByRole('button', { name: 'Back to the shipped one' }).click();
      await page.getByRole('button', { name: 'Use this one' }).waitFor();
      await recognizerInAbout(page, trained);

      // All of it is the engine's: a page that is loaded again knows it.
      await page.reload();
      await page.getByRole('heading', { name: /Mine/ }).waitFor();
      await page
        .getByRole('button', { name: 'Use this one' })
        .or(page.getByRole('tab', { name: 'Model' }))
        .first()
        .waitFor();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  2 * PATIENCE_MS,
);

async function passFirstRun(page: Page): Promise<void> {
  await page.getByText('Annotation and training').click();
  await page.getByText('I have read this').click();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
}

/** `1,440 of 2,520` → 1440. */
async function stepOf(text: Promise<string>): Promise<number> {
  return Number((await text).split(' ')[0]!.replaceAll(',', ''));
}

/** What About says, once it is not the same as before. */
async function recognizerInAbout(page: Page, before: string | null): Promise<string> {
  await page.getByRole('button', { name: 'About' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Recognizer').first().waitFor();
  await expect.poll(() => dialog.innerText(), { timeout: PATIENCE_MS }).not.toBe(before);
  const text = await dialog.innerText();
  await dialog.getByRole('button', { name: 'Close' }).click();
  return text;
}
