/**
 * Draws the letters that Onset burns into clips, and writes them as a table: electron/engine/export/drawing/font-atlas.ts.
 * Needs Chromium and the font Inter (Debian: fonts-inter). Run again only to change font, size or letters.
 */
/* global document -- what `evaluate` is given runs in the page */
import { writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const FONT = '600 24px Inter';
/** Space for accents above and tails below at 24 px. */
const [HEIGHT_PX, BASELINE_PX] = [32, 25];
const LATIN_1 = [
  ...Array.from({ length: 95 }, (_, i) => 32 + i),
  ...Array.from({ length: 96 }, (_, i) => 160 + i),
];
const BESIDES = [...'–—‘’“”…×→'].map((letter) => letter.codePointAt(0));
const LETTERS = [...new Set([...LATIN_1, ...BESIDES])].map((code) => String.fromCodePoint(code));

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
const page = await browser.newPage();
const drawn = await page.evaluate(
  ([font, letters, height, baseline]) => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.font = font;
    const digitPx = Math.max(...[...'0123456789'].map((digit) => context.measureText(digit).width));
    return letters.map((letter) => {
      const ownPx = context.measureText(letter).width;
      // Digits of one width keep a running clock from trembling.
      const advancePx = /\d/.test(letter) ? digitPx : ownPx;
      canvas.width = Math.ceil(advancePx) + 4;
      canvas.height = height;
      context.font = font;
      context.fillStyle = 'white';
      context.fillText(letter, 2 + (advancePx - ownPx) / 2, baseline);
      const { data, width } = context.getImageData(0, 0, canvas.width, height);
      return { advancePx, width, alpha: Array.from({ length: width * height }, (_, i) => data[4 * i + 3]) };
    });
  },
  [FONT, LETTERS, HEIGHT_PX, BASELINE_PX],
);
await browser.close();

// Sixteen steps of cover are enough for the eye and pack well.
const cover = Uint8Array.from(drawn.flatMap(({ alpha }) => alpha.map((a) => Math.round(a / 17))));
const packed = deflateSync(cover, { level: 9 }).toString('base64');
const lines = packed.match(/.{1,100}/g).map((line) => `  '${line}',`);
writeFileSync(
  new URL('../electron/engine/export/drawing/font-atlas.ts', import.meta.url),
  `/**
 * Letters of the font Inter, semi-bold, 24 px (© The Inter Project Authors, SIL Open Font License 1.1), as scripts/make-font-atlas.mjs
 * drew them.
 */
export const LETTERS = ${JSON.stringify(LETTERS.join(''))};
export const HEIGHT_PX = ${HEIGHT_PX};
export const BASELINE_PX = ${BASELINE_PX};
/** The pen's way by letter, px; a letter's picture is \`ceil(way) + 4\` px wide and begins 2 px before the pen. */
export const ADVANCES_PX = [
  ${drawn.map(({ advancePx }) => Number(advancePx.toFixed(2))).join(', ')},
];
/** Cover 0–15, a byte for each pixel, letter after letter, row after row; deflated, base64. */
export const COVER = [
${lines.join('\n')}
].join('');
`,
);
console.log(`${LETTERS.length} letters, ${cover.length} px, ${packed.length} characters packed`);
