/** What `onset analyze` tells while it works; with --json, each of these is one line. */
export type AnalyzeEvent = Started | Progress | Finished | Skipped | Failed;

export interface Started {
  readonly event: 'started';
  readonly input: string;
}

export interface Progress {
  readonly event: 'progress';
  readonly input: string;
  readonly frames: number;
  /** Null where the container does not say. */
  readonly total_frames: number | null;
  readonly media_s: number;
  readonly realtime_factor: number;
  readonly left_s: number | null;
}

export interface Finished {
  readonly event: 'finished';
  readonly input: string;
  readonly session: string;
  /** The other files written. */
  readonly files: readonly string[];
  readonly frames: number;
  readonly tracks: number;
  readonly micro: number;
  readonly macro: number;
  readonly wall_s: number;
  readonly realtime_factor: number;
  readonly warnings: readonly string[];
}

export interface Skipped {
  readonly event: 'skipped';
  readonly input: string;
  readonly reason: 'finished' | 'repeated';
  /** Null for an input that was given twice. */
  readonly session: string | null;
}

export interface Failed {
  readonly event: 'failed';
  readonly input: string;
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly exit: number;
}

export type Report = (event: AnalyzeEvent) => void;
