import type { ColourMatrix, ColourRange, ImagePlane, YuvImage } from '../../../../contract/frame.ts';
import { type Rgb, toYuv, type Yuv } from './colour.ts';
import { copyPicture } from './copy-picture.ts';
import { Letters } from './letters.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Place {
  readonly width: number;
  readonly height: number;
}

export interface Ink {
  readonly colour: Rgb;
  /** 1 covers what lies below; 1 where not given. */
  readonly opacity01?: number;
}

/**
 * An 8-bit 4:2:0 picture that can be drawn on. Lines, discs and letters have smooth edges; coordinates are pixels from
 * the upper left corner, pixel (0, 0) reaching from 0 to 1. What lies outside is left out.
 */
export class Canvas {
  readonly image: YuvImage;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly #luma: Uint8Array;
  readonly #blue: Uint8Array;
  readonly #red: Uint8Array;
  readonly #letters = new Map<number, Letters>();

  /** Sides must be even. */
  constructor(widthPx: number, heightPx: number, matrix: ColourMatrix, range: ColourRange) {
    if (widthPx % 2 !== 0 || heightPx % 2 !== 0)
      throw new Error(`internal: a canvas of ${widthPx}x${heightPx} has odd sides`);
    this.widthPx = widthPx;
    this.heightPx = heightPx;
    this.#luma = new Uint8Array(widthPx * heightPx);
    this.#blue = new Uint8Array(this.#luma.length / 4);
    this.#red = new Uint8Array(this.#luma.length / 4);
    const half = { strideBytes: widthPx / 2 };
    const planes: ImagePlane[] = [
      { data: this.#luma, strideBytes: widthPx },
      { data: this.#blue, ...half },
      { data: this.#red, ...half },
    ];
    this.image = { layout: 'i420', widthPx, heightPx, planes, matrix, range };
  }

  /** Copies a frame's picture, of any layout, to (0, 0); what does not fit is left out. */
  show(picture: YuvImage): void {
    copyPicture(picture, this.image);
  }

  fill({ x, y, width, height }: Rect, { colour, opacity01 = 1 }: Ink): void {
    const yuv = this.#yuv(colour);
    const [left, right] = [Math.max(0, Math.round(x)), Math.min(this.widthPx, Math.round(x + width))];
    const [top, bottom] = [Math.max(0, Math.round(y)), Math.min(this.heightPx, Math.round(y + height))];
    if (opacity01 === 1) {
      this.#cover(left, right, top, bottom, yuv);
      return;
    }
    for (let row = top; row < bottom; row++)
      for (let column = left; column < right; column++) this.#blend(column, row, opacity01, yuv);
  }

  line(from: Place, to: Place, widthPx: number, ink: Ink): void {
    const reach = widthPx / 2 + 1;
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const square = dx * dx + dy * dy;
    const distance = (x: number, y: number): number => {
      const t = square === 0 ? 0 : ((x - from.x) * dx + (y - from.y) * dy) / square;
      const along = Math.min(1, Math.max(0, t));
      return Math.hypot(x - from.x - along * dx, y - from.y - along * dy);
    };
    const box = {
      left: Math.min(from.x, to.x) - reach,
      right: Math.max(from.x, to.x) + reach,
      top: Math.min(from.y, to.y) - reach,
      bottom: Math.max(from.y, to.y) + reach,
    };
    this.#shade(box, (x, y) => widthPx / 2 + 0.5 - distance(x, y), ink);
  }

  disc(centre: Place, radiusPx: number, ink: Ink): void {
    const reach = radiusPx + 1;
    const box = {
      left: centre.x - reach,
      right: centre.x + reach,
      top: centre.y - reach,
      bottom: centre.y + reach,
    };
    this.#shade(box, (x, y) => radiusPx + 0.5 - Math.hypot(x - centre.x, y - centre.y), ink);
  }

  /** Writes one line with its baseline at `at.y`, cut off with an ellipsis at `maxPx`; gives its width. */
  text(at: Place, text: string, sizePx: number, ink: Ink, maxPx = Infinity): number {
    const letters = this.lettersOf(sizePx);
    const yuv = this.#yuv(ink.colour);
    const opacity = (ink.opacity01 ?? 1) / 255;
    let pen = at.x;
    for (const character of letters.fitted(text, maxPx)) {
      const letter = letters.of(character);
      const [left, top] = [Math.round(pen) + letter.leftPx, Math.round(at.y) - letter.risePx];
      for (let y = 0; y < letter.heightPx; y++)
        for (let x = 0; x < letter.widthPx; x++) {
          const cover = letter.cover[y * letter.widthPx + x]!;
          if (cover > 0) this.#blendInside(left + x, top + y, cover * opacity, yuv);
        }
      pen += letter.advancePx;
    }
    return pen - at.x;
  }

  lettersOf(sizePx: number): Letters {
    let letters = this.#letters.get(sizePx);
    if (!letters) this.#letters.set(sizePx, (letters = new Letters(sizePx)));
    return letters;
  }

  /** Whole rows at once; a chroma sample is covered where one of its pixels is. */
  #cover(left: number, right: number, top: number, bottom: number, [luma, blue, red]: Yuv): void {
    if (right <= left) return;
    const { widthPx } = this;
    for (let y = top; y < bottom; y++)
      this.#luma.fill(Math.round(luma), y * widthPx + left, y * widthPx + right);
    const half = widthPx / 2;
    for (let y = top >> 1; y < (bottom + 1) >> 1; y++) {
      const [from, to] = [y * half + (left >> 1), y * half + ((right + 1) >> 1)];
      this.#blue.fill(Math.round(blue), from, to);
      this.#red.fill(Math.round(red), from, to);
    }
  }

  /** `cover(x, y)` at a pixel's centre: 0 and less outside, 1 and more inside. */
  #shade(
    box: { left: number; right: number; top: number; bottom: number },
    cover: (x: number, y: number) => number,
    { colour, opacity01 = 1 }: Ink,
  ): void {
    const yuv = this.#yuv(colour);
    const [left, right] = [Math.max(0, Math.floor(box.left)), Math.min(this.widthPx, Math.ceil(box.right))];
    const [top, bottom] = [Math.max(0, Math.floor(box.top)), Math.min(this.heightPx, Math.ceil(box.bottom))];
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) {
        const cover01 = Math.min(1, cover(x + 0.5, y + 0.5));
        if (cover01 > 0) this.#blend(x, y, cover01 * opacity01, yuv);
      }
  }

  #blendInside(x: number, y: number, opacity01: number, yuv: Yuv): void {
    if (x >= 0 && y >= 0 && x < this.widthPx && y < this.heightPx) this.#blend(x, y, opacity01, yuv);
  }

  #blend(x: number, y: number, opacity01: number, [luma, blue, red]: Yuv): void {
    const i = y * this.widthPx + x;
    this.#luma[i] = this.#luma[i]! + opacity01 * (luma - this.#luma[i]!) + 0.5;
    const c = (y >> 1) * (this.widthPx >> 1) + (x >> 1);
    // Four pixels share a chroma sample; the k-th (from 0) moves it by 1/(4 − k) of the rest, so that four cover it whole.
    const share = opacity01 / (4 - ((y & 1) * 2 + (x & 1)));
    this.#blue[c] = this.#blue[c]! + share * (blue - this.#blue[c]!) + 0.5;
    this.#red[c] = this.#red[c]! + share * (red - this.#red[c]!) + 0.5;
  }

  #yuv(colour: Rgb): Yuv {
    return toYuv(colour, this.image.matrix, this.image.range);
  }
}
