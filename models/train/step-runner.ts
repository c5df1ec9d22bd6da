/** Runs a step program, keeping its state from step to step. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { NamedNumbers } from '../../contract/training.ts';
import type { Batch } from './dataset.ts';
import type { NamedTensors } from './job.ts';
import { openSession, runSession } from './onnx-session.ts';
import type { StateTensor, StateValues, StepProgram, TensorSpec } from './program.ts';

export interface StepResult {
  /** `loss` first, then its terms. */
  readonly losses: NamedNumbers;
  /** Extras that are single numbers. */
  readonly scalars: NamedNumbers;
}

/**
 * The state goes in and out as tensors of this process: what a step gives is what the next one takes. Nothing is
 * written in place, because the runtime gives silently wrong values where an input is also an output.
 */
export class StepRunner {
  readonly #program: StepProgram;
  readonly #session: InferenceSession;
  readonly #outputs: readonly string[];
  #state: Map<string, Tensor>;

  private constructor(program: StepProgram, session: InferenceSession) {
    this.#program = program;
    this.#session = session;
    this.#outputs = [...program.state.map(({ next }) => next), ...program.losses, ...program.extras];
    this.#state = new Map(program.state.map((spec) => [spec.name, makeTensor(spec, spec.initial)]));
  }

  /** `threads` 0: as many as the runtime thinks best. Throws `OutOfMemory`. */
  static async open(program: StepProgram, threads: number): Promise<StepRunner> {
    return new StepRunner(program, await openSession(program.bytes, threads));
  }

  /** One step. `noise` and `scalars` by input name. Throws `OutOfMemory`. */
  async run(batch: Batch, scalars: NamedNumbers, noise: Batch): Promise<StepResult> {
    const { inputs, losses, extras, state } = this.#program;
    const feeds: Record<string, Tensor> = Object.fromEntries(this.#state);
    for (const spec of inputs) feeds[spec.name] = makeTensor(spec, inputValues(spec, batch, scalars));
    for (const spec of this.#program.noise) feeds[spec.name] = makeTensor(spec, noise[spec.name]);
    const results = await runSession(this.#session, feeds, this.#outputs);
    this.#state = new Map(state.map(({ name, next }) => [name, results[next]!]));
    return { losses: readScalars(losses, results), scalars: readScalars(extras, results) };
  }

  /** The state as it is now; views, good until the next step. */
  get state(): NamedTensors {
    return new Map(
      this.#program.state.map(({ name, shape }) => [
        name,
        { shape, values: this.#state.get(name)!.data as StateValues },
      ]),
    );
  }

  /** Takes over a state that was saved. Names and shapes must be the program's: see `findStrangers`. */
  load(tensors: NamedTensors): void {
    this.#state = new Map(
      this.#program.state.map((spec) => [spec.name, makeTensor(spec, tensors.get(spec.name)?.values)]),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.release();
  }
}

/** What keeps saved tensors from being this program's state, in words; null where nothing does. */
export function findStrangers(state: readonly StateTensor[], tensors: NamedTensors): string | null {
  for (const { name, shape, dtype } of state) {
    const stored = tensors.get(name);
    if (stored === undefined) return `it has no tensor "${name}" [${shape.join(', ')}]`;
    if (shape.join() !== stored.shape.join())
      return `its tensor "${name}" is [${stored.shape.join(', ')}], not [${shape.join(', ')}]`;
    if (stored.values instanceof BigInt64Array !== (dtype === 'int64'))
      return `its tensor "${name}" is not of the type ${dtype}`;
  }
  const known = new Set(state.map(({ name }) => name));
  const extra = [...tensors.keys()].find((name) => !known.has(name));
  return extra === undefined
    ? null
    : `this network has no tensor "${extra}" [${tensors.get(extra)!.shape.join(', ')}]`;
}

function inputValues(spec: TensorSpec, batch: Batch, scalars: NamedNumbers): StateValues | undefined {
  const scalar = scalars[spec.name];
  return scalar === undefined ? batch[spec.name] : Float32Array.of(scalar);
}

export function makeTensor({ name, shape, dtype }: TensorSpec, values: StateValues | undefined): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  if (values?.length !== count)
    throw new Error(
      `internal: "${name}" [${shape.join(', ')}] wants ${count} values, not ${String(values?.length)}`,
    );
  return new Tensor(dtype, values, shape);
}

function readScalars(names: readonly string[], results: InferenceSession.ReturnType): NamedNumbers {
  const single = names.filter((name) => results[name]!.size === 1);
  return Object.fromEntries(single.map((name) => [name, Number(results[name]!.data[0])]));
}
