/**
 * One colour a face, by its track, the same on pictures, strips and lists. The values over pictures are those of
 * `--overlay-1` … in style/tokens.css (a test says so): a canvas cannot read custom properties, and every frame needs
 * them.
 */

/** Lightness, chroma and hue of OKLCH. */
const OVER_PICTURES: readonly (readonly [number, number, number])[] = [
  [0.84, 0.13, 190],
  [0.83, 0.15, 65],
  [0.79, 0.13, 305],
  [0.84, 0.17, 145],
  [0.79, 0.15, 355],
  [0.79, 0.11, 250],
  [0.89, 0.14, 100],
  [0.88, 0.01, 235],
];

export const FACE_COLOURS: readonly string[] = OVER_PICTURES.map(([l, c, h]) => `oklch(${l} ${c} ${h})`);
const TRANSPARENT: readonly string[] = OVER_PICTURES.map(([l, c, h]) => `oklch(${l} ${c} ${h} / 0)`);

/**
 * Tracks are numbered from 1; those beyond the eighth share a colour with an earlier one, and have a name of their own.
 */
const placeOf = (track: number): number => (track + FACE_COLOURS.length - 1) % FACE_COLOURS.length;

/** Over pictures, which are dark ground in both themes. */
export const faceColour = (track: number): string => FACE_COLOURS[placeOf(track)]!;

/** The same, fully transparent: where a light fades out. */
export const transparentFaceColour = (track: number): string => TRANSPARENT[placeOf(track)]!;

/** For style sheets: on the surfaces of the theme. */
export const faceToken = (track: number): string => `var(--track-${placeOf(track) + 1})`;
