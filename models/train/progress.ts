/** How far a run has come: steps done, what they added up to, and how the epochs before ended. */
import type { NamedNumbers } from '../../contract/training.ts';
import type { Scores } from './job.ts';
import type { EpochRecord, RunRecord } from './run-record.ts';

export class Progress {
  step = 0;
  best: RunRecord['best'] = null;
  readonly history: EpochRecord[] = [];
  #open: { steps: number; losses: Record<string, number> } = { steps: 0, losses: {} };

  static of(record: RunRecord): Progress {
    const progress = new Progress();
    progress.step = record.step;
    progress.best = record.best;
    progress.history.push(...record.history);
    progress.#open = structuredClone(record.openEpoch);
    return progress;
  }

  /** Sums over the epoch that has begun. */
  get openEpoch(): RunRecord['openEpoch'] {
    return this.#open;
  }

  addStep(losses: NamedNumbers): void {
    this.step++;
    this.#open.steps++;
    for (const [name, value] of Object.entries(losses))
      this.#open.losses[name] = (this.#open.losses[name] ?? 0) + value;
  }

  closeEpoch(scores: Scores | null): EpochRecord {
    const { steps, losses } = this.#open;
    const epoch: EpochRecord = {
      epoch: this.history.length + 1,
      step: this.step,
      losses: Object.fromEntries(Object.entries(losses).map(([name, sum]) => [name, sum / steps])),
      metrics: scores === null ? null : { ...scores.metrics },
      confusion: scores?.confusion
        ? {
            classes: [...scores.confusion.classes],
            counts: scores.confusion.counts.map((row) => [...row]),
          }
        : null,
    };
    this.history.push(epoch);
    this.#open = { steps: 0, losses: {} };
    return epoch;
  }
}
