/** What participants agreed to, and how they take it back. */
import { existsSync } from 'node:fs';
import type { ConsentRow } from '../../../contract/channels/consent.ts';
import type { Handlers } from '../../../contract/channels/index.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { partPath, Session } from '../../engine/session/index.ts';
import type { AppContext } from '../context.ts';
import type { Log } from '../problem.ts';
import { promised } from '../promised.ts';
import { deleteSession, expectWritten, nameOf } from './delete-session.ts';
import { readReceipts } from './receipts.ts';

export { deleteExpired, watchRetention } from './retention.ts';
export { expectRecordingAgreed } from './recording.ts';
export { CONSENT_TEXT } from './text.ts';

export function consentHandlers(context: AppContext, log: Log): Handlers<'consent.'> {
  const { library } = context;
  return {
    'consent.list': promised(({ session }) => {
      // Live asks before it records, of a session that has not its name yet.
      const path = library.pathOf(session);
      return rowsOf(existsSync(path) ? path : partPath(path));
    }),
    'consent.add': promised(({ session, ...consent }) => {
      const path = library.pathOf(session);
      expectWritten(context, session);
      {
        using open = Session.open(path, { write: true });
        open.addConsent({ ...consent, at: new Date().toISOString() });
      }
      library.keepNoLonger(session, consent.expiresAt);
      library.refresh(session);
      return rowsOf(path);
    }),
    'consent.withdraw': async ({ session, participant }) => {
      expectWritten(context, session);
      const rows = rowsOf(library.pathOf(session));
      if (!rows.some((row) => row.participant === participant))
        throw new OnsetError('participant-unknown', { session: nameOf(library, session), participant });
      return await deleteSession(context, session, { reason: 'withdrawal', participant }, log);
    },
    'consent.receipts': promised(() => readReceipts(context.dataDir, log)),
    'consent.setRetention': promised(({ session, expiresAt }) => {
      library.setExpiry(session, expiresAt);
      return {};
    }),
  };
}

function rowsOf(path: string): ConsentRow[] {
  using session = Session.open(path);
  return [...session.consents()];
}
