/** Runs a step program, or several in turns, keeping their state from step to step. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { NamedNumbers } from '../../contract/training.ts';
import type { Batch } from './dataset.ts';
import type { NamedTensors } from './job.ts';
import { openSession, runSession } from './onnx-session.ts';
import type { StateTensor, StateValues, StepProgram, TensorSpec } from './program.ts';
import { stateOf } from './turns.ts';

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
  readonly #turns: readonly StepProgram[];
  /** One for each program, however often it comes. */
  readonly #sessions: ReadonlyMap<StepProgram, InferenceSession>;
  readonly #specs: readonly StateTensor[];
  #state: Map<string, Tensor>;

  private constructor(turns: readonly StepProgram[], sessions: ReadonlyMap<StepProgram, InferenceSession>) {
    this.#turns = turns;
    this.#sessions = sessions;
    this.#specs = stateOf(turns);
    this.#state = new Map(this.#specs.map((spec) => [spec.name, makeTensor(spec, spec.initial)]));
  }

  /** `threads` 0: as many as the runtime thinks best. Throws `OutOfMemory`. */
  static async open(programs: StepProgram | readonly StepProgram[], threads: number): Promise<StepRunner> {
    const turns = 'bytes' in programs ? [programs] : programs;
    await using opening = new AsyncDisposableStack();
    const sessions = new Map<StepProgram, InferenceSession>();
    for (const program of new Set(turns))
      sessions.set(
        program,
        opening.adopt(await openSession(program.bytes, threads), (session) => session.release()),
      );
    const runner = new StepRunner(turns, sessions);
    opening.move();
    return runner;
  }

  /** The program whose turn step `step` is; the first step is 0. */
  programAt(step: number): StepProgram {
    return this.#turns[step % this.#turns.length]!;
  }

  /**
   * One step. `noise` and `scalars` by input name; of the batch, what this turn's program asks for. Throws
   * `OutOfMemory`.
   */
  async run(batch: Batch, scalars: NamedNumbers, noise: Batch, step = 0): Promise<StepResult> {
    const program = this.programAt(step);
    const { inputs, losses, extras } = program;
    const feeds: Record<string, Tensor> = {};
    for (const { name } of program.state) feeds[name] = this.#state.get(name)!;
    for (const spec of inputs) feeds[spec.name] = makeTensor(spec, inputValues(spec, batch, scalars));
    for (const spec of program.noise) feeds[spec.name] = makeTensor(spec, noise[spec.name]);
    const moved = program.state.flatMap(({ name, next }) => (next === null ? [] : [{ name, next }]));
    const outputs = [...moved.map(({ next }) => next), ...losses, ...extras];
    const results = await runSession(this.#sessions.get(program)!, feeds, outputs);
    for (const { name, next } of moved) this.#state.set(name, results[next]!);
    return { losses: readScalars(losses, results), scalars: readScalars(extras, results) };
  }

  /** The state as it is now; views, good until the next step. */
  get state(): NamedTensors {
    return new Map(
      this.#specs.map(({ name, shape }) => [
        name,
        { shape, values: this.#state.get(name)!.data as StateValues },
      ]),
    );
  }

  /** Takes over a state that was saved. Names and shapes must be the programs': see `findStrangers`. */
  load(tensors: NamedTensors): void {
    this.#state = new Map(
      this.#specs.map((spec) => [spec.name, makeTensor(spec, tensors.get(spec.name)?.values)]),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const session of this.#sessions.values()) await session.release();
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
