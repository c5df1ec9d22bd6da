import {
  Conv,
  type ConvOptions,
  ConvTranspose,
  type Initializer,
  product,
  type Scope,
  type Tensor,
  uniformByFanIn,
} from '../graph/index.ts';

export interface ConvolutionOptions extends Omit<ConvOptions, 'bias'> {
  readonly bias?: boolean;
  /** Of the weight, by its shape; uniform in ±1/√fan_in unless told. */
  readonly initializer?: (shape: readonly number[]) => Initializer;
  /** Of the bias; uniform in ±1/√fan_in unless told. */
  readonly biasInitializer?: Initializer;
}

/** x [N, C, …size] → [N, channels, …]. Parameters `weight` [channels, C/group, …kernel] and `bias` [channels]. */
export function convolution(
  scope: Scope,
  x: Tensor,
  channels: number,
  kernel: readonly number[],
  { bias = true, initializer, biasInitializer, ...options }: ConvolutionOptions = {},
): Tensor {
  const shape = [channels, (x.shape[1] as number) / (options.group ?? 1), ...kernel];
  const uniform = uniformByFanIn(product(shape.slice(1)));
  const weight = scope.parameter('weight', shape, initializer?.(shape) ?? uniform);
  return Conv(x, weight, {
    ...options,
    bias: bias ? scope.parameter('bias', [channels], biasInitializer ?? uniform) : null,
  });
}

/** The other way: strides enlarge. Parameters `weight` [C, channels/group, …kernel] and `bias` [channels]. */
export function transposedConvolution(
  scope: Scope,
  x: Tensor,
  channels: number,
  kernel: readonly number[],
  {
    bias = true,
    initializer,
    biasInitializer,
    ...options
  }: ConvolutionOptions & { readonly outputPadding?: number | readonly number[] } = {},
): Tensor {
  const shape = [x.shape[1] as number, channels / (options.group ?? 1), ...kernel];
  const uniform = uniformByFanIn(product(shape.slice(1)));
  const weight = scope.parameter('weight', shape, initializer?.(shape) ?? uniform);
  return ConvTranspose(x, weight, {
    ...options,
    bias: bias ? scope.parameter('bias', [channels], biasInitializer ?? uniform) : null,
  });
}
