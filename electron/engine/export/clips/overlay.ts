import { AU_NAMES, type AuNumber } from '../../../../contract/au.ts';
import type { YuvImage } from '../../../../contract/frame.ts';
import type { FaceRecord } from '../../../../contract/session.ts';
import type { Moment } from '../../../../contract/spot.ts';
import { Canvas, type Ink } from '../drawing/canvas.ts';
import type { Rgb } from '../drawing/colour.ts';
import type { ReviewedEvent } from '../../../../contract/reviewed-events.ts';
import { KIND_NAMES } from '../wording.ts';
import { AU_POINTS, FACE_LINES } from './au-points.ts';

const GROUND: Rgb = [18, 20, 24];
const TEXT: Rgb = [236, 239, 244];
const QUIET: Rgb = [152, 160, 172];
const GROOVE: Rgb = [48, 53, 61];
const ACCENT: Rgb = [86, 204, 242];
const OTHER_FACE: Rgb = [190, 196, 205];
const WARNING: Rgb = [255, 190, 84];
const DECIDED: Rgb = [126, 217, 150];

/** FACS intensities end at E, which is 5. */
const FULL_INTENSITY = 5;

/** Panel width and least height, line and row heights, in units of the text's size. */
const PANEL = { width: 17, height: 27.5, margin: 1, line: 1.55, row: 2.35 } as const;

/** A row for each of these at most; on low pictures fewer. */
export const MOST_ROWS = 8;

export interface OverlayOptions {
  readonly event: ReviewedEvent;
  readonly fromUs: number;
  readonly toUs: number;
  /** Which action units have a row, strongest reason first. */
  readonly aus: readonly AuNumber[];
  /** The order of intensities in a face's measurement. */
  readonly measured: readonly number[];
  /** No outlines or marks on faces: they would show what blurring hides. */
  readonly isBlurred: boolean;
  /** Lines at the bottom: what made this, what it is. */
  readonly notes: readonly string[];
}

/** Draws a frame with what was measured on it: the picture on the left, a panel about the event on the right. */
export class Overlay {
  readonly canvas: Canvas;
  readonly #options: OverlayOptions;
  readonly #pictureWidthPx: number;
  readonly #pictureHeightPx: number;
  /** Size of the text, px. */
  readonly #unit: number;
  #isSlowLineFree = 0;

