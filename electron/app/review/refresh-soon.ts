import type { AppContext } from '../context.ts';

/** The library's summary counts all events anew: once for a burst of decisions is enough. */
const AFTER_MS = 500;

const waiting = new WeakMap<AppContext, Map<string, NodeJS.Timeout>>();

/** Has the library read a session's summary again, shortly. */
export function refreshSoon(context: AppContext, session: string): void {
  const timers = waiting.get(context) ?? new Map<string, NodeJS.Timeout>();
  waiting.set(context, timers);
  clearTimeout(timers.get(session));
  const refresh = (): void => {
    timers.delete(session);
    // It may have been taken from the list meanwhile.
    if (context.library.list().some(({ id }) => id === session)) context.library.refresh(session);
  };
  timers.set(session, setTimeout(refresh, AFTER_MS).unref());
}
