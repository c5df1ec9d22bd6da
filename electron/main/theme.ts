import { nativeTheme } from 'electron';
import type { Theme } from '../../contract/shell.ts';
import type { KeptState } from './shell-state.ts';

/** Frames, menus and dialogs as they were at the last end, before the page says how it is now. */
export function setUpTheme(state: KeptState): void {
  nativeTheme.themeSource = state.value.theme;
}

export function setTheme(theme: Theme, state: KeptState): void {
  nativeTheme.themeSource = theme;
  if (theme !== state.value.theme) state.change({ theme });
}
