/** Blurs of interleaved values, in place, borders going on. */

/** Separable Gaussian over `channels` interleaved channels; `sigmaPx` below a tenth of a pixel does nothing. */
export function gaussianBlur(
  pixels: Float32Array,
  widthPx: number,
  heightPx: number,
  channels: number,
  sigmaPx: number,
): void {
  if (sigmaPx < 0.1) return;
  if (sigmaPx >= WIDE_PX) {
    // Three boxes are within 3 % of a Gaussian whose variance is theirs, r(r + 1) for radius r, at any width's cost.
    const radius = Math.round((Math.sqrt(1 + 4 * sigmaPx * sigmaPx) - 1) / 2);
    for (let pass = 0; pass < 3; pass++) boxBlur(pixels, widthPx, heightPx, channels, radius);
    return;
  }
  const radius = Math.ceil(3 * sigmaPx);
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, k) =>
    Math.exp(-((k - radius) ** 2) / (2 * sigmaPx ** 2)),
  );
  const total = kernel.reduce((sum, w) => sum + w, 0);
  const padded = new Float64Array(Math.max(widthPx, heightPx) + 2 * radius);
  eachLine(widthPx, heightPx, channels, (from, stride, count) => {
    padLine(pixels, from, stride, count, radius, padded);
    for (let k = 0; k < count; k++) {
      let sum = 0;
      for (let t = 0; t <= 2 * radius; t++) sum += kernel[t]! * padded[k + t]!;
      pixels[from + k * stride] = sum / total;
    }
  });
}

/** From this width on the exact kernel costs more than three boxes. */
const WIDE_PX = 4;

/** Mean over a square of 2·radius + 1 values. */
export function boxBlur(
  pixels: Float32Array,
  widthPx: number,
  heightPx: number,
  channels: number,
  radius: number,
): void {
  const padded = new Float64Array(Math.max(widthPx, heightPx) + 2 * radius + 1);
  eachLine(widthPx, heightPx, channels, (from, stride, count) => {
    padLine(pixels, from, stride, count, radius, padded);
    let sum = 0;
    for (let k = 0; k < 2 * radius; k++) sum += padded[k]!;
    for (let k = 0; k < count; k++) {
      sum += padded[k + 2 * radius]!;
      pixels[from + k * stride] = sum / (2 * radius + 1);
      sum -= padded[k]!;
    }
  });
}

/** Every row, then every column, of every channel. */
function eachLine(
  widthPx: number,
  heightPx: number,
  channels: number,
  run: (from: number, stride: number, count: number) => void,
): void {
  const row = widthPx * channels;
  for (let y = 0; y < heightPx; y++) for (let c = 0; c < channels; c++) run(y * row + c, channels, widthPx);
  for (let x = 0; x < row; x++) run(x, row, heightPx);
}

function padLine(
  pixels: Float32Array,
  from: number,
  stride: number,
  count: number,
  radius: number,
  padded: Float64Array,
): void {
  for (let k = 0; k < count; k++) padded[k + radius] = pixels[from + k * stride]!;
  padded.fill(padded[radius]!, 0, radius);
  padded.fill(padded[count + radius - 1]!, count + radius, count + 2 * radius);
}
