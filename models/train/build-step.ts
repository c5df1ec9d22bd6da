/** Programs out of graphs: losses, their gradients, clipping and optimizers become one model. */
import { gradients } from '../autodiff/index.ts';
import {
  closed,
  emitModel,
  initialValues,
  input,
  type NodeOf,
  nodesOf,
  parameterName,
  type Scope,
  type Tensor,
} from '../graph/index.ts';
import { encodeModel } from '../onnx/index.ts';
import { clipByGlobalNorm } from './clipping.ts';
import { optimize, type Optimizer, type StateUpdate } from './optimizers.ts';
import type { EvaluationProgram, StateTensor, StepProgram, TensorSpec } from './program.ts';

/** What one optimizer lowers, and by moving which parameters. */
export interface Learner {
  /** Tells several apart; also names the scalar input of the learning rate where there are several. */
  readonly name: string;
  readonly optimizer: Optimizer;
  readonly loss: Tensor;
  readonly parameters: readonly Tensor[];
  /** Largest common norm of the gradients; null: whatever it is. */
  readonly clipNorm: number | null;
}

export interface StepRequest {
  readonly name: string;
  /** Parameters' first values. */
  readonly seed: number;
  /** Reported after each step: `loss` first. */
  readonly losses: Readonly<Record<string, Tensor>>;
  /** One, or several that move at once (a critic and a generator). */
  readonly learners: readonly Learner[];
  /** The scope that the network was built in, for its running statistics. */
  readonly scope: Scope;
  readonly extras?: Readonly<Record<string, Tensor>>;
  /** See `StepProgram`. */
  readonly lossLimit?: number;
}

/** Suffix of the output that replaces a state tensor. */
const NEXT = '.next';

/** The scalar input that is a learner's learning rate. */
const rateInput = (learners: readonly Learner[], { name }: Learner): string =>
  learners.length === 1 ? 'learningRate' : `${name}.learningRate`;

export function buildStep(request: StepRequest): StepProgram {
  const { learners, scope, extras = {}, ...rest } = request;
  const learnt = learners.map((learner) => learn(learner, rateInput(learners, learner)));
  const norms = learners.map(({ name }, at): [string, Tensor] => [
    learners.length === 1 ? 'gradNorm' : `${name}.gradNorm`,
    learnt[at]!.norm,
  ]);
  return assembleStep({
    ...rest,
    updates: [...learnt.flatMap(({ updates }) => updates), ...statisticUpdates(scope)],
    extras: { ...extras, ...Object.fromEntries(norms) },
  });
}

/** What a learner does to its parameters and moments, and the norm of its gradients. */
export interface Learnt {
  readonly updates: readonly StateUpdate[];
  readonly norm: Tensor;
}

/** One learner's part of a step. `rate` names the scalar input of its learning rate. */
export function learn({ name, optimizer, loss, parameters, clipNorm }: Learner, rate: string): Learnt {
  const { norm, clipped } = clipByGlobalNorm(gradients(loss, parameters), clipNorm);
  return { updates: optimize(name, optimizer, parameters, clipped, input(rate, [])), norm };
}

export interface AssemblyRequest extends Pick<StepRequest, 'name' | 'seed' | 'losses' | 'lossLimit'> {
  readonly updates: readonly StateUpdate[];
  readonly extras: Readonly<Record<string, Tensor>>;
}

/**
 * A step of parts that were put together elsewhere: a learner whose loss is made of what another one has just moved
 * (a generator before its critic's next values) cannot be one of `buildStep`'s, which all see the same values.
 */
export function assembleStep({
  name,
  seed,
  losses,
  updates,
  extras,
  lossLimit,
}: AssemblyRequest): StepProgram {
  const reported = { ...losses, ...extras };
  const all = [
    ...updates,
    ...frozen([...Object.values(reported), ...updates.map(({ next }) => next)], updates),
  ];
  const outputs = {
    ...reported,
    ...Object.fromEntries(updates.map(({ tensor, next }) => [parameterName(tensor) + NEXT, next])),
  };
  const leaves = leavesOf(Object.values(outputs));
  const model = emitModel({
    name,
    outputs,
    parameters: 'fed',
    unused: all.map(({ tensor }) => tensor),
  });
  return {
    bytes: encodeModel(model),
    inputs: leaves.inputs,
    noise: leaves.noise,
    state: all.map((update) => stateOf(update, seed)),
    losses: Object.keys(losses),
    extras: Object.keys(reported).filter((key) => !(key in losses)),
    ...(lossLimit === undefined ? {} : { lossLimit }),
  };
}

/** A network in inference form, its parameters fed under the names they have in the step. */
export function buildEvaluation(name: string, outputs: Readonly<Record<string, Tensor>>): EvaluationProgram {
  const tensors = Object.values(outputs);
  const { inputs, parameters } = leavesOf(tensors);
  return {
    bytes: encodeModel(emitModel({ name, outputs, parameters: 'fed' })),
    inputs,
    parameters: parameters.map(parameterName),
    outputs: Object.keys(outputs),
  };
}

/** What layers left in a scope to be written back. */
export function statisticUpdates(scope: Scope): StateUpdate[] {
  const byName = new Map(scope.parameters.map((tensor) => [parameterName(tensor), tensor]));
  return [...scope.updates].map(([name, next]) => ({ tensor: byName.get(name)!, next, kind: 'statistic' }));
}

/**
 * Parameters that are used and that nothing moves: another program of the same run may, and else they stay as they are.
 */
function frozen(outputs: readonly Tensor[], updates: readonly StateUpdate[]): readonly Read[] {
  const moved = new Set(updates.map(({ tensor }) => tensor));
  return leavesOf(outputs)
    .parameters.filter((tensor) => !moved.has(tensor))
    .map((tensor) => ({ tensor, next: null, kind: 'parameter' }));
}

type Read = Omit<StateUpdate, 'next'> & { readonly next: null };

interface Leaves {
  readonly inputs: readonly TensorSpec[];
  readonly noise: readonly TensorSpec[];
  readonly parameters: readonly Tensor[];
}

function leavesOf(tensors: readonly Tensor[]): Leaves {
  const [inputs, noise, parameters]: [TensorSpec[], TensorSpec[], Tensor[]] = [[], [], []];
  for (const node of nodesOf(tensors)) {
    if (node.operator === 'Input') inputs.push(specOf(node.attributes.name, node.outputs[0]!));
    else if (node.operator === 'Noise') noise.push(specOf(node.attributes.name, node.outputs[0]!));
    else if (node.operator === 'Parameter') parameters.push(node.outputs[0]!);
  }
  return { inputs, noise, parameters };
}

function specOf(name: string, { shape, type }: Tensor): TensorSpec {
  if (type === 'bool') throw new Error(`internal: the input ${name} is bool, which no batch holds`);
  return { name, shape: closed(shape, `the input ${name}`), dtype: type };
}

function stateOf({ tensor, next, kind }: StateUpdate | Read, seed: number): StateTensor {
  const { name, shape, initializer } = (tensor.node as NodeOf<'Parameter'>).attributes;
  const initial = initialValues(name, shape, initializer, seed);
  return { name, shape, dtype: 'float32', next: next && name + NEXT, kind, initial };
}
