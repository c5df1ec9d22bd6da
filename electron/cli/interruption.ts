/** Exit status, as shells report a program that Ctrl-C ended. */
export const INTERRUPTED = 130;

/** npm passes a Ctrl-C on to a program that the terminal has told already; what comes this soon is the same one. */
const SAME_PRESS_MS = 500;

/**
 * A signal that aborts at the first Ctrl-C (or SIGTERM, SIGHUP), so that work can be put away; a second one ends the
 * process at once.
 */
export function onInterruption(): { readonly signal: AbortSignal } & Disposable {
  const controller = new AbortController();
  let firstMs = 0;
  const interrupt = (): void => {
    if (!controller.signal.aborted) {
      firstMs = performance.now();
      controller.abort(new Error('interrupted'));
    } else if (performance.now() - firstMs > SAME_PRESS_MS) {
      process.exit(INTERRUPTED);
    }
  };
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of names) process.on(name, interrupt);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const name of names) process.off(name, interrupt);
    },
  };
}
