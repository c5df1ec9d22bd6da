/**
 * Every key the page answers to, in one place, so that `?` can show them. A view adds its keys while it is there; the
 * view added last is asked first.
 */
import { untrack } from 'svelte';

export interface Shortcut {
  /**
   * `Ctrl+Shift+Z`, `Shift+ArrowLeft`, `Space`, `k`, `?`. Ctrl stands for Command on a Mac. Letters are meant as they
   * are written on the key; digits are the row of digits, whatever Shift makes of them.
   */
  readonly keys: readonly string[];
  readonly does: string;
  readonly run: (event: KeyboardEvent) => void;
  /** Held keys act again and again (stepping); others once. */
  readonly repeats?: boolean;
}

export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
}

const SINGLE_KEYS = 'onset.singleKeys';

class Shortcuts {
  groups: readonly ShortcutGroup[] = $state.raw([]);
  /** Whether keys without Ctrl act (WCAG 2.1.4: people who speak to their computer turn them off). */
  hasSingleKeys = $state(true);

  constructor() {
    if (typeof localStorage !== 'undefined') this.hasSingleKeys = localStorage.getItem(SINGLE_KEYS) !== 'off';
  }

  setSingleKeys(on: boolean): void {
    this.hasSingleKeys = on;
    localStorage.setItem(SINGLE_KEYS, on ? 'on' : 'off');
  }

  /** Returns what takes them away again. */
  add(group: ShortcutGroup): () => void {
    // Views add their keys in effects, which are not to run again because of that.
    this.groups = [group, ...untrack(() => this.groups)];
    return () => {
      this.groups = this.groups.filter((each) => each !== group);
    };
  }

  /** Runs what the key stands for; to be called for every key pressed in the page. */
  handle(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const pressed = keysOf(event);
    if (!isForPage(event, pressed, this.hasSingleKeys)) return;
    for (const { shortcuts } of this.groups) {
      const found = shortcuts.find(({ keys }) => keys.includes(pressed));
      if (found === undefined) continue;
      event.preventDefault();
      if (!event.repeat || found.repeats === true) found.run(event);
      return;
    }
  }
}

/** A pressed key as shortcuts are written. */
export function keysOf(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): string {
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  const isLetter = /^\p{L}$/u.test(event.key);
  const key = digit ?? (event.key === ' ' ? 'Space' : isLetter ? event.key.toLowerCase() : event.key);
  // `?` needs Shift on many keyboards and is written without it; letters, digits and named keys say theirs.
  const saysShift = event.shiftKey && (digit !== undefined || isLetter || key.length > 1);
  return [
    (event.ctrlKey || event.metaKey) && 'Ctrl',
    event.altKey && 'Alt',
    saysShift && 'Shift',
    isLetter && (event.ctrlKey || event.metaKey || event.shiftKey) ? key.toUpperCase() : key,
  ]
    .filter((part) => part !== false)
    .join('+');
}

/** How a shortcut is shown to a person. */
export function shownKeys(keys: string, isMac: boolean): readonly string[] {
  const names: Readonly<Record<string, string>> = {
    Ctrl: isMac ? '⌘' : 'Ctrl',
    Alt: isMac ? '⌥' : 'Alt',
    Shift: isMac ? '⇧' : 'Shift',
    ArrowLeft: '←',
    ArrowRight: '→',
    ArrowUp: '↑',
    ArrowDown: '↓',
    Escape: 'Esc',
    Delete: 'Del',
  };
  return keys.split(/\+(?=.)/).map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}

/** Typing belongs to fields; keys that move inside a control belong to it; a dialog keeps everything. */
function isForPage(event: KeyboardEvent, pressed: string, hasSingleKeys: boolean): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (target === null) return hasSingleKeys || hasModifier(pressed);
  // Also where focus was lost to the page behind it: Escape is the dialog's.
  if (document.querySelector('dialog:modal') !== null) return false;
  if (target.closest('[popover]:popover-open') !== null) return false;
  if (isTyped(target)) return false;
  if (!hasSingleKeys && !hasModifier(pressed) && pressed.length === 1) return false;
  if (pressed === 'Space' || pressed === 'Enter')
    return target.closest('button, a, summary, input, select') === null;
  if (target.matches('input[type="range"], input[type="radio"], select'))
    return !/^(Shift\+)?(Arrow|Home|End|Page)/.test(pressed);
  return true;
}

const hasModifier = (keys: string): boolean => /^(Ctrl|Alt)\+/.test(keys);

function isTyped(target: Element): boolean {
  return target.matches(
    'textarea, [contenteditable="true"], input:not([type="checkbox"], [type="radio"], [type="range"], [type="button"])',
  );
}

export const shortcuts = new Shortcuts();
