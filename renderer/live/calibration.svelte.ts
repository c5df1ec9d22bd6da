/**
 * The measuring of faces at rest, as a person is led through it: a few seconds to get ready, then the engine measures
 * and tells how it goes.
 */
import type { LiveState } from '../../contract/channels/live.ts';

/** Long enough to read a line and let the face go slack. */
const READY_S = 3;
/** Two or three blinks' time, so that blinks do not become the neutral. */
const MEASURED_S = 4;

export class CalibrationCourse {
  /** Seconds until it starts; null: not counting. */
  readyS: number | null = $state(null);
  /** Between the request and what the engine says of it. */
  isAsked = $state(false);
  isOpen = $state(false);
  readonly #measure: (seconds: number) => Promise<void>;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(measure: (seconds: number) => Promise<void>) {
    this.#measure = measure;
  }

  get isRunning(): boolean {
    return this.readyS !== null || this.isAsked;
  }

  begin(): void {
    if (this.isRunning) return;
    this.isOpen = true;
    this.readyS = READY_S;
    this.#timer = setInterval(() => this.#count(), 1000);
  }

  /** Only before it has started; a measurement that runs ends by itself. */
  cancel(): void {
    clearInterval(this.#timer);
    this.readyS = null;
    this.isOpen = false;
  }

  step(state: LiveState['calibration']): 'ready' | 'running' | 'done' | 'failed' {
    if (this.readyS !== null) return 'ready';
    if (state.state === 'running' || (this.isAsked && state.state === 'none')) return 'running';
    if (state.state === 'failed') return 'failed';
    return state.state === 'done' ? 'done' : 'running';
  }

  #count(): void {
    if (this.readyS === null) return;
    if (this.readyS > 1) {
      this.readyS--;
      return;
    }
    clearInterval(this.#timer);
    this.readyS = null;
    this.isAsked = true;
    void this.#measure(MEASURED_S).finally(() => (this.isAsked = false));
  }
}
