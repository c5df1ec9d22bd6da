#!/usr/bin/env node
/**
 * `node scripts/node24.mjs node scripts/make-icons.mjs`: build/icons/*.svg drawn by Chromium at every size that
 * installers want, as PNG, ICO and ICNS. The results are kept in the repository: nobody else needs to run this.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT } from './setup/paths.mjs';
import { toIcns, toIco } from './icons/containers.mjs';

const ICONS = join(ROOT, 'build', 'icons');
const CHROMIUM = process.env.ONSET_CHROMIUM ?? '/usr/bin/chromium';

/** macOS leaves a margin round the picture; elsewhere an icon fills its square. */
const ICNS_SIZES = [16, 32, 64, 128, 256, 512, 1024];
const ICO_SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256];
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const WHOLE = '0 0 1024 1024';
const FILLING = '88 88 848 848';

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
try {
  mkdirSync(join(ICONS, 'png'), { recursive: true });
  const app = readFileSync(join(ICONS, 'onset.svg'), 'utf8');
  const session = readFileSync(join(ICONS, 'session.svg'), 'utf8');
  write('onset.icns', toIcns(await drawAll(app, WHOLE, ICNS_SIZES)));
  write('onset.ico', toIco(await drawAll(app, FILLING, ICO_SIZES)));
  write('session.icns', toIcns(await drawAll(session, WHOLE, ICNS_SIZES)));
  write('session.ico', toIco(await drawAll(session, WHOLE, ICO_SIZES)));
  for (const [size, png] of await drawAll(app, FILLING, LINUX_SIZES)) write(`png/${size}x${size}.png`, png);
} finally {
  await browser.close();
}

/** PNGs by size in pixels. */
async function drawAll(svg, viewBox, sizes) {
  const pngs = new Map();
  for (const size of sizes) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const sized = svg.replace(/viewBox="[^"]*"/, `viewBox="${viewBox}" width="${size}" height="${size}"`);
    await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${sized}`);
    pngs.set(size, await page.screenshot({ omitBackground: true }));
    await page.close();
  }
  return pngs;
}

function write(name, bytes) {
  writeFileSync(join(ICONS, name), bytes);
}
