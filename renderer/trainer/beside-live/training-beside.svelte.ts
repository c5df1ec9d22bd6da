/** The run that shares the machine with a live view; null where none does. */
import type { Run } from '../../../contract/channels/trainer-runs.ts';
import { isActive, type Engine } from '../trainer.svelte.ts';

export class TrainingBeside {
  run: Run | null = $state.raw(null);
  readonly #engine: Pick<Engine, 'call' | 'on'>;

  constructor(engine: Pick<Engine, 'call' | 'on'>) {
    this.#engine = engine;
  }

  /** Listens until the returned function is called. */
  attach(): () => void {
    let isTold = false;
    const end = this.#engine.on('trainer.runsChanged', (runs) => {
      isTold = true;
      this.#take(runs);
    });
    this.#engine.call('trainer.runs', {}).then(
      (runs) => {
        // What came meanwhile is newer.
        if (!isTold) this.#take(runs);
      },
      // A line that is only for information; what is wrong with the engine is told by whoever needs it.
      () => undefined,
    );
    return end;
  }

  #take(runs: readonly Run[]): void {
    const beside = runs.find(({ state }) => isActive(state)) ?? null;
    // One that a person has paused takes nothing.
    this.run = beside !== null && beside.state === 'paused' && beside.pace !== 'held' ? null : beside;
  }
}
