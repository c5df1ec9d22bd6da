/** What was measured of a generator and of what it is compared with. */
import type { ControlScore } from './measure-control.ts';
import type { PictureScores, Reference } from './measure-pictures.ts';

export interface MakerQuality {
  readonly name: string;
  readonly scores: PictureScores;
  readonly controls: readonly ControlScore[];
}

export interface SynthesisQuality {
  readonly model: string;
  readonly data: string;
  readonly pairs: number;
  readonly people: number;
  readonly reference: Reference;
  /** The generator first. */
  readonly makers: readonly MakerQuality[];
}
