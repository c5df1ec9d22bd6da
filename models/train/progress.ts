/** How far a run has come: steps done, what they added up to, and how the epochs before ended. */
import type { NamedNumbers } from '../../contract/training.ts';
import type { Scores } from './job.ts';
import type { EpochRecord, RunRecord } from './run-record.ts';

interface OpenEpoch {
  steps: number;
  losses: Record<string, number>;
  /** Steps in which each was told: programs that take turns have losses of their own. */
  counts: Record<string, number>;
}

export class Progress {
  step = 0;
  best: RunRecord['best'] = null;
  readonly history: EpochRecord[] = [];
  #open: OpenEpoch = { steps: 0, losses: {}, counts: {} };

  static of(record: RunRecord): Progress {
    const progress = new Progress();
    progress.step = record.step;
    progress.best = record.best;
    progress.history.push(...record.history);
    const { steps, losses, counts } = structuredClone(record.openEpoch);
    // A record of before there were turns has every loss at every step.
    const always = Object.fromEntries(Object.keys(losses).map((name) => [name, steps]));
    progress.#open = { steps, losses, counts: counts ?? always };
    return progress;
  }

  /** Sums over the epoch that has begun. */
  get openEpoch(): RunRecord['openEpoch'] {
    return this.#open;
  }

  addStep(losses: NamedNumbers): void {
    this.step++;
    this.#open.steps++;
    for (const [name, value] of Object.entries(losses)) {
      this.#open.losses[name] = (this.#open.losses[name] ?? 0) + value;
      this.#open.counts[name] = (this.#open.counts[name] ?? 0) + 1;
    }
  }

  closeEpoch(scores: Scores | null): EpochRecord {
    const { losses, counts } = this.#open;
    const epoch: EpochRecord = {
      epoch: this.history.length + 1,
      step: this.step,
      losses: Object.fromEntries(Object.entries(losses).map(([name, sum]) => [name, sum / counts[name]!])),
      metrics: scores === null ? null : { ...scores.metrics },
      confusion: scores?.confusion
        ? {
            classes: [...scores.confusion.classes],
            counts: scores.confusion.counts.map((row) => [...row]),
          }
        : null,
    };
    this.history.push(epoch);
    this.#open = { steps: 0, losses: {}, counts: {} };
    return epoch;
  }
}
