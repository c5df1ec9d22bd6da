/** Notices that training has left its course: numbers that are none, or a loss that has grown out of all proportion. */
import type { NamedNumbers } from '../../contract/training.ts';
import type { NamedTensors } from './job.ts';
import type { StepProgram } from './program.ts';

/** Steps that are averaged: one unlucky batch is no divergence. */
const STEPS = 10;
/** The mean loss of untrained networks is a few units at most; ten times that is reached by no healthy run. */
const EXPLOSION = 10;

export class DivergenceWatch {
  readonly #name: string;
  readonly #limit: number | null;
  readonly #first: number[] = [];
  readonly #last: number[] = [];

  /** Watches the numbers of one program. */
  constructor({ losses, lossLimit }: Pick<StepProgram, 'losses' | 'lossLimit'>) {
    this.#name = losses[0] ?? 'loss';
    this.#limit = lossLimit ?? null;
  }

  /** Takes a step's numbers; what is wrong with them in words, or null. */
  observe(numbers: NamedNumbers): string | null {
    const broken = Object.entries(numbers).find(([, value]) => !Number.isFinite(value));
    if (broken !== undefined) return `${broken[0]} became ${String(broken[1])}`;
    const loss = numbers[this.#name];
    if (loss === undefined) return null;
    if (this.#first.length < STEPS) this.#first.push(loss);
    this.#last.push(loss);
    if (this.#last.length > STEPS) this.#last.shift();
    if (this.#last.length < STEPS) return null;
    const [start, now] = [mean(this.#first), mean(this.#last)];
    const isWell =
      this.#limit === null ? now <= EXPLOSION * Math.max(1, Math.abs(start)) : Math.abs(now) <= this.#limit;
    if (isWell) return null;
    const whose = this.#name === 'loss' ? 'the loss' : `the loss "${this.#name}"`;
    return `${whose} grew from ${start.toPrecision(3)} to ${now.toPrecision(3)}`;
  }
}

/** The first tensor that holds a value that is no number; such a state is never saved. */
export function findNonFinite(state: NamedTensors): string | null {
  for (const [name, { values }] of state)
    if (values instanceof Float32Array && !values.every(Number.isFinite)) return name;
  return null;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
