import type { Session } from 'electron';

/**
 * Denies the page everything a browser asks a person about, cameras included: Onset's engine opens cameras itself, in
 * another process, so the page has no use for `getUserMedia`. Without these handlers Electron grants whatever is asked.
 */
export function setUpPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null));
}
