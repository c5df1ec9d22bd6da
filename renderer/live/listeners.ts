/** Those who want to hear of something that is no state: it passes, and nothing is drawn anew for it. */
export class Listeners<Payload> {
  readonly #all = new Set<(payload: Payload) => void>();

  /** Returns what ends the listening. */
  add(listener: (payload: Payload) => void): () => void {
    this.#all.add(listener);
    return () => {
      this.#all.delete(listener);
    };
  }

  tell(payload: Payload): void {
    for (const listener of this.#all) listener(payload);
  }
}
