/** What a judged video is known to hold at the moments at which windows are cut from it. */
import type { EmotionClass } from '../../models/data/clips/index.ts';

export interface Moment {
  /** Middle of the window: an expression's apex, or where something else moves. */
  readonly atS: number;
  readonly emotion: EmotionClass;
  readonly aus: readonly number[];
  readonly peakPctIod: number;
  /** What this moment is about where it shows no micro-expression. */
  readonly moves: readonly string[];
}
