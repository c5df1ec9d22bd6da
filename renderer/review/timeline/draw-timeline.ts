/** Draws the timeline: only what is in sight, in device pixels. Knows nothing of components. */
import { AU_NUMBERS } from '../../../contract/au.ts';
import type { Curves, EventRow } from '../../../contract/channels/review.ts';
import { clockTime } from '../../format.ts';
import { drawEmotions, emotionOf } from '../../overlay/index.ts';
import type { CurveTiles, TileKey } from './curve-tiles.ts';
import { levelFor, spanOfTile, tilesIn } from './curve-tiles.ts';
import { HEAT_ROWS } from './heat-picture.ts';
import { ticksOf, xOf, type Span } from './scale.ts';
import type { TrackLane } from './tracks-layout.ts';
import type { EventIndex } from './visible-events.ts';

export interface TimelineScene {
  readonly span: Span;
  readonly durationUs: number;
  /** All sizes in device pixels. */
  readonly widthPx: number;
  readonly remPx: number;
  /** Tops and heights of the fixed parts. */
  readonly rulerPx: number;
  readonly thumbsPx: number;
  readonly tracksTopPx: number;
  readonly tracksPx: number;
  readonly scrollPx: number;
  readonly lanes: readonly TrackLane[];
  readonly eventsOf: ReadonlyMap<number, EventIndex>;
  readonly chosen: { readonly event: EventRow; readonly timesUs: readonly [number, number, number] } | null;
  readonly isListed: (event: EventRow) => boolean;
  readonly noteTimesUs: readonly number[];
  readonly playheadUs: number;
  readonly tiles: CurveTiles;
  readonly heatOf: (key: TileKey, curves: Curves) => CanvasImageSource;
  readonly thumbs: readonly { readonly timeUs: number; readonly bitmap: ImageBitmap }[];
  readonly colour: (token: string) => string;
  readonly trackColour: (track: number) => string;
}

type Surface = CanvasRenderingContext2D;

export function drawTimeline(surface: Surface, scene: TimelineScene): void {
  const { widthPx, tracksTopPx, tracksPx, colour } = scene;
  const bottom = tracksTopPx + tracksPx;
  surface.fillStyle = colour('--sunken');
  surface.fillRect(0, 0, widthPx, bottom);
  drawThumbs(surface, scene);
  surface.save();
  surface.beginPath();
  surface.rect(0, tracksTopPx, widthPx, tracksPx);
  surface.clip();
  surface.translate(0, tracksTopPx - scene.scrollPx);
  for (const lane of scene.lanes) {
    if (lane.bottomPx < scene.scrollPx || lane.topPx > scene.scrollPx + tracksPx) continue;
    drawLane(surface, scene, lane);
  }
  surface.restore();
  drawRuler(surface, scene);
  drawPlayhead(surface, scene, bottom);
}

const x = (scene: TimelineScene, timeUs: number): number => xOf(scene.span, scene.widthPx, timeUs);

function drawRuler(surface: Surface, scene: TimelineScene): void {
  const { rulerPx, remPx, widthPx, span, colour } = scene;
  surface.fillStyle = colour('--surface');
  surface.fillRect(0, 0, widthPx, rulerPx);
  const { stepUs, timesUs } = ticksOf(span, widthPx, 6.5 * remPx);
  surface.font = `500 ${0.6875 * remPx}px ${FONT}`;
  surface.textBaseline = 'middle';
  surface.textAlign = 'left';
  for (const timeUs of timesUs) {
    const at = Math.round(x(scene, timeUs));
    surface.fillStyle = colour('--line');
    surface.fillRect(at, rulerPx * 0.35, 1, rulerPx * 0.65);
    for (let part = 1; part < 5; part++) {
      const minor = Math.round(x(scene, timeUs + (part * stepUs) / 5));
      surface.fillRect(minor, rulerPx * 0.75, 1, rulerPx * 0.25);
    }
    surface.fillStyle = colour('--muted');
    surface.fillText(clockTime(timeUs, stepUs < 1e6), at + 0.25 * remPx, rulerPx * 0.42);
  }
  surface.fillStyle = colour('--fair');
  for (const timeUs of scene.noteTimesUs) {
    const at = x(scene, timeUs);
    if (at < -8 || at > widthPx + 8) continue;
    const size = 0.28 * remPx;
    surface.beginPath();
    surface.moveTo(at - size, rulerPx - 1.8 * size);
    surface.lineTo(at + size, rulerPx - 1.8 * size);
    surface.lineTo(at, rulerPx);
    surface.fill();
  }
  surface.fillStyle = colour('--line');
  surface.fillRect(0, rulerPx - 1, widthPx, 1);
}

