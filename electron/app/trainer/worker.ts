/** What works on a run, as the queue sees it: a training, or an evaluation. */
import type { TrainingCommand, TrainingEnding } from '../../../contract/training.ts';

export interface RunWorker {
  readonly ended: Promise<RunEnd>;
  /** Null where there is none to wait for when this engine is gone. */
  readonly pid: number | null;
  readonly threads: number;
  readonly priority: number;
  /** Over all sessions. */
  readonly wallS: number;
  /** False: making way means to stop, and to go on afterwards where it was saved. */
  readonly canPause: boolean;
  command(command: TrainingCommand): void;
}

export interface RunEnd {
  readonly ending: TrainingEnding;
  readonly step: number;
  /** The model file; null where there is none. */
  readonly model: string | null;
}