  constructor(picture: YuvImage, options: OverlayOptions) {
    this.#options = options;
    this.#pictureWidthPx = picture.widthPx & ~1;
    this.#pictureHeightPx = picture.heightPx & ~1;
    // Readable on a phone's picture and not a poster on a 4K one.
    this.#unit = Math.min(40, Math.max(12, Math.round(picture.heightPx / 34)));
    const widthPx = this.#pictureWidthPx + 2 * Math.ceil((PANEL.width * this.#unit) / 2);
    const heightPx = Math.max(this.#pictureHeightPx, 2 * Math.ceil((PANEL.height * this.#unit) / 2));
    this.canvas = new Canvas(widthPx, heightPx, picture.matrix, picture.range);
  }

  /** `faces` are those of this very frame. */
  draw(picture: YuvImage, moment: Moment, faces: readonly FaceRecord[]): void {
    const { canvas } = this;
    canvas.fill({ x: 0, y: 0, width: canvas.widthPx, height: canvas.heightPx }, { colour: GROUND });
    canvas.show(picture);
    if (!this.#options.isBlurred) for (const face of faces) this.#drawFace(face, moment);
    this.#drawPanel(moment, faces);
  }

  /** Adds to what `draw` has drawn that this copy runs slower. */
  markSlowed(times: number): void {
    const { x, width } = this.#column();
    const y = this.#isSlowLineFree;
    this.canvas.text(
      { x, y },
      `slowed ${times}×, no frames added`,
      this.#small(),
      { colour: WARNING },
      width,
    );
  }

  #drawFace(face: FaceRecord, moment: Moment): void {
    const { event } = this.#options;
    const isOwn = face.trackId === event.trackId;
    const ink: Ink = isOwn ? { colour: ACCENT, opacity01: 0.55 } : { colour: OTHER_FACE, opacity01: 0.3 };
    const widthPx = Math.max(1, this.#unit / 12);
    for (const { points, isClosed } of FACE_LINES) {
      const places = points.map((point) => placeOf(face, point));
      for (let i = 1; i < places.length; i++) this.canvas.line(places[i - 1]!, places[i]!, widthPx, ink);
      if (isClosed) this.canvas.line(places.at(-1)!, places[0]!, widthPx, ink);
    }
    if (!isOwn || !isDuring(event, moment)) return;
    const radiusPx = Math.max(2, face.box.width / 50);
    for (const { au, side } of event.aus) {
      const points = AU_POINTS[au];
      const marked = [...(side === 'left' ? [] : points.right), ...(side === 'right' ? [] : points.left)];
      for (const point of marked)
        this.canvas.disc(placeOf(face, point), radiusPx, { colour: WARNING, opacity01: 0.75 });
    }
    this.#drawBadge(face);
  }

  #drawBadge({ box }: FaceRecord): void {
    const text = `event ${this.#options.event.id}`;
    const unit = this.#unit;
    const width = this.canvas.lettersOf(unit).widthPx(text) + unit;
    const x = Math.min(Math.max(0, box.x), this.#pictureWidthPx - width);
    const y = Math.max(0, box.y - 1.8 * unit);
    this.canvas.fill({ x, y, width, height: 1.5 * unit }, { colour: WARNING });
    this.canvas.text({ x: x + unit / 2, y: y + 1.1 * unit }, text, unit, { colour: GROUND });
  }

  #drawPanel(moment: Moment, faces: readonly FaceRecord[]): void {
    const { event, aus, notes } = this.#options;
    const { canvas } = this;
    const unit = this.#unit;
    const { x, width } = this.#column();
    const line = PANEL.line * unit;
    let y = PANEL.margin * unit + unit;
    const write = (text: string, colour: Rgb, sizePx = unit): void => {
      canvas.text({ x, y }, text, sizePx, { colour }, width);
      y += line;
    };

    const isNow = isDuring(event, moment);
    const title = `Event ${event.id}: ${KIND_NAMES[event.kind]}`;
    if (isNow)
      canvas.fill(
        { x: x - unit / 2, y: y - 1.2 * unit, width: unit / 4, height: 1.5 * unit },
        { colour: WARNING },
      );
    write(title, TEXT);
    if (event.review === 'unreviewed') write('candidate, review needed', WARNING);
    else write(`${event.review} by ${event.reviewer ?? 'a person'}`, DECIDED);
    write(
      `${event.label === null ? '' : `${event.label}, `}${event.isAdded ? 'added by hand' : `score ${event.score.toFixed(2)}`}`,
      TEXT,
    );
    y += 0.5 * unit;
    write(`${(moment.timeUs / 1e6).toFixed(3)} s`, TEXT, 1.5 * unit);
    y += 0.2 * unit;
    write(`frame ${moment.frameIndex}`, QUIET);
    this.#drawCourse({ x, y: y - 0.6 * unit, width }, moment);
    y += 1.6 * unit;

    const notesFrom = canvas.heightPx - PANEL.margin * unit - (notes.length + 1) * 1.3 * unit;
    const face = faces.find(({ trackId }) => trackId === event.trackId);
    const room = Math.floor((notesFrom - y - unit) / (PANEL.row * unit));
    const rows = aus.slice(0, Math.max(0, Math.min(MOST_ROWS, room)));
    if (rows.length > 0) {
      const small = this.#small();
      const right = 'left';
      canvas.text({ x, y }, 'right', small, { colour: QUIET });
      canvas.text({ x: x + width - canvas.lettersOf(small).widthPx(right), y }, right, small, {
        colour: QUIET,
      });
      y += 1.5 * unit;
    }
    for (const au of rows) {
      this.#drawAu({ x, y, width }, au, face ?? null);
      y += PANEL.row * unit;
    }
    y = notesFrom + 1.3 * unit;
    for (const note of notes) {
      canvas.text({ x, y }, note, this.#small(), { colour: QUIET }, width);
      y += 1.3 * unit;
    }
    this.#isSlowLineFree = y;
  }

  /** The clip as a line: the event on it, a tick at its apex, and where this frame is. */
  #drawCourse({ x, y, width }: { x: number; y: number; width: number }, moment: Moment): void {
    const { fromUs, toUs, event } = this.#options;
    const unit = this.#unit;
    const spanUs = Math.max(1, toUs - fromUs);
    const at = (timeUs: number): number => x + (width * (timeUs - fromUs)) / spanUs;
    const height = unit / 3;
    this.canvas.fill({ x, y, width, height }, { colour: GROOVE });
    const onset = at(event.onset.timeUs);
    const eventPx = Math.max(2, at(event.offset.timeUs) - onset);
    this.canvas.fill({ x: onset, y, width: eventPx, height }, { colour: WARNING, opacity01: 0.8 });
    this.canvas.fill(
      { x: at(event.apex.timeUs) - 1, y: y - height, width: 2, height: 3 * height },
      { colour: WARNING },
    );
    this.canvas.disc({ x: at(moment.timeUs), y: y + height / 2 }, unit / 2.6, { colour: TEXT });
  }

  /** Bars as one sees the face: the person's right side goes to the left. */
  #drawAu(
    { x, y, width }: { x: number; y: number; width: number },
    au: AuNumber,
    face: FaceRecord | null,
  ): void {
    const { measured, event } = this.#options;
    const unit = this.#unit;
    const isOwn = event.aus.some((one) => one.au === au);
    const name = `AU${String(au).padStart(2, '0')} ${AU_NAMES[au]}`;
    const nameWidth = this.canvas.lettersOf(this.#small()).widthPx(name);
    const nameInk = { colour: isOwn ? TEXT : QUIET };
    this.canvas.text({ x: x + Math.max(0, width - nameWidth) / 2, y }, name, this.#small(), nameInk, width);
    const middle = x + width / 2;
    const [top, height] = [y + 0.35 * unit, 0.5 * unit];
    this.canvas.fill({ x, y: top, width, height }, { colour: GROOVE });
    const half = width / 2;
    const i = measured.indexOf(au);
    const intensity = (side: 0 | 1): number => {
      const value = face?.measurement?.au[i + side * measured.length] ?? 0;
      return i < 0 || !Number.isFinite(value) ? 0 : Math.min(1, Math.max(0, value / FULL_INTENSITY));
    };
    const colour = isOwn ? ACCENT : OTHER_FACE;
    const [left, right] = [intensity(0) * half, intensity(1) * half];
    this.canvas.fill({ x: middle - right, y: top, width: right, height }, { colour });
    this.canvas.fill({ x: middle, y: top, width: left, height }, { colour });
    this.canvas.fill({ x: middle - 1, y: top, width: 2, height }, { colour: QUIET });
  }

  #small(): number {
    return Math.round(0.85 * this.#unit);
  }

  #column(): { x: number; width: number } {
    const margin = PANEL.margin * this.#unit;
    return {
      x: this.#pictureWidthPx + margin,
      width: this.canvas.widthPx - this.#pictureWidthPx - 2 * margin,
    };
  }
}

const isDuring = ({ onset, offset }: ReviewedEvent, { timeUs }: Moment): boolean =>
  timeUs >= onset.timeUs && timeUs <= offset.timeUs;

/** The session places pixel centres at integers, the canvas their edges. */
const placeOf = ({ points68Px }: FaceRecord, point: number) => ({
  x: points68Px[2 * point]! + 0.5,
  y: points68Px[2 * point + 1]! + 0.5,
});