function drawThumbs(surface: Surface, scene: TimelineScene): void {
  if (scene.thumbsPx === 0) return;
  surface.fillStyle = scene.colour('--well');
  surface.fillRect(0, scene.rulerPx, scene.widthPx, scene.thumbsPx);
  for (const { timeUs, bitmap } of scene.thumbs) {
    const width = (scene.thumbsPx * bitmap.width) / bitmap.height;
    surface.drawImage(
      bitmap,
      Math.round(x(scene, timeUs)),
      scene.rulerPx,
      Math.round(width) - 1,
      scene.thumbsPx,
    );
  }
}

function drawLane(surface: Surface, scene: TimelineScene, lane: TrackLane): void {
  const { widthPx, colour } = scene;
  surface.fillStyle = colour('--surface');
  surface.fillRect(0, lane.topPx, widthPx, lane.barsPx + lane.emotionsPx);
  drawHeat(surface, scene, lane);
  drawNamed(surface, scene, lane);
  const chosen = scene.chosen?.event.track === lane.track ? scene.chosen : null;
  if (chosen !== null) drawChosenSpan(surface, scene, lane, chosen.timesUs);
  drawBars(surface, scene, lane);
}

function drawHeat(surface: Surface, scene: TimelineScene, lane: TrackLane): void {
  const { span, widthPx, tiles } = scene;
  const level = levelFor(span, widthPx);
  surface.imageSmoothingEnabled = false;
  for (const key of tilesIn(lane.track, level, span)) {
    const best = tiles.bestFor(key);
    if (best === null) continue;
    const wanted = spanOfTile(key);
    const has = spanOfTile(best.key);
    const picture = scene.heatOf(best.key, best.curves);
    const binsPerUs = best.curves.bins / (has.toUs - has.fromUs);
    const left = x(scene, wanted.fromUs);
    surface.drawImage(
      picture,
      (wanted.fromUs - has.fromUs) * binsPerUs,
      0,
      (wanted.toUs - wanted.fromUs) * binsPerUs,
      HEAT_ROWS,
      left,
      lane.stripTopPx,
      x(scene, wanted.toUs) - left,
      lane.stripPx,
    );
  }
  surface.imageSmoothingEnabled = true;
  if (!lane.isExpanded) return;
  surface.fillStyle = scene.colour('--line');
  const row = lane.stripPx / AU_NUMBERS.length;
  for (let unit = 1; unit < AU_NUMBERS.length; unit++) {
    surface.fillRect(0, Math.round(lane.stripTopPx + unit * row), widthPx, 1);
  }
}

function drawChosenSpan(
  surface: Surface,
  scene: TimelineScene,
  lane: TrackLane,
  timesUs: readonly [number, number, number],
): void {
  const [onset, apex, offset] = timesUs.map((timeUs) => x(scene, timeUs)) as [number, number, number];
  surface.fillStyle = scene.colour('--accent-soft');
  surface.fillRect(onset, lane.topPx, Math.max(1, offset - onset), lane.bottomPx - lane.topPx);
  surface.fillStyle = scene.colour('--accent');
  for (const at of [onset, apex, offset])
    surface.fillRect(Math.round(at), lane.topPx, 1, lane.bottomPx - lane.topPx);
}

function drawNamed(surface: Surface, scene: TimelineScene, lane: TrackLane): void {
  const index = scene.eventsOf.get(lane.track);
  if (index === undefined || lane.emotionsPx === 0) return;
  const { from, to } = index.within(scene.span);
  // Beyond this they lie on each other: a person zooms in before reading words.
  const stride = Math.max(1, Math.ceil((to - from) / scene.widthPx));
  const spans = [];
  for (let place = from; place < to; place += stride) {
    const event = index.rows[place]!;
    const span = scene.isListed(event) ? emotionOf(event) : null;
    if (span !== null) spans.push(span);
  }
  drawEmotions(surface, spans, {
    topPx: lane.topPx + lane.barsPx + Math.round(0.15 * lane.emotionsPx),
    heightPx: Math.round(0.7 * lane.emotionsPx),
    widthPx: scene.widthPx,
    xOf: (timeUs) => x(scene, timeUs),
    colour: scene.colour,
    font: `500 ${0.6875 * scene.remPx}px ${FONT}`,
  });
}

