/**
 * The large preview: a picture and what was measured on it are drawn together, in one turn, or not at all. Drawing
 * happens before the screen's next refresh and only where there is something new.
 */
import type { AuNumber } from '../../contract/au.ts';
import type { LiveFrame } from '../../contract/channels/live.ts';
import type { FaceOverlay } from '../../contract/channels/review.ts';
import {
  badgePose,
  drawOverlay,
  drawPicture,
  faceAt,
  isBadgeMoving,
  placeContained,
  type Layer,
  type OverlayOptions,
  type Placement,
} from '../overlay/index.ts';
import { NewestFrame, unpackJpeg, type Unpacked } from './newest-frame.ts';

export interface StageView {
  readonly layers: Readonly<Record<Layer, boolean>>;
  readonly units: readonly AuNumber[];
  readonly isMirrored: boolean;
  /** The person's system asks for little movement. */
  readonly movesLittle: boolean;
  /** Against the height of the page's text. */
  readonly textScale: number;
  readonly nameOf: (track: number) => string;
  readonly confidenceText: (confidence01: number) => string;
}

export interface StageListener {
  /** The picture of this frame is on the canvas. */
  readonly onShown: (frame: LiveFrame, picture: ImageBitmap) => void;
  readonly onBroken: (frame: LiveFrame, cause: unknown) => void;
}

export class Stage {
  readonly #canvas: HTMLCanvasElement;
  readonly #surface: CanvasRenderingContext2D;
  readonly #listener: StageListener;
  readonly #newest: NewestFrame;
  readonly #badges = new Map<number, { text: string; atMs: number }>();
  #view: StageView;
  #next: Unpacked | null = null;
  #shown: Unpacked | null = null;
  #placement: Placement | null = null;
  #request = 0;

  constructor(canvas: HTMLCanvasElement, view: StageView, listener: StageListener) {
    this.#canvas = canvas;
    // Opaque: the page behind it need not be mixed in.
    this.#surface = canvas.getContext('2d', { alpha: false })!;
    this.#view = view;
    this.#listener = listener;
    this.#newest = new NewestFrame(
      unpackJpeg,
      (unpacked) => {
        this.#next?.picture.close();
        this.#next = unpacked;
        this.#ask();
      },
      listener.onBroken,
    );
  }

  take(frame: LiveFrame): void {
    this.#newest.take(frame);
  }

  setView(view: StageView): void {
    this.#view = view;
    this.#ask();
  }

  /** Canvas pixels; the picture is drawn anew at the new size. */
  resize(widthPx: number, heightPx: number): void {
    if (this.#canvas.width === widthPx && this.#canvas.height === heightPx) return;
    this.#canvas.width = widthPx;
    this.#canvas.height = heightPx;
    this.#draw();
  }

  announce(track: number, text: string): void {
    this.#badges.set(track, { text, atMs: performance.now() });
    this.#ask();
  }

  /** The face at a place of the canvas, and where its box ends; null: none. */
  faceAt(x: number, y: number): number | null {
    if (this.#shown === null || this.#placement === null) return null;
    return faceAt(this.#shown.frame.faces, this.#placement, x, y);
  }

  close(): void {
    cancelAnimationFrame(this.#request);
    this.#newest.close();
    this.#next?.picture.close();
    this.#shown?.picture.close();
    this.#next = null;
    this.#shown = null;
  }

  #ask(): void {
    if (this.#request !== 0) return;
    this.#request = requestAnimationFrame(() => {
      this.#request = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const isNew = this.#next !== null;
    if (this.#next !== null) {
      this.#shown?.picture.close();
      this.#shown = this.#next;
      this.#next = null;
    }
    const surface = this.#surface;
    surface.fillStyle = '#0b0d10';
    surface.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
    if (this.#shown === null) return;
    const { frame, picture } = this.#shown;
    this.#placement = placeContained(
      frame.frameWidthPx,
      frame.frameHeightPx,
      this.#canvas.width,
      this.#canvas.height,
      this.#view.isMirrored,
    );
    drawPicture(surface, picture, this.#placement);
    drawOverlay(surface, frame.faces, this.#placement, this.#options());
    if (isNew) this.#listener.onShown(frame, picture);
    if (this.#hasMovingBadge()) this.#ask();
  }

  #options(): OverlayOptions {
    const view = this.#view;
    return {
      layers: view.layers,
      units: view.units,
      unitPx: textHeightPx(this.#canvas, view.textScale),
      tagOf: (face: FaceOverlay) => ({
        name: view.nameOf(face.track),
        confidence: view.confidenceText(face.confidence01),
      }),
      badgeOf: (track) => {
        const badge = this.#badges.get(track);
        if (badge === undefined) return null;
        return { text: badge.text, pose: badgePose(performance.now() - badge.atMs, view.movesLittle) };
      },
    };
  }

  #hasMovingBadge(): boolean {
    const nowMs = performance.now();
    return this.#badges.values().some(({ atMs }) => isBadgeMoving(nowMs - atMs));
  }
}

/** A thirty-sixth of the picture's height, but never smaller than a page's small print nor larger than its headings. */
function textHeightPx(canvas: HTMLCanvasElement, textScale: number): number {
  const dense = devicePixelRatio * textScale;
  return Math.max(11 * dense, Math.min(canvas.height / 36, 18 * dense));
}
