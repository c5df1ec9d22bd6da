import type { YuvImage } from '../../../contract/frame.ts';

/**
 * Red, green, blue bytes (interleaved) as I420, limited range, BT.709, chroma averaged over each two by two pixels.
 * Width and height must be even. The returned picture's planes are reused by the next call of the same converter.
 */
export function createI420Converter(widthPx: number, heightPx: number): (rgb: Uint8Array) => YuvImage {
  if (widthPx % 2 !== 0 || heightPx % 2 !== 0)
    throw new Error(`internal: ${widthPx}x${heightPx} has odd sides`);
  const luma = new Uint8Array(widthPx * heightPx);
  const halfWidth = widthPx / 2;
  const blue = new Uint8Array((halfWidth * heightPx) / 2);
  const red = new Uint8Array(blue.length);
  const image: YuvImage = {
    layout: 'i420',
    widthPx,
    heightPx,
    planes: [
      { data: luma, strideBytes: widthPx },
      { data: blue, strideBytes: halfWidth },
      { data: red, strideBytes: halfWidth },
    ],
    matrix: 'bt709',
    range: 'limited',
  };
  return (rgb) => {
    for (let i = 0, o = 0; i < luma.length; i++, o += 3) {
      luma[i] = 16.5 + (219 / 255) * (KR * rgb[o]! + KG * rgb[o + 1]! + KB * rgb[o + 2]!);
    }
    for (let y = 0; y < heightPx; y += 2) {
      for (let x = 0; x < widthPx; x += 2) {
        const o = (y * widthPx + x) * 3;
        const below = o + widthPx * 3;
        const r = (rgb[o]! + rgb[o + 3]! + rgb[below]! + rgb[below + 3]!) / 4;
        const g = (rgb[o + 1]! + rgb[o + 4]! + rgb[below + 1]! + rgb[below + 4]!) / 4;
        const b = (rgb[o + 2]! + rgb[o + 5]! + rgb[below + 2]! + rgb[below + 5]!) / 4;
        const light = KR * r + KG * g + KB * b;
        const c = (y >> 1) * halfWidth + (x >> 1);
        blue[c] = 128.5 + ((224 / 255) * (b - light)) / (2 * (1 - KB));
        red[c] = 128.5 + ((224 / 255) * (r - light)) / (2 * (1 - KR));
      }
    }
    return image;
  };
}

/** ITU-R BT.709. */
const KR = 0.2126;
const KB = 0.0722;
const KG = 1 - KR - KB;
