/**
 * Which files of a folder make up one sequence of pictures, in order. Pure: names in, names out.
 *
 * Data sets name them `img1.jpg … img120.jpg` and `reg_img46.jpg` (CASME II), `006_05562.jpg` (SAMM)
 * or `0001.png`; what varies is the last number.
 */
export interface ImageSeries {
  /** For people: the names with the number replaced, such as `reg_img*.jpg`. */
  readonly pattern: string;
  readonly images: readonly NumberedImage[];
}

export interface NumberedImage {
  readonly name: string;
  /** Place in the sequence, from 0; missing numbers leave gaps. */
  readonly place: number;
}

const IMAGE_NAME = /\.(jpe?g|png|bmp|tiff?|webp|p[gnp]m)$/i;

/** All series in a folder, the longest first. A name without a number belongs to a series of its own. */
export function imageSeriesIn(names: readonly string[]): ImageSeries[] {
  const groups = new Map<string, { name: string; number: bigint }[]>();
  for (const name of names) {
    if (!IMAGE_NAME.test(name) || name.startsWith('.')) continue;
    const { pattern, number } = splitName(name);
    const group = groups.get(pattern) ?? [];
    groups.set(pattern, group);
    group.push({ name, number });
  }
  return [...groups]
    .map(([pattern, images]) => ({ pattern, images: inOrder(images) }))
    .sort((x, y) => y.images.length - x.images.length || (x.pattern < y.pattern ? -1 : 1));
}

/** `006_05562.jpg` is number 5562 of `006_*.jpg`; upper and lower case of the ending are the same. */
function splitName(name: string): { pattern: string; number: bigint } {
  const match = /^(.*?)(\d+)(\D*)$/s.exec(name.replace(/\.\w+$/, (ending) => ending.toLowerCase()));
  if (!match) return { pattern: name, number: 0n };
  return { pattern: `${match[1]}*${match[3]}`, number: BigInt(match[2]!) };
}

/**
 * In order of their numbers. Where every second (or nth) number is there, that is the sequence's
 * step, not a gap: places are counted in the greatest common divisor of the distances.
 */
function inOrder(images: { name: string; number: bigint }[]): NumberedImage[] {
  images.sort((x, y) => (x.number < y.number ? -1 : x.number > y.number ? 1 : x.name < y.name ? -1 : 1));
  const first = images[0]!.number;
  let step = 0n;
  for (const { number } of images) step = greatestCommonDivisor(step, number - first);
  const isCounted = new Set(images.map(({ number }) => number)).size === images.length;
  return images.map(({ name, number }, i) => ({
    name,
    place: isCounted && step > 0n ? Number((number - first) / step) : i,
  }));
}

const greatestCommonDivisor = (a: bigint, b: bigint): bigint =>
  b === 0n ? a : greatestCommonDivisor(b, a % b);
