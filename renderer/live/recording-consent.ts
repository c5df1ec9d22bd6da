import { allowsRecording } from '../../contract/consent-scope.ts';

/**
 * Whether everybody who agreed to be filmed agreed to a recording as well. Who did not is never recorded, nor kept for
 * a replay.
 */
export function allAgreedToRecording(consents: readonly { readonly scope: string }[]): boolean {
  return consents.every(({ scope }) => allowsRecording(scope));
}
