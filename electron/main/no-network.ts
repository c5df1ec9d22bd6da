import type { App, Session } from 'electron';

/** Pages load from these; `devtools:` is Chromium's own page, which packaged builds have no way to open. */
const LOCAL = ['app:', 'media:', 'blob:', 'data:', 'devtools:'];

export interface RefusedRequests {
  count(): number;
}

/**
 * Nothing leaves this machine: every request for an address that is not local is cancelled and counted. The content
 * security policy already forbids them to the page; this also catches Chromium's own.
 */
export function setUpNoNetwork(session: Session): RefusedRequests {
  let refused = 0;
  session.webRequest.onBeforeRequest(({ url }, callback) => {
    const isLocal = LOCAL.some((scheme) => url.startsWith(scheme));
    if (!isLocal) refused++;
    callback({ cancel: !isLocal });
  });
  session.setSpellCheckerEnabled(false);
  return { count: () => refused };
}

/** Before the application is ready: what Chromium would do by itself, and every host name unknown to it. */
export function silenceChromium({ commandLine }: Pick<App, 'commandLine'>): void {
  for (const name of [
    'disable-background-networking',
    'disable-component-update',
    'disable-domain-reliability',
  ]) {
    commandLine.appendSwitch(name);
  }
  commandLine.appendSwitch('no-pings');
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
}
