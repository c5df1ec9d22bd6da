import type { LiveState } from '../../contract/channels/live.ts';
import type { JobHandle } from './context.ts';

/**
 * Live goes first. A camera does not wait, and an analysis beside it takes the very thread that measures its frames: on
 * two processors latency rose from a tenth of a second to three. So what can wait does, for as long as something is
 * watched.
 */
export class LiveFirst {
  #over: PromiseWithResolvers<void> | null = null;

  heardLive({ state }: Pick<LiveState, 'state'>): void {
    if (state !== 'off' && state !== 'lost') {
      this.#over ??= Promise.withResolvers();
    } else {
      this.#over?.resolve();
      this.#over = null;
    }
  }

  /**
   * Resolves when nothing is watched; the job says that it waits. Rejects with the signal's reason when it is
   * cancelled.
   */
  async turn(job: JobHandle): Promise<void> {
    job.signal.throwIfAborted();
    let over = this.#over;
    if (over === null) return;
    job.update({ waitsForLive: true });
    const cancelled = Promise.withResolvers<never>();
    const cancel = (): void => {
      cancelled.reject(job.signal.reason);
    };
    job.signal.addEventListener('abort', cancel);
    try {
      for (; over !== null; over = this.#over) await Promise.race([over.promise, cancelled.promise]);
    } finally {
      job.signal.removeEventListener('abort', cancel);
      job.update({ waitsForLive: false });
    }
  }
}
