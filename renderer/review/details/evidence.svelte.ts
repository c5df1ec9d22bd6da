/** The evidence for the chosen event, fetched a moment after it was chosen, so that passing by asks for nothing. */
import type { Evidence, EventRow } from '../../../contract/channels/review.ts';
import type { Problem } from '../../../contract/channels/fields.ts';
import { call, problemOf } from '../../bridge.ts';

const REST_MS = 130;

export class EvidenceLoader {
  current: Evidence | null = $state.raw(null);
  problem: Problem | null = $state.raw(null);
  readonly #session: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(session: string) {
    this.#session = session;
  }

  load(event: EventRow): void {
    clearTimeout(this.#timer);
    if (this.current?.event !== event.id) this.current = null;
    this.#timer = setTimeout(() => void this.#fetch(event.id), REST_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#asked++;
  }

  async #fetch(event: number): Promise<void> {
    const asked = ++this.#asked;
    try {
      const evidence = await call('review.evidence', { session: this.#session, event });
      if (asked !== this.#asked) return;
      this.current = evidence;
      this.problem = null;
    } catch (error) {
      if (asked === this.#asked) this.problem = problemOf(error);
    }
  }
}
