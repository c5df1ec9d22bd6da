/**
 * Takes the pictures of docs/screenshots anew, each in both themes, from the application itself in Chromium, on the
 * built-in sample: `node scripts/take-screenshots.ts [NAME…]`. The Trainer's views, which need a training, are not
 * among them, but for the empty one.
 *
 * The order is a newcomer's way through the application. FFmpeg makes the files small
 * (`scripts/install-debian-tools.sh`).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openApplication } from '../test/e2e/open-application.ts';

const FOLDER = join(import.meta.dirname, '..', 'docs', 'screenshots');
/** Panels slide in, pictures fade in. */
const SETTLE_MS = 700;
const SIZE = { width: 1440, height: 900 };

const wanted = process.argv.slice(2);
const dataDir = mkdtempSync(join(tmpdir(), 'onset-screenshots-'));
try {
  await using application = await openApplication(dataDir);
  const { page } = application;
  page.setDefaultTimeout(60_000);
  await page.setViewportSize(SIZE);
  await firstRun(page);
  await review(page);
  await panels(page);
  await live(page);
  await page.evaluate("location.hash = '#/trainer'");
  await page.getByRole('heading').first().waitFor();
  await shot(page, 'trainer-empty');
  await page.evaluate("location.hash = '#/home'");
  await page.getByRole('heading').first().waitFor();
  await shot(page, 'home');
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}

async function firstRun(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio').first().check();
  await dialog.getByRole('checkbox').check();
  await shot(page, 'first-run');
  await dialog.getByRole('button', { name: 'Start', exact: true }).click();
  await page.waitForURL(/#\/review\//, { timeout: 180_000 });
}

async function review(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Confirm', exact: true }).waitFor();
  await page.keyboard.press('u');
  await page.keyboard.press('2');
  await page.keyboard.press('z');
  await page.waitForTimeout(1500);
  await shot(page, 'review');
  await page.getByRole('tab', { name: 'Why this' }).click();
  await page.getByText('Action units', { exact: true }).last().scrollIntoViewIfNeeded();
  await shot(page, 'evidence');
  await page.getByRole('tab', { name: 'Raters' }).click();
  await shot(page, 'agreement');
  await page.getByRole('tab', { name: 'Why this' }).click();
  await page.getByRole('button', { name: 'Export…' }).click();
  await page.getByRole('dialog').getByLabel(/ELAN/).check();
  await shot(page, 'export');
  await close(page);
  await page.getByRole('button', { name: 'Consent and retention' }).click();
  await page.getByRole('dialog').getByLabel('Participant').fill('P07');
  await page.getByRole('dialog').getByRole('button', { name: 'Record consent' }).click();
  await shot(page, 'consent');
  await close(page);
}

async function panels(page: Page): Promise<void> {
  for (const [name, button] of [
    ['keys', 'Keyboard'],
    ['settings', 'Settings'],
    ['about', 'About'],
  ] as const) {
    await page.getByRole('navigation').getByRole('button', { name: button }).click();
    await page.getByRole('dialog').waitFor();
    await shot(page, name);
    await close(page);
  }
}

async function live(page: Page): Promise<void> {
  await page.evaluate("location.hash = '#/live'");
  await page.getByText('Camera', { exact: true }).first().click();
  await page.getByText('No camera was found').waitFor();
  await shot(page, 'live-no-camera');
  await page.getByText('Built-in sample', { exact: true }).click();
  await page.getByText('60 fps', { exact: true }).click();
  await shot(page, 'live-setup');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('group', { name: 'Counters' }).waitFor();
  await page
    .getByText(/suggests/)
    .first()
    .waitFor();
  await page.keyboard.press('r');
  await page.getByText(/^REC 0:/).waitFor();
  await page.keyboard.press('2');
  await page.waitForTimeout(12_000);
  await shot(page, 'live-recording');
  await page.keyboard.press('r');
  await page.getByText('Not recording').waitFor();
  await page.getByRole('button', { name: /^Neutral/ }).click();
  await shot(page, 'live-calibration');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+S');
  await page.getByRole('button', { name: 'Review this session' }).waitFor();
  await shot(page, 'live-ended');
}

async function close(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

async function shot(page: Page, name: string): Promise<void> {
  if (wanted.length > 0 && !wanted.includes(name)) return;
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.waitForTimeout(SETTLE_MS);
    const path = join(FOLDER, `${name}-${theme}.png`);
    await page.screenshot({ path });
    shrink(path);
  }
  console.log(name);
}

/** To 256 colours, which a third of the bytes hold. */
function shrink(path: string): void {
  const small = `${path}.small.png`;
  const filter = 'split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=dither=sierra2_4a';
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', path, '-vf', filter, '-frames:v', '1', small]);
  renameSync(small, path);
}
