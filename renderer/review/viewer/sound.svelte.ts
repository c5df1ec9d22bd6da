/** The recording's sound, kept beside the pictures while they play forwards near real time. */
import { soundUrl } from '../../bridge.ts';

/** Further apart than this the ear hears that they do not belong together (ITU-R BT.1359: 45 ms early, 125 ms late). */
const MAX_APART_S = 0.08;
/** Beyond these speeds media elements fall silent or stutter. */
const SLOWEST = 0.25;
const FASTEST = 4;

export class Sound {
  isOn = $state(false);
  readonly #session: string;
  #element: HTMLAudioElement | null = null;

  constructor(session: string) {
    this.#session = session;
  }

  async toggle(): Promise<void> {
    this.isOn = !this.isOn;
    if (!this.isOn) this.#element?.pause();
    else if (this.#element === null) {
      this.#element = new Audio();
      this.#element.preservesPitch = true;
      this.#element.src = await soundUrl(this.#session);
    }
  }

  /** To be called with every movement of the playhead. */
  follow(timeUs: number, speed: number): void {
    const element = this.#element;
    if (element === null || !this.isOn) return;
    if (speed < SLOWEST || speed > FASTEST) {
      element.pause();
      return;
    }
    element.playbackRate = speed;
    if (Math.abs(element.currentTime - timeUs / 1e6) > MAX_APART_S) element.currentTime = timeUs / 1e6;
    if (element.paused) {
      element.play().catch((error: unknown) => {
        // Paused before it had begun: nothing is wrong.
        if (error instanceof DOMException && error.name === 'AbortError') return;
        // A browser that wants a click first, or a file without sound: the button then shows it is off.
        this.isOn = false;
      });
    }
  }

  close(): void {
    this.#element?.pause();
    this.#element?.removeAttribute('src');
    this.#element = null;
  }
}
