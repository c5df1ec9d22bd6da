/**
 * What the page may do, however it is served. Nothing is loaded from anywhere but where the page itself came from,
 * nothing written into the page runs, and nobody else may put the page into a frame.
 */
export function contentSecurityPolicy(more: { readonly connect: string; readonly media: string }): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // `style="…"` of elements: how bars and handles are placed. No sheet of styles comes in this way.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `media-src ${more.media}`,
    `connect-src ${more.connect}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types svelte-trusted-html',
  ].join('; ');
}

/** The page never asks for any of these: frames come from the engine, not from `getUserMedia`. */
const UNUSED = ['camera', 'microphone', 'display-capture', 'geolocation', 'usb', 'serial', 'hid', 'midi'];

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': UNUSED.map((name) => `${name}=()`).join(', '),
};
