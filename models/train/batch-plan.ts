/** Which samples and which random numbers a step gets; the next batch is read while a step runs. */
import type { Batch } from './dataset.ts';
import type { TrainingJob, TrainingOptions } from './job.ts';
import type { StepProgram } from './program.ts';
import { epochOrder } from './sampling.ts';
import { fillUniform, seeded } from './seeded.ts';

/** A seed of its own for each place in the run's order of samples. */
const SEED_RANGE = 2 ** 32;

export class BatchPlan {
  readonly stepsPerEpoch: number;
  readonly steps: number;
  readonly #job: TrainingJob;
  readonly #options: TrainingOptions;
  #order: { readonly epoch: number; readonly indices: Int32Array } | null = null;
  #ahead: { readonly step: number; readonly batch: Promise<Batch> } | null = null;

  constructor(job: TrainingJob, options: TrainingOptions) {
    this.#job = job;
    this.#options = options;
    // What is left over at the end of an epoch waits for another order; a set smaller than a batch repeats itself.
    this.stepsPerEpoch = Math.max(1, Math.floor(job.dataset.length / job.batch));
    this.steps = this.stepsPerEpoch * options.epochs;
  }

  epochOf(step: number): number {
    return Math.floor(step / this.stepsPerEpoch);
  }

  /** The batch of a step. The one after it is begun to be read: it comes while the step runs. */
  async take(step: number): Promise<Batch> {
    const batch = await (this.#ahead?.step === step ? this.#ahead.batch : this.#read(step));
    this.#ahead = step + 1 < this.steps ? { step: step + 1, batch: this.#read(step + 1) } : null;
    // Where it fails, the step that takes it says so; it must not end the process before.
    this.#ahead?.batch.catch(() => null);
    return batch;
  }

  noiseOf(step: number, { noise }: StepProgram): Batch {
    const random = seeded(this.#options.seed, 'noise', step);
    return Object.fromEntries(
      noise.map(({ name, shape }) => {
        const values = new Float32Array(shape.reduce((count, size) => count * size, 1));
        fillUniform(values, random);
        return [name, values];
      }),
    );
  }

  async #read(step: number): Promise<Batch> {
    const { dataset, batch } = this.#job;
    const order = this.#orderOf(this.epochOf(step));
    const first = (step % this.stepsPerEpoch) * batch;
    const random = seeded(this.#options.seed, 'augmentation', step);
    const requests = Array.from({ length: batch }, (_, i) => ({
      index: order[(first + i) % order.length]!,
      seed: random.below(SEED_RANGE),
    }));
    return await dataset.readBatch(requests);
  }

  #orderOf(epoch: number): Int32Array {
    if (this.#order?.epoch !== epoch) {
      const { seed, sampling } = this.#options;
      this.#order = { epoch, indices: epochOrder(this.#job.dataset, sampling, seed, epoch) };
    }
    return this.#order.indices;
  }
}
