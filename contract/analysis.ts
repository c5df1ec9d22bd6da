import type { Provider } from './model.ts';

/**
 * Faces followed where nobody says how many: few recordings show more people, and each face costs as much as the first.
 */
export const USUAL_FACES = 4;

/** What can be asked of an analysis. */
export interface AnalyzeOptions {
  /** Path of a recognizer; null: events are found but not named. */
  readonly model: string | null;
  readonly provider: Provider | 'auto';
  /** The most faces followed at once. */
  readonly faces: number;
  readonly bundle: 'auto' | 'mesh' | 'official';
  /** A span in which the face is at rest, in seconds of the source; null: it is found by itself. */
  readonly neutral: { readonly fromS: number; readonly toS: number } | null;
  /** Frame rate of a folder of images, which says nothing of it; null for videos. */
  readonly fps: number | null;
}

export interface AnalyzeProgress {
  readonly frames: number;
  readonly totalFrames: number | null;
  readonly mediaS: number;
  /** Media seconds per wall second. */
  readonly realtimeFactor: number;
  /** Wall seconds left; null while nothing can be said. */
  readonly leftS: number | null;
}

export interface AnalysisSummary {
  readonly frames: number;
  readonly tracks: number;
  readonly events: number;
  readonly wallS: number;
  readonly realtimeFactor: number;
  readonly warnings: readonly string[];
}
