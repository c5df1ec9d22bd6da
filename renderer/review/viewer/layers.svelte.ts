/** What is drawn over the picture; kept for this browser. */
import type { Layer } from '../../overlay/index.ts';

const KEY = 'onset.review.layers';
export type ShownLayer = Exclude<Layer, 'badges'>;
export const SHOWN_LAYERS = ['outline', 'regions', 'bars', 'names'] as const satisfies readonly ShownLayer[];

class Layers {
  current: Readonly<Record<ShownLayer, boolean>> = $state.raw({
    outline: true,
    regions: true,
    bars: true,
    names: true,
  });
  #before: Readonly<Record<ShownLayer, boolean>> | null = null;

  constructor() {
    if (typeof localStorage === 'undefined') return;
    const hidden = localStorage.getItem(KEY)?.split(' ') ?? [];
    this.#set((layer) => !hidden.includes(layer));
  }

  toggle(layer: ShownLayer): void {
    this.#set((each) => this.current[each] !== (each === layer));
    this.#keep();
  }

  /** All off, and back as they were. */
  toggleAll(): void {
    if (SHOWN_LAYERS.some((layer) => this.current[layer])) {
      this.#before = this.current;
      this.#set(() => false);
    } else this.current = this.#before ?? { outline: true, regions: true, bars: true, names: true };
    this.#keep();
  }

  #set(isOn: (layer: ShownLayer) => boolean): void {
    this.current = {
      outline: isOn('outline'),
      regions: isOn('regions'),
      bars: isOn('bars'),
      names: isOn('names'),
    };
  }

  #keep(): void {
    localStorage.setItem(KEY, SHOWN_LAYERS.filter((layer) => !this.current[layer]).join(' '));
  }
}

export const layers = new Layers();
