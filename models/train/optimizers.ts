/**
 * Optimizers as graphs: from parameters, gradients and the learning rate to the parameters' next values, and state of
 * their own that goes from step to step. Names and formulas are PyTorch's, so that its papers' settings mean the same.
 */
import { Add, Div, Mul, scalar, Sqrt, statistic, Sub, type Tensor, ZEROS } from '../graph/index.ts';
import { parameterName } from '../graph/index.ts';
import type { StateTensor } from './program.ts';

export type Optimizer =
  | { readonly kind: 'sgd'; readonly momentum: number; readonly weightDecay: number }
  | {
      /** `adam` adds the decay to the gradient, `adamw` takes it off the parameter (Loshchilov and Hutter 2019). */
      readonly kind: 'adam' | 'adamw';
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay: number;
    };

/** A tensor of the state and what replaces it. */
export interface StateUpdate {
  readonly tensor: Tensor;
  readonly next: Tensor;
  readonly kind: StateTensor['kind'];
}

/**
 * One step of every parameter: the parameters' updates first, then moments'. `name` tells several optimizers of one
 * program apart (critic and generator); parameters of one must not be another's.
 */
export function optimize(
  name: string,
  optimizer: Optimizer,
  parameters: readonly Tensor[],
  gradients: readonly Tensor[],
  learningRate: Tensor,
): readonly StateUpdate[] {
  const decayed = parameters.map((parameter, at) => withDecay(optimizer, parameter, gradients[at]!));
  switch (optimizer.kind) {
    case 'sgd':
      return parameters.flatMap((p, at) => descend(p, decayed[at]!, learningRate, optimizer.momentum));
    case 'adam':
    case 'adamw':
      return adapt(name, optimizer, parameters, decayed, learningRate);
    default:
      return optimizer satisfies never;
  }
}

/** g + λp, but for AdamW, whose decay does not pass through the moments. */
const withDecay = ({ kind, weightDecay }: Optimizer, parameter: Tensor, gradient: Tensor): Tensor =>
  kind === 'adamw' || !isDecayed(parameter, weightDecay)
    ? gradient
    : Add(gradient, Mul(parameter, weightDecay));

/** Biases, gains and loss weights are left alone: pulling them to zero makes no simpler function. */
const isDecayed = (parameter: Tensor, weightDecay: number): boolean =>
  weightDecay !== 0 && parameter.shape.length > 1;

/** m' = μm + g, p' = p − ηm'; without momentum p' = p − ηg. */
function descend(parameter: Tensor, gradient: Tensor, rate: Tensor, momentum: number): StateUpdate[] {
  if (momentum === 0)
    return [{ tensor: parameter, next: Sub(parameter, Mul(gradient, rate)), kind: 'parameter' }];
  const before = momentOf(parameter, 'momentum');
  const velocity = Add(Mul(before, momentum), gradient);
  return [
    { tensor: parameter, next: Sub(parameter, Mul(velocity, rate)), kind: 'parameter' },
    { tensor: before, next: velocity, kind: 'moment' },
  ];
}

/**
 * m' = β₁m + (1 − β₁)g, v' = β₂v + (1 − β₂)g², p' = p − η (m'/c₁) / (√(v'/c₂) + ε), with cᵢ = 1 − βᵢᵗ. Both c are kept
 * as the same moving averages of the number 1, which lose no digits, as 1 − βᵗ in single precision would. √c₂ is
 * taken out of the fraction, which saves two operations on every tensor.
 */
function adapt(
  name: string,
  { kind, beta1, beta2, epsilon, weightDecay }: Extract<Optimizer, { readonly kind: 'adam' | 'adamw' }>,
  parameters: readonly Tensor[],
  gradients: readonly Tensor[],
  rate: Tensor,
): StateUpdate[] {
  const first = average(scalarState(`${name}.correction1`), scalar(1), beta1);
  const second = average(scalarState(`${name}.correction2`), scalar(1), beta2);
  const root = Sqrt(second.next);
  const stride = Div(Mul(rate, root), first.next);
  const floor = Mul(root, epsilon);
  const updates = parameters.map((parameter, at) => {
    const gradient = gradients[at]!;
    const mean = average(momentOf(parameter, 'moment1'), gradient, beta1);
    const power = average(momentOf(parameter, 'moment2'), Mul(gradient, gradient), beta2);
    const kept =
      kind === 'adamw' && isDecayed(parameter, weightDecay)
        ? Mul(parameter, Sub(1, Mul(rate, weightDecay)))
        : parameter;
    const move = Div(Mul(mean.next, stride), Add(Sqrt(power.next), floor));
    const next = Sub(kept, move);
    return { own: { tensor: parameter, next, kind: 'parameter' as const }, moments: [mean, power] };
  });
  return [...updates.map(({ own }) => own), ...updates.flatMap(({ moments }) => moments), first, second];
}

/** β·before + (1 − β)·value. */
const average = (before: Tensor, value: Tensor, beta: number): StateUpdate => ({
  tensor: before,
  next: Add(Mul(before, beta), Mul(value, 1 - beta)),
  kind: 'moment',
});

const momentOf = (parameter: Tensor, suffix: string): Tensor =>
  statistic(`${parameterName(parameter)}.${suffix}`, parameter.shape as readonly number[], ZEROS);

const scalarState = (name: string): Tensor => statistic(name, [], ZEROS);
