import type { App, Event, WebContents } from 'electron';
import { isPageAddress } from './addresses.ts';

/**
 * Whatever holds a page, for every page there ever is: it stays where it is, opens no window, embeds nothing and
 * talks to nobody by itself. There is no list of addresses for the system's browser; nothing is opened there.
 */
export function setUpNavigationLimits(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => limit(contents));
}

function limit(contents: WebContents): void {
  const stay = (details: Event<{ readonly url: string }>): void => {
    if (!isPageAddress(details.url)) details.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
