/** A long video whose expressions are known, whoever coded them. */
import type { KnownExpression } from '../../../contract/spotting-evaluation.ts';

export interface VideoToSpot {
  /** Set, subject and name: `own/anna/film.mp4`, `samm-lv/samm/6/006_1`. */
  readonly id: string;
  readonly set: string;
  readonly subject: string;
  readonly fps: number;
  /** A video file or a folder of pictures, as the engine opens it. */
  readonly input: string;
  /** Numbers of the pictures in ascending order; null for a video file, whose frames count from 0. */
  readonly numbers: readonly number[] | null;
  readonly known: readonly KnownExpression[];
}