/** Kind is the hue; the state of review is the filling: hollow, full, full with a notch, struck out. */
function drawBars(surface: Surface, scene: TimelineScene, lane: TrackLane): void {
  const index = scene.eventsOf.get(lane.track);
  if (index === undefined) return;
  const { from, to } = index.within(scene.span);
  const top = lane.topPx + Math.round(lane.barsPx * 0.2);
  const height = Math.round(lane.barsPx * 0.6);
  let covered = -Infinity;
  for (let place = from; place < to; place++) {
    const event = index.rows[place]!;
    const isChosen = event === scene.chosen?.event;
    const [onsetUs, , offsetUs] = isChosen
      ? scene.chosen.timesUs
      : [event.onset.timeUs, 0, event.offset.timeUs];
    const left = Math.round(x(scene, onsetUs));
    const right = Math.max(left + MIN_BAR_PX, Math.round(x(scene, offsetUs)));
    // Thousands in sight are pixels beside each other: what would only be drawn over is left out.
    if (right <= covered && !isChosen) continue;
    covered = Math.max(covered, right);
    surface.globalAlpha = scene.isListed(event) ? 1 : 0.25;
    drawBar(surface, scene, event, { left, top, width: right - left, height }, isChosen);
  }
  surface.globalAlpha = 1;
}

const MIN_BAR_PX = 3;

function drawBar(
  surface: Surface,
  scene: TimelineScene,
  event: EventRow,
  { left, top, width, height }: { left: number; top: number; width: number; height: number },
  isChosen: boolean,
): void {
  const hue = scene.colour(event.kind === 'micro' ? '--micro' : '--macro');
  const unit = scene.remPx / 16;
  surface.fillStyle = hue;
  surface.strokeStyle = hue;
  surface.lineWidth = 1.5 * unit;
  if (width < 8 * unit) {
    surface.globalAlpha *= event.review === 'rejected' ? 0.4 : 1;
    surface.fillRect(left, top, width, height);
  } else {
    const rounded = (): void => {
      surface.beginPath();
      surface.roundRect(
        left + 0.75 * unit,
        top + 0.75 * unit,
        width - 1.5 * unit,
        height - 1.5 * unit,
        3 * unit,
      );
    };
    rounded();
    const alpha = surface.globalAlpha;
    if (event.review === 'rejected') surface.globalAlpha = alpha * 0.5;
    if (event.review === 'confirmed' || event.review === 'relabelled') surface.fill();
    else {
      surface.globalAlpha *= 0.25;
      surface.fill();
      surface.globalAlpha = event.review === 'rejected' ? alpha * 0.6 : alpha;
    }
    surface.stroke();
    if (event.review === 'rejected') {
      surface.beginPath();
      surface.moveTo(left, top + height);
      surface.lineTo(left + width, top);
      surface.stroke();
    }
    if (event.review === 'relabelled') {
      surface.fillStyle = scene.colour('--relabelled');
      surface.fillRect(left, top + height - 3 * unit, width, 3 * unit);
    }
    surface.globalAlpha = alpha;
    if (event.review !== 'rejected') {
      surface.fillStyle = event.review === 'unreviewed' ? hue : scene.colour('--surface');
      surface.fillRect(
        Math.round(x(scene, event.apex.timeUs)),
        top + 2 * unit,
        1.5 * unit,
        height - 4 * unit,
      );
    }
  }
  if (isChosen) {
    surface.globalAlpha = 1;
    surface.strokeStyle = scene.colour('--accent');
    surface.lineWidth = 2 * unit;
    surface.beginPath();
    surface.roundRect(left - 2 * unit, top - 2 * unit, width + 4 * unit, height + 4 * unit, 4 * unit);
    surface.stroke();
  }
}

function drawPlayhead(surface: Surface, scene: TimelineScene, bottom: number): void {
  const at = x(scene, scene.playheadUs);
  if (at < -20 || at > scene.widthPx + 20) return;
  const unit = scene.remPx / 16;
  surface.fillStyle = scene.colour('--playhead');
  surface.fillRect(Math.round(at) - 0.5 * unit, 0, 1.5 * unit, bottom);
  surface.beginPath();
  surface.moveTo(at - 5 * unit, 0);
  surface.lineTo(at + 5.5 * unit, 0);
  surface.lineTo(at + 5.5 * unit, 6 * unit);
  surface.lineTo(at, 12 * unit);
  surface.lineTo(at - 5 * unit, 6 * unit);
  surface.fill();
}

const FONT = "Inter, system-ui, 'Segoe UI', sans-serif";
