import type { Similarity } from '../../contract/align.ts';
import type { Mesh } from '../../contract/landmarks.ts';
import { medianOfPlanes } from '../../native/index.ts';
import { lidOpening } from './au/index.ts';
import type { ChosenNeutral } from './face-analysis.ts';

/** The native median takes up to 31 planes: three seconds, ten a second. */
export const MOST_NEUTRAL_SAMPLES = 31;
const FEWEST_FOR_MEDIAN = 3;

/** Looks at one face at rest, from which its neutral is made. */
export class NeutralSamples {
  readonly #lumas: Uint8Array[] = [];
  readonly #openings: [right: number, left: number][] = [];
  #last: { readonly mesh: Mesh; readonly frameToCrop: Similarity } | null = null;

  get count(): number {
    return this.#lumas.length;
  }

  /** `luma`: an aligned crop's, taken over; `mesh` in frame pixels. At most `MOST_NEUTRAL_SAMPLES`. */
  add(luma: Uint8Array, mesh: Mesh, frameToCrop: Similarity): void {
    this.#lumas.push(luma);
    this.#openings.push(lidOpening(mesh));
    this.#last = { mesh, frameToCrop };
  }

  /** The median face; null where there was none. */
  neutral(): ChosenNeutral | null {
    if (!this.#last) return null;
    let luma = this.#lumas[0]!;
    if (this.#lumas.length >= FEWEST_FOR_MEDIAN) {
      luma = new Uint8Array(luma.length);
      medianOfPlanes(this.#lumas, luma);
    }
    return {
      ...this.#last,
      luma,
      isSettled: true,
      lidOpening: [this.#medianOpening(0), this.#medianOpening(1)],
    };
  }

  /** A blink among them is outvoted. */
  #medianOpening(side: 0 | 1): number {
    const openings = this.#openings.map((opening) => opening[side]).sort((x, y) => x - y);
    return openings[openings.length >> 1]!;
  }
}
