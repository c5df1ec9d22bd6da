import { dirname, join } from 'node:path';
import type { SessionSummary } from '../../contract/channels/library.ts';
import type { SessionChange } from '../../contract/channels/review.ts';
import { DEFAULT_SETTINGS } from '../../contract/channels/app.ts';
import type { AppContext } from '../../electron/app/context.ts';

export const SESSION = 'aaaaaaaa';

/** What handlers of one session at `path` need of the application; what they tell the windows is in `told`. */
export function reviewContext(path: string): { context: AppContext; told: SessionChange[] } {
  const told: SessionChange[] = [];
  const summary: SessionSummary = {
    ...{ id: SESSION, name: 'clip', madeAt: '2026-11-21T12:00:00.000Z', origin: 'file', durationS: 4 },
    ...{ widthPx: 256, heightPx: 64, fps: 25, tracks: 2, micro: 6, macro: 1, unreviewed: 5 },
    ...{
      isFinished: true,
      hasMedia: true,
      wasRecorded: true,
      participants: [],
      expiresAt: null,
      sizeBytes: 1,
    },
  };
  const unused = (): never => {
    throw new Error('internal: reviewing does not ask for this');
  };
  const context: AppContext = {
    dataDir: dirname(path),
    emit: (name, payload) => {
      if (name === 'review.changed') told.push(payload as SessionChange);
    },
    measured: unused,
    recognizer: unused,
    library: {
      list: () => [summary],
      pathOf: () => path,
      reserve: unused,
      refresh: () => undefined,
      remove: unused,
      mediaDir: () => join(dirname(path), 'media'),
      exportsDir: unused,
      setExpiry: unused,
      keepNoLonger: unused,
    },
    jobs: { list: unused, start: unused, cancel: unused, dismiss: unused },
    settings: () => ({ ...DEFAULT_SETTINGS, rater: 'Ann' }),
  };
  return { context, told };
}
