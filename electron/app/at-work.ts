/** Whether something runs that sleep would break off: a camera that is watched, an analysis, an export, a training. */
import type { EventName, EventPayload } from '../../contract/channels/index.ts';

export class AtWork {
  readonly #tell: (isAtWork: boolean) => void;
  readonly #what = new Set<string>();
  #isAtWork = false;

  /** `tell` hears of every change. */
  constructor(tell: (isAtWork: boolean) => void) {
    this.#tell = tell;
  }

  heard<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
    if (name === 'live.state') {
      const { state } = payload as EventPayload<'live.state'>;
      this.#set('live', state !== 'off' && state !== 'lost');
    } else if (name === 'jobs.changed') {
      const { id, state } = payload as EventPayload<'jobs.changed'>;
      this.#set(`job ${id}`, state === 'running');
    } else if (name === 'trainer.runsChanged') {
      const runs = payload as EventPayload<'trainer.runsChanged'>;
      this.#set(
        'training',
        runs.some(({ state }) => state === 'starting' || state === 'running'),
      );
    } else if (name === 'trainer.dataChanged') {
      const data = payload as EventPayload<'trainer.dataChanged'>;
      this.#set(
        'preparing',
        data.some(({ state }) => state === 'preparing'),
      );
    }
  }

  #set(what: string, isOn: boolean): void {
    if (isOn) this.#what.add(what);
    else this.#what.delete(what);
    const isAtWork = this.#what.size > 0;
    if (isAtWork === this.#isAtWork) return;
    this.#isAtWork = isAtWork;
    this.#tell(isAtWork);
  }
}
