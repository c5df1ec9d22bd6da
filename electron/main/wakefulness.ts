import { powerSaveBlocker } from 'electron';

/**
 * Keeps the machine from going to sleep by itself; the screen may still go dark. A lid that is closed, or a battery
 * that is empty, suspends it all the same: setUpPower is for that.
 */
export class Wakefulness {
  #blocker: number | null = null;

  keep(isAwake: boolean): void {
    if (isAwake) this.#blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (this.#blocker !== null) {
      powerSaveBlocker.stop(this.#blocker);
      this.#blocker = null;
    }
  }
}
