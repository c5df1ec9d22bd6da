/** What a run has been told; it looks between steps. */
import type { TrainingCommand } from '../../contract/training.ts';

export class TrainingControl {
  #ending: 'stop' | 'finish' | null = null;
  #isPaused = false;
  #wake: (() => void) | null = null;

  tell(command: TrainingCommand): void {
    if (command === 'pause' || command === 'resume') this.#isPaused = command === 'pause';
    else this.#ending ??= command;
    if (!this.#isPaused || this.#ending !== null) this.#wake?.();
  }

  /** How the run is to end; null while it is to go on. */
  get ending(): 'stop' | 'finish' | null {
    return this.#ending;
  }

  get isPaused(): boolean {
    return this.#isPaused && this.#ending === null;
  }

  /** Resolves when the run may go on, or is to end. */
  async whilePaused(): Promise<void> {
    while (this.isPaused) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = null;
  }
}
