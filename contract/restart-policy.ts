/** After how long a process that ended is started again; null: it is not, because it would end again. */
export function restartDelayMs(endedAtMs: readonly number[], nowMs: number): number | null {
  const recent = endedAtMs.filter((at) => nowMs - at < WITHIN_MS).length;
  if (recent > MOST_RESTARTS) return null;
  return recent <= 1 ? 0 : FIRST_DELAY_MS * 2 ** (recent - 2);
}

/**
 * One crash is bad luck and the person waits; a fifth within a minute comes from something that restarting leaves as it
 * is.
 */
const WITHIN_MS = 60_000;
const MOST_RESTARTS = 4;
const FIRST_DELAY_MS = 500;
