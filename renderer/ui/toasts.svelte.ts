/** Short messages that come and go, and what screen readers are told about what happened. */
import type { Problem } from '../../contract/channels/fields.ts';

/** Long enough to read two lines twice. */
const SHOWN_MS = 6000;

export interface Toast {
  readonly id: number;
  readonly text: string;
  /** What to do, under the text. */
  readonly remedy: string | null;
  readonly isProblem: boolean;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

class Toasts {
  shown: readonly Toast[] = $state.raw([]);
  /** Said, not shown: what a picture or a colour tells everybody else. */
  announcement = $state('');
  #nextId = 1;

  tell(text: string, action: Toast['action'] = null): void {
    this.#show({ text, remedy: null, isProblem: false, action });
  }

  /** Problems stay until they are closed. */
  problem({ message, remedy }: Pick<Problem, 'message' | 'remedy'>): void {
    if (this.shown.some((toast) => toast.text === message)) return;
    this.#show({ text: message, remedy, isProblem: true, action: null });
  }

  announce(text: string): void {
    this.announcement = text;
  }

  close(id: number): void {
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }

  #show(toast: Omit<Toast, 'id'>): void {
    const id = this.#nextId++;
    this.shown = [...this.shown.slice(-3), { ...toast, id }];
    if (!toast.isProblem) setTimeout(() => this.close(id), SHOWN_MS);
  }
}

export const toasts = new Toasts();
