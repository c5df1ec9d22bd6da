/** Recordings on their way in, whichever view they were dropped on. */
import { router } from '../router.svelte.ts';
import { t } from '../strings/index.ts';
import { toasts } from '../ui/toasts.svelte.ts';
import { openFiles, settingsForNow, type Sending } from './open-files.ts';

class Incoming {
  /** Something is held over the page. */
  isOver = $state(false);
  sending: Sending | null = $state.raw(null);
  withRecognizer = $state(true);
  #abort = new AbortController();

  async take(files: readonly File[]): Promise<void> {
    const settings = { ...settingsForNow(), model: this.withRecognizer ? 'shipped' : 'none' } as const;
    await openFiles(files, settings, (now) => (this.sending = now), this.#abort.signal);
  }

  cancel(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  over(event: DragEvent): void {
    if (event.defaultPrevented || event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    this.isOver = true;
  }

  left(event: DragEvent): void {
    this.isOver = event.relatedTarget !== null && this.isOver;
  }

  /** Not taken, a dropped file would be shown by the browser in place of the application. */
  drop(event: DragEvent): void {
    this.isOver = false;
    if (event.defaultPrevented) return;
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    // Whoever watches a camera is not taken away from it.
    if (router.current.view === 'live') {
      toasts.tell(t.home.notWhileLive);
      return;
    }
    // There its progress is seen.
    if (router.current.view !== 'home') router.go({ view: 'home' });
    void this.take(files);
  }
}

export const incoming = new Incoming();
