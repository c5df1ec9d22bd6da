/**
 * What frames leave behind besides the picture: curves of each face, and small pictures for events. Plain fields all
 * of it; what shows them is drawn anew before the next refresh.
 */
import type { LiveCurves, LiveFrame, LiveState } from '../../contract/channels/live.ts';
import type { EventRow } from '../../contract/channels/review.ts';
import { AU_NUMBERS } from '../../contract/au.ts';
import { CurveHistory } from './curve-history.ts';
import { CROP_PX, FaceCrops } from './face-crops.ts';
import { Redraw } from './redraw.ts';

/** Twenty seconds, the whole strip, at 240 frames a second. */
const SAMPLES = 4800;
const UNITS = 2 * AU_NUMBERS.length;
/** As many as the list shows. */
const APEXES = 100;

export class FrameIntake {
  readonly redraw = new Redraw();
  readonly #histories = new Map<number, CurveHistory>();
  readonly #crops = new FaceCrops();
  readonly #apexes = new Map<number, HTMLCanvasElement>();
  #latestUs = -1;

  take({ track, timesUs, aus, activity }: LiveCurves): void {
    const history = this.historyOf(track);
    for (const [index, timeUs] of timesUs.entries()) {
      history.push(timeUs, aus.subarray(index * UNITS, (index + 1) * UNITS), activity[index]!);
    }
    this.#moveOn(timesUs.at(-1) ?? 0);
  }

  shown(frame: LiveFrame, picture: ImageBitmap): void {
    // Strips go on while nobody is in sight.
    this.#moveOn(frame.moment.timeUs);
    this.#crops.keep(frame.moment.timeUs, frame.faces, picture, frame.frameWidthPx);
  }

  historyOf(track: number): CurveHistory {
    const known = this.#histories.get(track);
    if (known !== undefined) return known;
    const begun = new CurveHistory(SAMPLES);
    this.#histories.set(track, begun);
    return begun;
  }

  /** Of the latest frame; all strips end there, so that faces can be compared. */
  get latestUs(): number {
    return this.#latestUs;
  }

  isWaiting(state: LiveState): boolean {
    return state.state === 'running' && state.analysed === 0;
  }

  /** The small picture of an event's apex is taken out of the ring before it is written over. */
  keepApex(event: EventRow): void {
    const canvas = document.createElement('canvas');
    canvas.width = CROP_PX;
    canvas.height = CROP_PX;
    const surface = canvas.getContext('2d')!;
    if (!this.#crops.draw(event.track, event.apex.timeUs, surface)) return;
    this.#apexes.set(event.id, canvas);
    const [oldest] = this.#apexes.keys();
    if (this.#apexes.size > APEXES && oldest !== undefined) this.#apexes.delete(oldest);
  }

  /** Null where no picture from then was shown. */
  apexOf(event: number): HTMLCanvasElement | null {
    return this.#apexes.get(event) ?? null;
  }

  #moveOn(timeUs: number): void {
    this.#latestUs = Math.max(this.#latestUs, timeUs);
    this.redraw.ask();
  }

  close(): void {
    this.redraw.close();
  }
}
