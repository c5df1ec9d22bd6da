/** The page's half of a conversation with an engine that answers as it is told. */
import type { Engine } from '../trainer.svelte.ts';

export class MadeConversation implements Engine {
  readonly #answers: Readonly<Record<string, () => unknown>>;
  readonly #listeners = new Map<string, ((payload: unknown) => void)[]>();

  constructor(answers: Readonly<Record<string, () => unknown>>) {
    this.#answers = answers;
  }

  readonly call = (async (name: string): Promise<unknown> => {
    const answer = this.#answers[name];
    if (answer !== undefined) return await answer();
    return name === 'trainer.settings' ? {} : [];
  }) as Engine['call'];

  readonly on = ((name: string, listener: (payload: unknown) => void) => {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
    return () => undefined;
  }) as Engine['on'];

  readonly problemOf = ((error: Error & { code: string; remedy: string }) => ({
    code: error.code,
    message: error.message,
    remedy: error.remedy,
  })) as Engine['problemOf'];

  tell(name: string, payload: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(payload);
  }
}
