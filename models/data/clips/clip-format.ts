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
export const FORMAT = 'onset-clips-2';
/** As it was when clips were made ones only: `portrait` for `subject`. Read as well. */
export const FIRST_FORMAT = 'onset-clips-1';

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

/** What can be said of any clip. */
export interface ClipLabels {
  /**
   * The person: of made clips their portrait's file name, of a data set's its name and its number there (`casme2/1`).
   */
  readonly subject: string;
  /**
   * Of clips that a generator made: the person whose movement it repeats. Who leaves out one of the two leaves out the
   * clip.
   */
  readonly conditionSubject?: string;
  /** The clip's own name, as its data set has it; absent for drawn windows. */
  readonly name?: string;
  /** Index into the store's emotions. */
  readonly emotion: number;
  /** Action units of the micro-expression, ascending; empty where there is none; null where nobody coded them. */
  readonly aus: readonly number[] | null;
  /** Frame of the window that shows the apex; absent: the middle, where drawn windows have it. */
  readonly apexFrame?: number;
  /** Where the apex is from; absent for drawn windows. */
  readonly apexSource?: 'coded' | 'midpoint' | 'estimated';
  /**
   * When the movement begins, is at its height and is over, in frames of the window and fractions, where it was drawn.
   */
  readonly course?: { readonly onset: number; readonly apex: number; readonly offset: number };
  /** Objective class 1 to 7 (Davison et al. 2018), where the data set gives one. */
  readonly objective?: number;
}

export interface ClipEntry extends ClipLabels {
  /** What it was drawn from; 0 for what was filmed. */
  readonly seed: number;
  /** Largest displacement of the micro-expression in % of the distance between the eyes; 0 for none. */
  readonly peakPctIod: number;
  /** What else moves: blink, gaze, speech, macro, head, light, skin. */
  readonly moves: readonly string[];
  readonly crc32: number;
}

export interface ClipIndex extends ClipShape {
  readonly format: typeof FORMAT;
  /** True of made clips, and every file of them says so; false of what was filmed. */
  readonly synthetic: boolean;
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
