/** Nobody is recorded who agreed to be analysed only, whatever a page asks. */
import { allowsRecording } from '../../../contract/consent-scope.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { Session } from '../../engine/session/index.ts';

interface Agreed {
  readonly participant: string;
  readonly scope: string;
}

/**
 * `path`: of the session that is being written; `first`: what was agreed before it began, which reaches the file within
 * a second. Throws `recording-not-agreed`.
 */
export function expectRecordingAgreed(path: string, first: Agreed | null): void {
  using session = Session.open(path);
  const agreed: readonly Agreed[] = [...(first ? [first] : []), ...session.consents()];
  const against = new Set(
    agreed.filter(({ scope }) => !allowsRecording(scope)).map(({ participant }) => participant),
  );
  if (against.size > 0)
    throw new OnsetError('recording-not-agreed', { participants: [...against].join(', ') });
}
