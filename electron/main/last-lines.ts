/** The end of what a process printed: all that is left of it once it has ended. */
export class LastLines {
  #text = '';

  add(chunk: string): void {
    this.#text = (this.#text + chunk).slice(-MOST);
  }

  get text(): string {
    return this.#text.trim();
  }
}

/** In UTF-16 units: a dialog shows some twenty lines. */
const MOST = 2000;
