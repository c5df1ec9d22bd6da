/** What the timeline shows of the recording, and what it has fetched for it. */
import { SvelteSet } from 'svelte/reactivity';
import { call } from '../../bridge.ts';
import { theme } from '../../ui/theme.svelte.ts';
import { idsOf } from '../by-id.ts';
import type { Review } from '../review.svelte.ts';
import { CurveTiles, levelFor, tilesIn, type TileKey } from './curve-tiles.ts';
import { fillGaps } from './fill-gaps.ts';
import { heatPicture } from './heat-picture.ts';
import { around, panBy, reveal, zoomAt, type Span } from './scale.ts';
import { THUMB_PX, Thumbnails } from './thumbnails.ts';
import { indexByTrack } from './visible-events.ts';
import type { Curves } from '../../../contract/channels/review.ts';
import type { TrackLane } from './tracks-layout.ts';

const HEAT_TOKENS = ['--heat-0', '--heat-1', '--heat-2', '--heat-3', '--heat-4'] as const;

export class Timeline {
  readonly durationUs: number;
  span: Span = $state.raw({ fromUs: 0, toUs: 1 });
  readonly expanded = new SvelteSet<number>();
  /** Grows when something fetched has arrived. */
  arrivals = $state(0);
  readonly tiles: CurveTiles;
  readonly thumbs: Thumbnails;
  readonly #review: Review;
  readonly #pictures = new WeakMap<Curves, { readonly version: number; readonly picture: OffscreenCanvas }>();
  #ramp: { readonly version: number; readonly bytes: Uint8Array } | null = null;

  readonly eventsOf = $derived.by(() => indexByTrack(this.#review.events));

  /** Ids of those in the list; null: all are. */
  readonly listed = $derived.by(() =>
    this.#review.listed === this.#review.events ? null : idsOf(this.#review.listed),
  );

  constructor(review: Review, onProblem: (error: unknown) => void) {
    this.#review = review;
    this.durationUs = Math.max(1, review.view.durationUs);
    this.span = { fromUs: 0, toUs: this.durationUs };
    const { session } = review;
    const frameUs = 1e6 / Math.max(1, review.view.summary.fps);
    const arrived = (): void => {
      this.arrivals++;
    };
    this.tiles = new CurveTiles(
      async (track, { fromUs, toUs }, bins) =>
        fillGaps(await call('review.curves', { session, track, fromUs, toUs, bins }), frameUs),
      arrived,
      onProblem,
    );
    this.thumbs = new Thumbnails(
      async (timeUs) => {
        const frame = await review.times.nearest(timeUs);
        const { jpeg } = await call('review.picture', { session, frame, widthPx: THUMB_PX });
        return createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }));
      },
      arrived,
      onProblem,
    );
    // Two or three faces are looked at in detail; a crowd as strips.
    if (review.tracks.length <= 1) for (const { id } of review.tracks) this.expanded.add(id);
  }

  zoom(factor: number, anchorUs = this.#anchor()): void {
    this.span = zoomAt(this.span, factor, anchorUs, this.durationUs);
  }

  pan(byUs: number): void {
    this.span = panBy(this.span, byUs, this.durationUs);
  }

  fit(): void {
    this.span = { fromUs: 0, toUs: this.durationUs };
  }

  centre(timeUs: number): void {
    this.pan(timeUs - (this.span.fromUs + this.span.toUs) / 2);
  }

  toEvent(): void {
    const event = this.#review.chosen;
    if (event !== null) this.span = around(event.onset.timeUs, event.offset.timeUs, this.durationUs);
  }

  follow(timeUs: number): void {
    this.span = reveal(this.span, timeUs, this.durationUs);
  }

  /** Asks for the curves that are in sight. */
  wantCurves(lanes: readonly TrackLane[], widthPx: number): void {
    const level = levelFor(this.span, widthPx);
    this.tiles.want(lanes.flatMap(({ track }) => tilesIn(track, level, this.span)));
  }

  readonly heatOf = (_: TileKey, curves: Curves): CanvasImageSource => {
    const { version } = theme;
    const known = this.#pictures.get(curves);
    if (known?.version === version) return known.picture;
    if (this.#ramp?.version !== version) this.#ramp = { version, bytes: theme.ramp(HEAT_TOKENS) };
    const picture = heatPicture(curves, this.#ramp.bytes);
    this.#pictures.set(curves, { version, picture });
    return picture;
  };

  /** Zooming keeps the playhead where it is, if it is in sight. */
  #anchor(): number {
    const { timeUs } = this.#review.player;
    const { fromUs, toUs } = this.span;
    return timeUs >= fromUs && timeUs <= toUs ? timeUs : (fromUs + toUs) / 2;
  }
}
