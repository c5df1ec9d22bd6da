/** What every data set is read into: clips with their labels, and where their pictures lie. Nothing is decoded here. */

/** The sets that are read, by the name they have in `--data NAME=DIR`. */
export const SET_NAMES = [
  'casme2',
  'samm',
  'smic-hs',
  'smic-vis',
  'smic-nir',
  'affectnet',
  'casme-sq',
  'samm-lv',
  'own',
] as const;
export type SetName = (typeof SET_NAMES)[number];

/** One action unit as it was coded. */
export interface CodedAu {
  readonly au: number;
  /** Which side of the face; both where nothing is said. */
  readonly side: 'left' | 'right' | 'both' | 'asymmetric' | 'top' | 'bottom';
  /** FACS intensity A to E; null where none was given. */
  readonly intensity: string | null;
  /** Already there before the movement (SAMM's `ref(…)`). */
  readonly isReference: boolean;
  /** One of several alternatives (SAMM's `or`). */
  readonly isAmbiguous: boolean;
}

/** A clip, cut as its set codes it. */
export interface SetSample {
  readonly set: SetName;
  /** Set and number, unique over all sets: `casme2/1`. People of SMIC's three cameras are the same: `smic/3`. */
  readonly subject: string;
  /** As the set has it, unique within a subject. */
  readonly name: string;
  /** Frames a second. */
  readonly fps: number;
  /** Pictures by their number in the file's name, in ascending order; or a video, whose frames count from 0. */
  readonly pictures: PictureFiles | VideoFile;
  /** Frame numbers, all of them among the pictures. */
  readonly onset: number;
  readonly apex: number | null;
  readonly offset: number;
  /** Null where the set does not code them, or this clip's cannot be read. */
  readonly aus: readonly CodedAu[] | null;
  /** As the set names it, lower-case; `other` is `others`. */
  readonly emotion: string;
  /** Objective class 1 to 7, where the set gives one. */
  readonly objective: number | null;
}

export interface PictureFiles {
  readonly kind: 'pictures';
  readonly folder: string;
  /** [frame number, file name in the folder] */
  readonly files: readonly (readonly [number, string])[];
}

export interface VideoFile {
  readonly kind: 'video';
  readonly path: string;
}

/** An expression in a long video, for spotting. */
export interface LongVideo {
  readonly set: SetName;
  readonly subject: string;
  readonly name: string;
  readonly fps: number;
  readonly pictures: PictureFiles | VideoFile;
  readonly expressions: readonly LongExpression[];
}

export interface LongExpression {
  readonly kind: 'micro' | 'macro';
  /** Frame numbers; the apex stands for an offset that was not seen. */
  readonly onset: number;
  readonly apex: number | null;
  readonly offset: number;
  readonly emotion: string | null;
  readonly aus: readonly CodedAu[] | null;
}

/** A single picture of an everyday expression (AffectNet). */
export interface SetPicture {
  readonly set: SetName;
  readonly path: string;
  readonly emotion: string;
  /** Which of the set's own lists it stands in. */
  readonly split: 'training' | 'validation';
  /** Face in pixels; null where the picture is the face. */
  readonly box: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  } | null;
}

/** Where a folder differs from its published release, or a label had to be mended: in words, with the thing's name. */
export interface Discrepancy {
  /** `count`: not as many as published. `missing`: a label without pictures. `unlabelled`: pictures without a label.
   * `repaired`: read otherwise than it is written. `left-out`: not read. */
  readonly kind: 'count' | 'missing' | 'unlabelled' | 'repaired' | 'left-out';
  /** What it is about: a clip, a subject, a file. */
  readonly about: string;
  readonly what: string;
}

/** A data set as it was found. */
export interface SetIndex {
  readonly set: SetName;
  readonly folder: string;
  /** Which label file was read: belongs into every result. */
  readonly coding: string;
  readonly samples: readonly SetSample[];
  readonly longVideos: readonly LongVideo[];
  readonly pictures: readonly SetPicture[];
  readonly discrepancies: readonly Discrepancy[];
}
