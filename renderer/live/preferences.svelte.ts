/** How a person likes the Live view; kept by the browser, not by the engine, since it says nothing about a session. */
import * as v from 'valibot';
import { AU_NUMBERS, type AuNumber } from '../../contract/au.ts';
import type { Layer } from '../overlay/index.ts';
import { t } from '../strings/index.ts';

const KEY = 'onset.live';

const Kept = v.object({
  layers: v.object({
    outline: v.boolean(),
    regions: v.boolean(),
    bars: v.boolean(),
    names: v.boolean(),
    badges: v.boolean(),
  }),
  units: v.array(v.picklist(AU_NUMBERS)),
  isMirrored: v.boolean(),
  labels: v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.length(9)),
});
type Kept = v.InferOutput<typeof Kept>;

/** Brows, lids, nose and mouth: one or two units of every region that shows brief movements most often. */
const FIRST: Kept = {
  layers: { outline: true, regions: true, bars: true, names: true, badges: true },
  units: [1, 2, 4, 7, 9, 12, 14, 15],
  isMirrored: false,
  labels: [...t.live.markers.first],
};

export class LivePreferences {
  layers: Readonly<Record<Layer, boolean>> = $state.raw(FIRST.layers);
  units: readonly AuNumber[] = $state.raw(FIRST.units);
  isMirrored = $state(FIRST.isMirrored);
  labels: readonly string[] = $state.raw(FIRST.labels);
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage;
    const kept = read(storage.getItem(KEY));
    if (kept !== null) Object.assign(this, kept);
  }

  toggleLayer(layer: Layer): void {
    this.layers = { ...this.layers, [layer]: !this.layers[layer] };
    this.#keep();
  }

  /** Everything off, or everything on where nothing is. */
  toggleOverlay(): void {
    const isOn = !Object.values(this.layers).some(Boolean);
    this.layers = { outline: isOn, regions: isOn, bars: isOn, names: isOn, badges: isOn };
    this.#keep();
  }

  toggleUnit(unit: AuNumber): void {
    this.units = AU_NUMBERS.filter((au) => this.units.includes(au) !== (au === unit));
    this.#keep();
  }

  toggleMirror(): void {
    this.isMirrored = !this.isMirrored;
    this.#keep();
  }

  setLabel(index: number, label: string): void {
    this.labels = this.labels.with(index, label);
    this.#keep();
  }

  #keep(): void {
    const { layers, units, isMirrored, labels } = this;
    this.#storage.setItem(KEY, JSON.stringify({ layers, units, isMirrored, labels }));
  }
}

/** What an older version kept in another form counts as nothing. */
function read(text: string | null): Kept | null {
  if (text === null) return null;
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    return null;
  }
  const checked = v.safeParse(Kept, kept);
  return checked.success ? checked.output : null;
}
