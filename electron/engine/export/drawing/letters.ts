import { inflateSync } from 'node:zlib';
import { ADVANCES_PX, BASELINE_PX, COVER, HEIGHT_PX, LETTERS } from './font-atlas.ts';

/** The size at which the atlas was drawn. */
const ATLAS_PX = 24;
/** Columns left of the pen in a letter's picture. */
const LEFT_PX = 2;

/** A letter at the wanted size: how much of each pixel it covers, 0–255. */
export interface Letter {
  readonly cover: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** From the pen to the picture's left edge, and from the baseline up to its upper one. */
  readonly leftPx: number;
  readonly risePx: number;
  readonly advancePx: number;
}

/** Letters at one size, each scaled when it is first asked for. */
export class Letters {
  readonly #scale: number;
  readonly #made = new Map<string, Letter>();

  constructor(sizePx: number) {
    this.#scale = sizePx / ATLAS_PX;
  }

  /** Letters that the atlas lacks are written without their accent, or else as a question mark. */
  of(letter: string): Letter {
    let made = this.#made.get(letter);
    if (!made) this.#made.set(letter, (made = scaled(placeOf(letter), this.#scale)));
    return made;
  }

  widthPx(text: string): number {
    let width = 0;
    for (const letter of text) width += this.of(letter).advancePx;
    return width;
  }

  /** The text, or as much of its beginning as fits, with an ellipsis. */
  fitted(text: string, maxPx: number): string {
    if (this.widthPx(text) <= maxPx) return text;
    const letters = Array.from(text);
    while (letters.length > 0 && this.widthPx(`${letters.join('')}…`) > maxPx) letters.pop();
    return letters.length === 0 ? '' : `${letters.join('').trimEnd()}…`;
  }
}

const places = new Map(Array.from(LETTERS, (letter, i) => [letter, i]));
const widths = ADVANCES_PX.map((advance) => Math.ceil(advance) + 2 * LEFT_PX);
let atlas: { readonly cover: Uint8Array; readonly starts: readonly number[] } | null = null;

function placeOf(letter: string): number {
  const place = places.get(letter) ?? places.get(letter.normalize('NFD')[0]!);
  return place ?? places.get('?')!;
}

function loadAtlas(): NonNullable<typeof atlas> {
  let next = 0;
  const starts = widths.map((width) => (next += width * HEIGHT_PX) - width * HEIGHT_PX);
  return { cover: inflateSync(Buffer.from(COVER, 'base64')), starts };
}

/** Averages over each target pixel's footprint, so that small letters stay even in weight. */
function scaled(place: number, scale: number): Letter {
  const { cover, starts } = (atlas ??= loadAtlas());
  const [start, sourceWidth] = [starts[place]!, widths[place]!];
  const widthPx = Math.ceil(sourceWidth * scale) + 1;
  const heightPx = Math.ceil(HEIGHT_PX * scale) + 1;
  const risePx = Math.ceil(BASELINE_PX * scale);
  const leftPx = -Math.ceil(LEFT_PX * scale);
  const out = new Uint8Array(widthPx * heightPx);
  // Target pixel edges in atlas pixels, so that baseline and pen fall on pixel edges.
  const columns = Array.from({ length: widthPx + 1 }, (_, i) => (i + leftPx) / scale + LEFT_PX);
  const rows = Array.from({ length: heightPx + 1 }, (_, i) => (i - risePx) / scale + BASELINE_PX);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      let sum = 0;
      for (let sy = Math.max(0, Math.floor(rows[y]!)); sy < Math.min(HEIGHT_PX, rows[y + 1]!); sy++) {
        const high = Math.min(sy + 1, rows[y + 1]!) - Math.max(sy, rows[y]!);
        for (
          let sx = Math.max(0, Math.floor(columns[x]!));
          sx < Math.min(sourceWidth, columns[x + 1]!);
          sx++
        ) {
          const wide = Math.min(sx + 1, columns[x + 1]!) - Math.max(sx, columns[x]!);
          sum += high * wide * cover[start + sy * sourceWidth + sx]!;
        }
      }
      // The atlas counts cover from 0 to 15.
      out[y * widthPx + x] = Math.min(255, Math.round(sum * scale * scale * 17));
    }
  }
  return { cover: out, widthPx, heightPx, leftPx, risePx, advancePx: ADVANCES_PX[place]! * scale };
}
