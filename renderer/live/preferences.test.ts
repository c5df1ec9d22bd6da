import { expect, test } from 'vitest';
import { LivePreferences } from './preferences.svelte.ts';

class Kept {
  readonly #values = new Map<string, string>();
  getItem = (key: string): string | null => this.#values.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.#values.set(key, value);
}

test('what was chosen is there the next time', () => {
  const kept = new Kept();
  const first = new LivePreferences(kept);
  first.toggleLayer('bars');
  first.toggleUnit(45);
  first.toggleUnit(1);
  first.toggleMirror();
  first.setLabel(0, 'Warm-up');
  const next = new LivePreferences(kept);
  expect(next.layers).toEqual({ outline: true, regions: true, bars: false, names: true, badges: true });
  expect(next.units).toEqual([2, 4, 7, 9, 12, 14, 15, 45]);
  expect(next.isMirrored).toBe(true);
  expect(next.labels[0]).toBe('Warm-up');
});

test('the whole overlay goes and comes with one key', () => {
  const preferences = new LivePreferences(new Kept());
  preferences.toggleOverlay();
  expect(Object.values(preferences.layers)).not.toContain(true);
  preferences.toggleOverlay();
  expect(Object.values(preferences.layers)).not.toContain(false);
});

test('what cannot be read counts as nothing', () => {
  for (const text of ['{', '{"units":[99]}', 'null']) {
    const kept = new Kept();
    kept.setItem('onset.live', text);
    expect(new LivePreferences(kept).units).toHaveLength(8);
  }
});
