/** The browser that pages are tried in: Debian's. */
export const CHROMIUM = process.env['ONSET_CHROMIUM'] ?? '/usr/bin/chromium';

/** Without a screen, and without a word to anybody. */
export const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
