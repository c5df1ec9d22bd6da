import {
  Add,
  type Initializer,
  MatMul,
  type Scope,
  type Tensor,
  TransposeLast,
  uniformByFanIn,
} from '../graph/index.ts';

export interface LinearOptions {
  readonly bias?: boolean;
  /** Of the weight; uniform in ±1/√in unless told. */
  readonly initializer?: Initializer;
  /** Of the bias; uniform in ±1/√in unless told. */
  readonly biasInitializer?: Initializer;
}

/** Fully connected over the last axis: x·Wᵀ + b. Parameters `weight` [out, in] and `bias` [out], as in PyTorch. */
export function linear(
  scope: Scope,
  x: Tensor,
  features: number,
  {
    bias = true,
    initializer,
    biasInitializer = uniformByFanIn(x.shape.at(-1) as number),
  }: LinearOptions = {},
): Tensor {
  const from = x.shape.at(-1) as number;
  const weight = scope.parameter('weight', [features, from], initializer ?? uniformByFanIn(from));
  const y = MatMul(x, TransposeLast(weight));
  return bias ? Add(y, scope.parameter('bias', [features], biasInitializer)) : y;
}
