/**
 * A clip store: a folder of two files.
 *
 *   clips.json   what the clips are: shape, names, and for each clip its labels and the CRC-32 of its bytes
 *   clips.u8     the clips one after another, each of the same length: L × planes × S × S levels of the window
 *                [frame, plane, row, column], then planes × S × S levels of the neutral
 *
 * Both are written under another name and renamed when they are whole, `clips.json` last: a folder without it holds
 * nothing.
 */
export const INDEX_FILE = 'clips.json';
export const DATA_FILE = 'clips.u8';
export const FORMAT = 'onset-clips-1';

/** The recognizer's classes, in the order of its logits. */
export const EMOTION_CLASSES = ['negative', 'positive', 'surprise', 'none'] as const;
export type EmotionClass = (typeof EMOTION_CLASSES)[number];

/** What windows look like; the same for all clips of a store. */
export interface ClipShape {
  /** L: frames of a window, the first and the last at its ends. */
  readonly frames: number;
  /** S: width and height in pixels. */
  readonly sizePx: number;
  readonly windowS: number;
  /** 1: luma. 3: red, green, blue. */
  readonly planes: 1 | 3;
}

export interface ClipEntry {
  /** File name of the portrait: the identity. */
  readonly portrait: string;
  readonly seed: number;
  /** Index into the store's emotions. */
  readonly emotion: number;
  /** Action units of the micro-expression, ascending; empty where there is none. */
  readonly aus: readonly number[];
  /** Largest displacement of the micro-expression in % of the distance between the eyes; 0 for none. */
  readonly peakPctIod: number;
  /** What else moves: blink, gaze, speech, macro, head, light, skin. */
  readonly moves: readonly string[];
  readonly crc32: number;
}

export interface ClipIndex extends ClipShape {
  readonly format: typeof FORMAT;
  /** Every file of made clips says so. */
  readonly synthetic: true;
  readonly recipe: string;
  /** How the clips were made, in words and numbers that make them again. */
  readonly made: Readonly<Record<string, string | number>>;
  readonly aus: readonly number[];
  readonly emotions: readonly string[];
  readonly clips: readonly ClipEntry[];
}

export const windowBytes = ({ frames, planes, sizePx }: ClipShape): number =>
  frames * planes * sizePx * sizePx;
export const neutralBytes = ({ planes, sizePx }: ClipShape): number => planes * sizePx * sizePx;
export const recordBytes = (shape: ClipShape): number => windowBytes(shape) + neutralBytes(shape);
