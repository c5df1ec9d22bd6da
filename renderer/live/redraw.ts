/** Several drawings before one refresh of the screen. */
export class Redraw {
  readonly #drawings = new Set<() => void>();
  #request = 0;

  /** Returns what takes the drawing out again. */
  add(draw: () => void): () => void {
    this.#drawings.add(draw);
    this.ask();
    return () => this.#drawings.delete(draw);
  }

  ask(): void {
    if (this.#request !== 0) return;
    this.#request = requestAnimationFrame(() => {
      this.#request = 0;
      for (const draw of this.#drawings) draw();
    });
  }

  close(): void {
    cancelAnimationFrame(this.#request);
    this.#drawings.clear();
  }
}
