/**
 * Gradients against central differences in float64. Steps go along dense random directions: one wrong element shows in
 * each of them, and six evaluations for an input are enough however long it is.
 */
import { evaluate } from '../../models/graph/evaluate.ts';
import { Add, constant, Mul, ReduceSum, type Tensor } from '../../models/graph/index.ts';
import { seededRandom } from './random.ts';

export type Feeds = ReadonlyMap<string, ArrayLike<number>>;

export interface Checked {
  /** |difference − gradient·direction| / (|gradient|·|direction|), the largest over directions and inputs. */
  readonly worst: number;
  readonly gradients: readonly Float64Array[];
}

const DIRECTIONS = 3;
/** Of the error, step² times a third derivative and 10⁻¹⁶/step are left: both below 10⁻⁹ here. */
const STEP = 1e-5;

/** The scalar `loss`, what is said to be its gradient by each input, and those inputs' names. */
export function checkGradients(
  loss: Tensor,
  gradients: readonly Tensor[],
  names: readonly string[],
  feeds: Feeds,
): Checked {
  const claimed = evaluate(gradients, feeds).map(({ data }) => data);
  const at = (name: string, direction: Float64Array, by: number): number => {
    const moved = new Map(feeds);
    moved.set(
      name,
      Float64Array.from(feeds.get(name)!, (value, place) => value + by * direction[place]!),
    );
    return evaluate([loss], moved)[0]!.data[0]!;
  };
  let worst = 0;
  for (const [index, name] of names.entries())
    for (let k = 0; k < DIRECTIONS; k++) {
      const gradient = claimed[index]!;
      const direction = directionOf(gradient.length, index * DIRECTIONS + k);
      const difference = (at(name, direction, STEP) - at(name, direction, -STEP)) / (2 * STEP);
      const slope = gradient.reduce((sum, value, place) => sum + value * direction[place]!, 0);
      // A gradient of nothing is held against 1.
      const scale = Math.max(length(gradient), 1e-3) * length(direction);
      const error = Math.abs(difference - slope) / scale;
      // NaN is the worst.
      worst = error <= worst ? worst : error;
    }
  return { worst, gradients: claimed };
}

/** Σ r·(y + y²/2) over all outputs: a number that every element moves, and that linear operators do not make flat. */
export function lossOf(outputs: readonly Tensor[]): Tensor {
  const terms = outputs.map((y, index) => weighted(Add(y, Mul(Mul(y, y), 0.5)), 100 + index));
  return terms.reduce((sum, term) => Add(sum, term));
}

/** Σ r·x with fixed r of either sign. */
export function weighted(x: Tensor, seed: number): Tensor {
  const shape = x.shape as readonly number[];
  const weights = directionOf(
    shape.reduce((count, size) => count * size, 1),
    seed,
  );
  return ReduceSum(Mul(x, constant(Float32Array.from(weights), shape)));
}

/** Between 0.5 and 1 or between −1 and −0.5: no element is left out. */
function directionOf(count: number, seed: number): Float64Array {
  const random = seededRandom(seed + 1);
  return Float64Array.from({ length: count }, () => (random() < 0.5 ? -1 : 1) * (0.5 + 0.5 * random()));
}

const length = (values: Float64Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
