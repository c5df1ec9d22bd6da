/** Scores the parameters as they are on the validation set. */
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Batch } from './dataset.ts';
import type { Evaluation, NamedTensors, Scores } from './job.ts';
import { openSession, runSession } from './onnx-session.ts';
import type { StateValues } from './program.ts';
import { makeTensor } from './step-runner.ts';

export class Evaluator {
  readonly #evaluation: Evaluation;
  readonly #session: InferenceSession;

  private constructor(evaluation: Evaluation, session: InferenceSession) {
    this.#evaluation = evaluation;
    this.#session = session;
  }

  static async open(evaluation: Evaluation, threads: number): Promise<Evaluator> {
    return new Evaluator(evaluation, await openSession(evaluation.program.bytes, threads));
  }

  /** Every sample once, without augmentation. */
  async score(state: NamedTensors): Promise<Scores> {
    const { program, dataset, createScorer } = this.#evaluation;
    const parameters = Object.fromEntries(
      program.parameters.map((name) => {
        const { shape, values } = state.get(name)!;
        return [name, makeTensor({ name, shape, dtype: 'float32' }, values)];
      }),
    );
    const scorer = createScorer();
    const size = program.inputs[0]!.shape[0]!;
    for (let from = 0; from < dataset.length; from += size) {
      const rows = Math.min(size, dataset.length - from);
      // The last batch is filled up with its own last sample, which is not counted again.
      const indices = Array.from({ length: size }, (_, i) => from + Math.min(i, rows - 1));
      const batch = await dataset.readBatch(indices.map((index) => ({ index, seed: null })));
      scorer.add(await this.#run(batch, parameters), batch, rows);
    }
    return scorer.result();
  }

  async #run(
    batch: Batch,
    parameters: Readonly<Record<string, Tensor>>,
  ): Promise<Record<string, StateValues>> {
    const { program } = this.#evaluation;
    const inputs = program.inputs.map((spec) => [spec.name, makeTensor(spec, batch[spec.name])] as const);
    const feeds = { ...parameters, ...Object.fromEntries(inputs) };
    const results = await runSession(this.#session, feeds, program.outputs);
    return Object.fromEntries(program.outputs.map((name) => [name, results[name]!.data as StateValues]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.release();
  }
}
