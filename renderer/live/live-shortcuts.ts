/** Keys of the Live view while a camera is open. */
import type { Layer } from '../overlay/index.ts';
import { t } from '../strings/index.ts';
import type { Shortcut } from '../ui/shortcuts.svelte.ts';
import type { LivePreferences } from './preferences.svelte.ts';

export interface LiveActions {
  readonly record: () => void;
  readonly keepReplay: () => void;
  readonly mark: (label: string) => void;
  readonly calibrate: () => void;
  readonly stop: () => void;
  readonly chooseUnits: () => void;
}

export const LAYER_KEYS: Readonly<Record<Layer, string>> = {
  outline: 'o',
  regions: 'g',
  bars: 'a',
  names: 'n',
  badges: 'e',
};

export function liveShortcuts(actions: LiveActions, preferences: LivePreferences): readonly Shortcut[] {
  const words = t.live.keys;
  return [
    { keys: ['r'], does: words.record, run: actions.record },
    { keys: ['b'], does: words.replay, run: actions.keepReplay },
    { keys: ['m'], does: words.mark, run: () => actions.mark(t.live.markers.plain) },
    {
      keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
      does: words.label,
      run: ({ code }) => actions.mark(preferences.labels[Number(code.slice(-1)) - 1] ?? t.live.markers.plain),
    },
    { keys: ['c'], does: words.calibrate, run: actions.calibrate },
    // One key alone would end an interview by mistake.
    { keys: ['Shift+S'], does: words.stop, run: actions.stop },
    ...Object.entries(LAYER_KEYS).map(([layer, key]) => ({
      keys: [key],
      does: words[layer as Layer],
      run: () => preferences.toggleLayer(layer as Layer),
    })),
    { keys: ['h'], does: words.overlay, run: () => preferences.toggleOverlay() },
    { keys: ['x'], does: words.mirror, run: () => preferences.toggleMirror() },
    { keys: ['u'], does: words.units, run: actions.chooseUnits },
  ];
}
