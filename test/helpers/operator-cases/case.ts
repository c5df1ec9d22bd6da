/** One use of an operator: what it is given, and the graph made of it. */
import {
  BATCH,
  type Dim,
  input,
  isOpen,
  product,
  type Shape,
  type Tensor,
} from '../../../models/graph/index.ts';
import { seededRandom } from '../random.ts';

export interface OperatorCase {
  readonly label: string;
  readonly inputs: readonly CaseInput[];
  readonly build: (...inputs: Tensor[]) => Tensor | readonly Tensor[];
  /** Stands on a kink (equal maxima, zero at a rectifier), where differences say nothing of the gradient. */
  readonly isAtKink: boolean;
}

export interface CaseInput {
  readonly shape: Shape;
  readonly values: Float32Array<ArrayBuffer>;
}

/** N in the cases with an open batch. */
export const CASE_BATCH = 2;

/** `open(3)` is [N,3]. */
export const open = (...rest: readonly Dim[]): Shape => [BATCH, ...rest];

export const useOf = (
  label: string,
  inputs: readonly CaseInput[],
  build: OperatorCase['build'],
): OperatorCase => ({ label, inputs, build, isAtKink: false });

export const atKink = (
  label: string,
  inputs: readonly CaseInput[],
  build: OperatorCase['build'],
): OperatorCase => ({ label, inputs, build, isAtKink: true });

/**
 * All different, none near another or 0: evenly spaced in (low, high), in an order drawn from the seed. So no maximum
 * is close, and a small step never crosses a kink that lies at 0.
 */
export function spread(shape: Shape, { low = -1.6, high = 1.6, seed = 1 } = {}): CaseInput {
  const count = product(sizesOf(shape));
  const random = seededRandom(seed * 7919 + count);
  const order = Array.from({ length: count }, (_, at) => ({ at, key: random() })).sort(
    (a, b) => a.key - b.key,
  );
  const step = (high - low) / count;
  // 0.37 and not 0.5 of a step from the edge: the middle one of an odd number is not 0.
  return { shape, values: Float32Array.from(order, ({ at }) => low + (at + 0.37) * step) };
}

export const positive = (shape: Shape, seed = 1): CaseInput => spread(shape, { low: 0.3, high: 1.9, seed });

export const given = (shape: Shape, values: readonly number[]): CaseInput => ({
  shape,
  values: Float32Array.from(values),
});

export const sizesOf = (shape: Shape): readonly number[] =>
  shape.map((dim) => (isOpen(dim) ? dim.perSample * CASE_BATCH : dim));

export const nameOf = (index: number): string => `x${String(index)}`;

/** The graph's inputs and what is made of them. */
export function buildCase({ inputs, build }: OperatorCase): {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
} {
  const tensors = inputs.map(({ shape }, index) => input(nameOf(index), shape));
  const built = build(...tensors);
  return { inputs: tensors, outputs: 'node' in built ? [built] : built };
}

export const feedsOf = ({ inputs }: OperatorCase): Map<string, Float32Array> =>
  new Map([
    ...inputs.map(({ values }, index) => [nameOf(index), values] as const),
    [NOISE_FEED.name, NOISE_FEED.values],
  ]);

/** What the graphs of the leaves' own cases are fed besides their inputs. */
export const NOISE_FEED = {
  name: 'drawn',
  shape: [2, 3],
  values: Float32Array.of(0.1, 0.9, 0.4, 0.3, 0.8, 0.2),
};
