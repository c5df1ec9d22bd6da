import type { App, Session } from 'electron';

/** Pages load from these; `devtools:` is Chromium's own page, which packaged builds have no way to open. */
const LOCAL = ['app:', 'media:', 'blob:', 'data:', 'devtools:'];

/**
 * Nothing leaves this machine: every request for an address that is not local is cancelled. The content security policy
 * already forbids them to the page (which counts them, renderer/engine); this also catches Chromium's own.
 */
export function setUpNoNetwork(session: Session): void {
  session.webRequest.onBeforeRequest(({ url }, callback) => {
    callback({ cancel: !LOCAL.some((scheme) => url.startsWith(scheme)) });
  });
  session.setSpellCheckerEnabled(false);
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
